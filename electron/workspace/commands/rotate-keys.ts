import { setTimeout as wait } from 'node:timers/promises'
import type { Parts } from '../api/parts.ts'
import { KEY_REFRESH_MS } from '../background.ts'
import type { CommandTarget } from '../command-line.ts'
import type { DataFolder } from '../data-folder.ts'
import { takeInstanceLock } from '../instance-lock.ts'
import type { Store } from '../open-store.ts'
import { addRootKey } from '../vault/local-kms.ts'
import { openKms, rememberedKms, rememberKms, rootKeysOf } from '../vault/open-kms.ts'
import type { Kms } from '../vault/kms.ts'
import { resealAll } from '../vault/reseal.ts'
import type { KmsChoice } from '../workspace-options.ts'
import type { CommandResult } from './command-result.ts'

/** A local KMS gets another root key; AWS rotates its own keys, and wraps with the newest. */
async function nextKms(folder: DataFolder, choice: KmsChoice, isMove: boolean, endpoint: string | undefined): Promise<Kms> {
  return choice.kind === 'aws' || isMove ? openKms(folder, choice, endpoint) : addRootKey(await rootKeysOf(folder, choice.kind))
}

async function isServed(folder: DataFolder): Promise<boolean> {
  const release = await takeInstanceLock(folder.lockPath)
  release?.()
  return release === undefined
}

/** Who wraps the keys; a move that was cut off is carried to its end first. */
async function wrapperOf({ folder, vault }: Store, { kmsEndpoint }: CommandTarget): Promise<KmsChoice | undefined> {
  const remembered = await rememberedKms(folder)
  if (remembered?.formerly) {
    await vault.rewrap(await openKms(folder, remembered.choice, kmsEndpoint))
    await rememberKms(folder, remembered.choice)
  }
  return remembered?.choice
}

/**
 * Rotates the KMS's key and the data key, or moves the keys to another KMS. A running service goes on: it takes the new
 * data key up before records are sealed with it.
 */
export async function rotateKeys(store: Store, parts: Parts, target: CommandTarget, to: KmsChoice | undefined): Promise<CommandResult> {
  const { folder, vault, database } = store
  const from = await wrapperOf(store, target)
  const choice = to ?? from
  if (!choice) return { ok: false, text: 'This workspace has no keys yet: start it once.' }
  const isMove = from?.kind !== choice.kind
  const kms = await nextKms(folder, choice, isMove, target.kmsEndpoint)
  // Both, until the last key is wrapped anew: a kill on the way leaves some to the one and some to the other.
  if (isMove) await rememberKms(folder, choice, from)
  const wrapped = await vault.rewrap(kms)
  await rememberKms(folder, choice)
  const version = await vault.rotateDataKey()
  if (await isServed(folder)) await wait(2 * KEY_REFRESH_MS)
  let sealed = 0
  for (let pass = 0, done = -1; pass < 5 && done !== 0; pass += 1) {
    done = resealAll(database, vault)
    sealed += done
  }
  parts.log.append([{ action: 'keysOfKmsRotated', result: 'succeeded', actorEmail: 'command line', details: { kmsKeyId: kms.keyId, dataKeyVersion: version, records: sealed } }])
  return { ok: true, text: `${kms.keyId} wraps ${String(wrapped + 1)} keys now; data key ${String(version)} seals, and ${String(sealed)} records were sealed anew.` }
}
