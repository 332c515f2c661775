import { appendFile, mkdir, rename, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { redact } from './redact.ts'

const LARGEST_FILE = 1024 * 1024
const LONGEST_TEXT = 4_000

/** The only things that an entry may carry beside its words: none of them can be a secret. */
export interface LogFields {
  connectionId?: string
  code?: string
  command?: string
  host?: string
  status?: number
  ms?: number
  count?: number
  version?: string
}

const ALLOWED: readonly (keyof LogFields)[] = ['connectionId', 'code', 'command', 'host', 'status', 'ms', 'count', 'version']

/** The app's log: a file of JSON lines that can be sent to somebody else. */
export interface Log {
  /** Something that happened. */
  note(words: string, fields?: LogFields): void
  /** A bug of ours: its name, message and stack, with everything taken out that looks like a secret. */
  bug(error: unknown, command?: string): void
  /** Waits until all that was said is in the file. */
  flush(): Promise<void>
}

export interface LogOptions {
  /** Begun with mode 0600, its folder with 0700. At 1 MiB it is put aside as `<path>.old`, once. */
  path: string
  /** Epoch milliseconds, UTC. */
  now: () => number
  /** Told when the file can't be written: a log has nobody else to complain to. */
  lost?: () => void
}

// A log that throws would break what it watches; a field that it does not know may be anything.
function allowed(fields: LogFields): Record<string, string | number> {
  const kept: Record<string, string | number> = {}
  for (const name of ALLOWED) {
    const value: unknown = fields[name]
    if (typeof value === 'number') kept[name] = value
    else if (typeof value === 'string') kept[name] = redact(value).slice(0, 200)
  }
  return kept
}

/** What may be said of an error: its class, message and stack. Its other properties stay unread: a cause may carry anything. */
function errorText(error: unknown): string {
  if (error instanceof Error) return error.stack ?? `${error.name}: ${error.message}`
  return typeof error === 'string' ? error : `a thrown ${typeof error}`
}

export function makeRedactingLog({ path, now, lost = () => {} }: LogOptions): Log {
  let queue: Promise<void> = Promise.resolve()

  function say(entry: Record<string, string | number>): void {
    const line = `${JSON.stringify({ at: new Date(now()).toISOString(), ...entry })}\n`
    queue = queue.then(() => write(path, line)).catch(() => { lost() })
  }

  return {
    note(words, fields = {}) {
      say({ note: redact(words).slice(0, LONGEST_TEXT), ...allowed(fields) })
    },
    bug(error, command) {
      say({ bug: redact(errorText(error)).slice(0, LONGEST_TEXT), ...allowed(command === undefined ? {} : { command }) })
    },
    flush: () => queue,
  }
}

async function write(path: string, line: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const size = await stat(path).then(stats => stats.size, () => 0)
  if (size + line.length > LARGEST_FILE) await rename(path, `${path}.old`)
  await appendFile(path, line, { mode: 0o600 })
}
