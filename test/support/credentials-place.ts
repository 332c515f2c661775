import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeCredentialsFile, type CredentialsFileOptions } from '../../electron/adapters/credentials-file/credentials-file.ts'
import { thisMachine, type Machine } from '../../electron/adapters/credentials-file/private-folder.ts'
import type { CredentialsFile, FileNotice } from '../../electron/core/credentials/ports.ts'
import { makeProfilePublisher, type ProfilePublisher } from '../../electron/core/credentials/publish.ts'
import { breathe, systemClock } from '../../electron/adapters/clock/system-clock.ts'

/** A home folder of its own with our file in it, as the app makes it. */
export interface CredentialsPlace {
  home: string
  path: string
  file: CredentialsFile
  publisher: ProfilePublisher
  notices: FileNotice[]
}

/** Opens the file of a home; `change` says what is special about it. */
export function openPlace(home: string, change: Partial<CredentialsFileOptions> & { machine?: Machine } = {}): CredentialsPlace {
  const notices: FileNotice[] = []
  const path = change.path ?? join(home, '.cerby', 'credentials')
  const file = makeCredentialsFile({
    isDefault: change.path === undefined, localFolder: join(home, 'data'), machine: thisMachine(), tell: notice => notices.push(notice), ...change, path,
  })
  return { home, path, file, publisher: makeProfilePublisher(file, systemClock, breathe), notices }
}

/** Gives `use` a fresh home and deletes it afterwards. */
export async function withHome<Result>(use: (home: string) => Promise<Result>): Promise<Result> {
  const home = await mkdtemp(join(tmpdir(), 'latchkey-home-'))
  try {
    return await use(home)
  } finally {
    await chmod(home, 0o700)
    await rm(home, { recursive: true, force: true })
  }
}
