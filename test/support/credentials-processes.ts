import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const WRITER = join(import.meta.dirname, 'credentials-writer.ts')
const READER = join(import.meta.dirname, 'credentials-reader.ts')

// Hundreds of short-lived processes: each starts in half the time when Node keeps what it compiled.
const COMPILED = { NODE_COMPILE_CACHE: join(tmpdir(), 'latchkey-compiled-tests') }

/** A process of `credentials-writer.ts`, started and waiting for its start. */
export interface Writer {
  child: ChildProcess
  go(): void
  /** The next thing that it said, or `undefined` when it ended. */
  said(): Promise<unknown>
  kill(): Promise<void>
}

/** Starts a writer and waits until it is up. `how` is its mode, the home and what the mode needs. */
export async function startWriter(how: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Writer> {
  const child = spawn(process.execPath, [WRITER, ...how], { stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, ...COMPILED, ...env } })
  const ended = once(child, 'exit')
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  const said = async (): Promise<unknown> => {
    const next = await lines.next()
    return next.done === true ? undefined : (JSON.parse(next.value) as unknown)
  }
  const up = await said()
  if (up !== 'up') throw new Error('A writer did not start.')
  return {
    child,
    said,
    go: () => child.stdin.write('go\n'),
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
  }
}

/** Starts readers that poll `path`; the returned function stops them and gives what they saw together. */
export function startReaders(path: string, count: number): () => Promise<{ reads: number; faults: string[] }> {
  const readers = Array.from({ length: count }, () => spawn(process.execPath, [READER, path], { stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, ...COMPILED } }))
  return async () => {
    const reports = await Promise.all(
      readers.map(async reader => {
        reader.stdin.end()
        let text = ''
        for await (const chunk of reader.stdout) text += String(chunk)
        return JSON.parse(text) as { reads: number; faults: string[] }
      }),
    )
    return { reads: reports.reduce((sum, { reads }) => sum + reads, 0), faults: reports.flatMap(({ faults }) => faults) }
  }
}
