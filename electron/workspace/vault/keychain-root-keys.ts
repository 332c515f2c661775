import { KmsRefused } from './kms.ts'
import type { RootKeyStore } from './local-kms.ts'

const SERVICE = 'Latchkey workspace'
// A keychain that asks for its password may take a person's time; one without a desktop may never answer.
const ANSWER_MS = 5_000

async function inTime<T>(work: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => { reject(new KmsRefused('The keychain did not answer.')) }, ANSWER_MS)
  })
  try {
    return await Promise.race([work(), late])
  } catch (error) {
    throw error instanceof KmsRefused ? error : new KmsRefused('The keychain is locked or missing.')
  } finally {
    clearTimeout(timer)
  }
}

/** Root keys in the system's keychain, under a name of the data folder's own. Throws {@link KmsRefused} where there is none. */
export function keychainRootKeys(entry: string): RootKeyStore {
  const keytar = async () => {
    const loaded = await import('keytar')
    return 'default' in loaded ? (loaded.default as typeof loaded) : loaded
  }
  const store: RootKeyStore = {
    read: () => inTime(async () => await (await keytar()).getPassword(SERVICE, entry) ?? undefined),
    async write(text) {
      // One line: some keychains lose a whole collection to a line break.
      const line = text.trim().replaceAll('\n', ',')
      await inTime(async () => (await keytar()).setPassword(SERVICE, entry, line))
      if (await store.read() !== line) throw new KmsRefused('The keychain did not keep what it was given.')
    },
  }
  return store
}
