import { openDataFolder } from '../data-folder.ts'
import type { Command, CommandTarget } from '../command-line.ts'
import { openParts } from '../open-parts.ts'
import { openStore, type Store } from '../open-store.ts'
import { openChosenKms } from '../vault/open-kms.ts'
import { startFailureWords } from '../workspace-options.ts'
import type { CommandResult } from './command-result.ts'
import { invite } from './invite.ts'
import { loadSample } from './load-sample.ts'
import { rotateKeys } from './rotate-keys.ts'

type OneShot = Exclude<Command, { kind: 'help' | 'serve' }>

async function carryOut(command: OneShot, store: Store, target: CommandTarget): Promise<CommandResult> {
  const parts = openParts(store, 0, Date.now)
  switch (command.kind) {
    case 'invite':
      return invite(parts, store.facts, command)
    case 'verifyLog':
      return verifyLog(parts)
    case 'rotateKeys':
      return rotateKeys(store, parts, target, command.to)
    case 'sample':
      return loadSample(parts)
  }
}

function verifyLog({ log }: ReturnType<typeof openParts>): CommandResult {
  const verdict = log.verify()
  if (verdict.intact) return { ok: true, text: `The activity log is intact: ${String(verdict.entries)} entries, none altered, removed or added.` }
  const what = { altered: 'was altered or is out of place', missing: 'is missing', cut_off: 'is where entries were cut off or added' }[verdict.reason]
  return { ok: false, text: `The activity log is NOT intact: entry ${String(verdict.brokenAt)} ${what}. ${String(verdict.entries)} entries before it are as they were.` }
}

/** Runs a command on a data folder beside a running service or without one. Gives the exit code. */
export async function runCommand(command: OneShot): Promise<number> {
  const folder = await openDataFolder(command.target.dataFolder)
  const store = await openStore(folder, () => openChosenKms(folder, command.target.kms, command.target.kmsEndpoint), Date.now)
  if (!store.ok) {
    process.stderr.write(`${startFailureWords(store.failure)}\n`)
    return 1
  }
  try {
    const { ok, text } = await carryOut(command, store.value, command.target)
    ;(ok ? process.stdout : process.stderr).write(`${text}\n`)
    return ok ? 0 : 1
  } finally {
    store.value.close()
  }
}
