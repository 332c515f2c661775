import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { repository } from '../../scripts/provide/repository.mjs'
import { startMachine, type Machine } from '../support/machine.ts'
import { memoryOfTree, processorTimeOfTree, wakeUpsOfTree } from '../support/process-tree.ts'
import { signInAsOwner } from '../support/sign-in-as-owner.ts'

const WATCHED_MS = 60_000
/** How long a started app is left alone first: JavaScript engines tidy up for a while after a start. */
const SETTLED_MS = 45_000

/**
 * What the app costs while nobody uses it: signed in to the workspace of this computer, which runs then too, started as at
 * login and left in the tray. The processor's time, in percent of one core, and the wake-ups are of all its processes over
 * a minute; the memory is that after it.
 */
export async function measure(): Promise<unknown> {
  const machine = await startMachine()
  try {
    await becomeSignedIn(machine)
    return await watch(machine)
  } finally {
    await machine.stop()
  }
}

async function becomeSignedIn(machine: Machine): Promise<void> {
  const { window, quit } = await machine.launchApp()
  await window.getByRole('button', { name: 'Start' }).click()
  await signInAsOwner(machine, window)
  await (await machine.browser()).close()
  await quit()
}

async function watch(machine: Machine): Promise<unknown> {
  const program = process.env['LATCHKEY_TESTED']
  if (program === undefined) throw new Error('No app was made ready: run this through `npm run bench`.')
  const root = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const child = spawn(program, [...root, repository, '--hidden'], { env: machine.env, stdio: 'ignore' })
  const pid = child.pid ?? 0
  try {
    await wait(SETTLED_MS)
    const before = await figuresOf(pid)
    await wait(WATCHED_MS)
    const after = await figuresOf(pid)
    return {
      watchedSeconds: WATCHED_MS / 1_000,
      percentOfACore: per(after.processorMs, before.processorMs, WATCHED_MS / 100),
      wakeUpsPerSecond: per(after.wakeUps, before.wakeUps, WATCHED_MS / 1_000),
      memoryMiB: Math.round(await memoryOfTree(pid) ?? Number.NaN),
    }
  } finally {
    const gone = once(child, 'close')
    child.kill()
    await gone
  }
}

async function figuresOf(pid: number): Promise<{ processorMs: number | undefined; wakeUps: number | undefined }> {
  return { processorMs: await processorTimeOfTree(pid), wakeUps: await wakeUpsOfTree(pid) }
}

function per(after: number | undefined, before: number | undefined, divisor: number): number | undefined {
  return after === undefined || before === undefined ? undefined : Number(((after - before) / divisor).toFixed(2))
}
