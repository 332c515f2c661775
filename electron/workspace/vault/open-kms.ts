import { randomUUID } from 'node:crypto'
import type { DataFolder } from '../data-folder.ts'
import type { KmsChoice } from '../workspace-options.ts'
import { openAwsKms } from './aws-kms.ts'
import { keychainRootKeys } from './keychain-root-keys.ts'
import { KmsRefused, type Kms } from './kms.ts'
import { openLocalKms, type RootKeyStore } from './local-kms.ts'

const CHOICE_FILE = 'kms'
const ROOT_KEY_FILE = 'root.key'
const ENTRY_FILE = 'keychain-entry'

const printed = (choice: KmsChoice): string => (choice.kind === 'aws' ? `aws:${choice.keyId}` : choice.kind)

function parsed(text: string): KmsChoice {
  const line = text.trim()
  if (line === 'keychain' || line === 'file') return { kind: line }
  if (line.startsWith('aws:')) return { kind: 'aws', keyId: line.slice(4) }
  throw new KmsRefused('The file "kms" of the data folder is damaged.')
}

/** The keychain's entry has a name of its own, so that the data folder can be moved. */
async function entryOf(folder: DataFolder): Promise<string> {
  const found = (await folder.read(ENTRY_FILE))?.trim()
  if (found) return found
  const entry = randomUUID()
  await folder.write(ENTRY_FILE, `${entry}\n`)
  return entry
}

/** Where the local root keys of a choice stand: the keychain, or a 0600 file of the data folder. */
export async function rootKeysOf(folder: DataFolder, kind: 'keychain' | 'file'): Promise<RootKeyStore> {
  if (kind === 'keychain') return keychainRootKeys(await entryOf(folder))
  return { read: () => folder.read(ROOT_KEY_FILE), write: text => folder.write(ROOT_KEY_FILE, text) }
}

/** Writes down who wraps the data keys from now on; `formerly` while some may still be wrapped by that one. */
export function rememberKms(folder: DataFolder, choice: KmsChoice, formerly?: KmsChoice): Promise<void> {
  return folder.write(CHOICE_FILE, [choice, ...(formerly ? [formerly] : [])].map(each => `${printed(each)}\n`).join(''))
}

/** Opens a KMS of the kind that is named. Throws {@link KmsRefused}. */
export async function openKms(folder: DataFolder, choice: KmsChoice, endpoint: string | undefined): Promise<Kms> {
  return choice.kind === 'aws' ? openAwsKms(choice.keyId, endpoint) : openLocalKms(await rootKeysOf(folder, choice.kind))
}

/** Who wraps the data keys of a folder, and who did where a move was cut off; nobody for a new one. */
export async function rememberedKms(folder: DataFolder): Promise<{ choice: KmsChoice; formerly: KmsChoice | undefined } | undefined> {
  const [choice, formerly] = (await folder.read(CHOICE_FILE))?.trim().split('\n').map(parsed) ?? []
  if (choice) return { choice, formerly }
  // A folder from before there was a choice has its root key in a file.
  return await folder.read(ROOT_KEY_FILE) === undefined ? undefined : { choice: { kind: 'file' }, formerly: undefined }
}

/** Wraps as the one does, and unwraps what either has wrapped. */
function eitherOf(kms: Kms, former: Kms): Kms {
  return { keyId: kms.keyId, wrap: kms.wrap, unwrap: (wrapped, context) => kms.unwrap(wrapped, context).catch(() => former.unwrap(wrapped, context)) }
}

/**
 * The KMS of a data folder. What was chosen first stays: another one can't unwrap its keys, so asking for another one is
 * refused; `rotate-keys --to` moves them.
 */
export async function openChosenKms(folder: DataFolder, asked: KmsChoice | undefined, endpoint: string | undefined): Promise<Kms> {
  const remembered = await rememberedKms(folder)
  if (remembered) {
    const { choice, formerly } = remembered
    if (asked && printed(asked) !== printed(choice)) {
      throw new KmsRefused(`This workspace's keys are held by ${printed(choice)}. Move them with: rotate-keys --to ${printed(asked)}`)
    }
    const kms = await openKms(folder, choice, endpoint)
    return formerly ? eitherOf(kms, await openKms(folder, formerly, endpoint)) : kms
  }
  return openFirst(folder, asked, endpoint)
}

async function openFirst(folder: DataFolder, asked: KmsChoice | undefined, endpoint: string | undefined): Promise<Kms> {
  if (asked) {
    const kms = await openKms(folder, asked, endpoint)
    await rememberKms(folder, asked)
    return kms
  }
  // No keychain, or a locked one: the file serves, and stays the choice.
  try {
    return await openFirst(folder, { kind: 'keychain' }, endpoint)
  } catch (error) {
    if (!(error instanceof KmsRefused)) throw error
    return openFirst(folder, { kind: 'file' }, endpoint)
  }
}
