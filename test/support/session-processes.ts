import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { ConnectionId } from '../../shared/connection.ts'

const ASKER = join(import.meta.dirname, 'session-asker.ts')

// Each process starts in half the time when Node keeps what it compiled.
const COMPILED = { NODE_COMPILE_CACHE: join(tmpdir(), 'latchkey-compiled-tests') }

export type AskerAnswer = { ok: true; token: string } | { ok: false; code: string }

/** A process of ours that waits for the word to ask for a token. */
export interface Asker {
  child: ChildProcess
  ask(): void
  /** What it got; undefined when it was killed before. */
  answer: Promise<AskerAnswer | undefined>
  kill(): void
}

/**
 * Starts processes that are ready to ask at the same moment, a few at a time.
 *
 * @param aheadMs  how far their clocks are ahead, so that a token is expired for them
 */
export async function startAskers(count: number, home: string, id: ConnectionId, aheadMs: number): Promise<Asker[]> {
  const askers: Asker[] = []
  while (askers.length < count) {
    const few = Array.from({ length: Math.min(4, count - askers.length) }, () => startAsker(home, id, aheadMs))
    askers.push(...(await Promise.all(few)))
  }
  return askers
}

async function startAsker(home: string, id: ConnectionId, aheadMs: number): Promise<Asker> {
  const child = spawn(process.execPath, [ASKER, home, id, String(aheadMs)], { stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, ...COMPILED } })
  const lines = createInterface({ input: child.stdout })
  const ended = once(child, 'close')
  const said: string[] = []
  lines.on('line', line => said.push(line))
  await Promise.race([once(lines, 'line'), ended.then(() => { throw new Error('an asker ended before it was ready') })])
  return {
    child,
    ask: () => { child.stdin.write('go\n') },
    answer: ended.then(() => (said[1] === undefined ? undefined : JSON.parse(said[1]) as AskerAnswer)),
    kill: () => { child.kill('SIGKILL') },
  }
}
