import { openDataFolder } from '../../electron/workspace/data-folder.ts'
import { openParts } from '../../electron/workspace/open-parts.ts'
import { openStore, type Store } from '../../electron/workspace/open-store.ts'
import { openKms } from '../../electron/workspace/vault/open-kms.ts'

export interface Seed { parts: ReturnType<typeof openParts>; store: Store; close: () => void }

/** Opens a workspace's data beside its running service, to put things there that no request can. Its root key is in a file. */
export async function openSeed(dataFolder: string): Promise<Seed> {
  const folder = await openDataFolder(dataFolder)
  const store = await openStore(folder, () => openKms(folder, { kind: 'file' }, undefined), Date.now)
  if (!store.ok) throw new Error(store.failure.code)
  store.value.database.pragma('synchronous = OFF')
  const parts = openParts(store.value, 0, Date.now)
  return {
    parts, store: store.value,
    close: store.value.close,
  }
}
