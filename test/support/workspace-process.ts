import { spawn, type ChildProcess, type ChildProcessByStdio } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'

const ENTRY = join(import.meta.dirname, '../../electron/workspace/main.ts')

export interface WorkspaceProcess {
  url: string
  port: number
  /** While no Owner exists. */
  setUpCode: string | undefined
  dataFolder: string
  child: ChildProcess
  /** Everything it has printed so far. */
  output: () => string
  /** SIGTERM, and its end. Gives the exit code. */
  stop: () => Promise<number | null>
  /** SIGKILL, and its end. */
  kill: () => Promise<void>
}

/** A new folder for a workspace's data. */
export function newDataFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'latchkey-workspace-'))
}

export interface Run { code: number | null; output: string }

/** The workspace's entry as a process, for who wants to end it half-way. */
export function spawnWorkspace(args: readonly string[], env: Readonly<Record<string, string>> = {}): ChildProcessByStdio<null, Readable, Readable> {
  return spawn(process.execPath, [ENTRY, ...args], { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } })
}

/** Runs the workspace's entry to its end: for its one-shot commands, and for starts that must fail. */
export async function runWorkspace(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Run> {
  const child = spawnWorkspace(args, env)
  let output = ''
  child.stdout.on('data', chunk => { output += String(chunk) })
  child.stderr.on('data', chunk => { output += String(chunk) })
  const [code] = await once(child, 'close') as [number | null]
  return { code, output }
}

/** Starts the real service under plain Node, and waits until it says where it listens. */
export async function startWorkspaceProcess(dataFolder: string, args: readonly string[] = [], env: Readonly<Record<string, string>> = {}): Promise<WorkspaceProcess> {
  const child = spawnWorkspace(['--data', dataFolder, ...args], env)
  let output = ''
  const closed = once(child, 'close') as Promise<[number | null]>
  const url = await new Promise<string>((resolve, reject) => {
    const look = (chunk: unknown) => {
      output += String(chunk)
      // The second line (or its absence) comes in the same turn; the first is complete once its end is there.
      const found = /listens on (http:\/\/\S+)\n/.exec(output)?.[1]
      if (found !== undefined && (output.includes('set-up?code=') || output.includes('Sign in with Latchkey'))) resolve(found)
    }
    child.stdout.on('data', look)
    child.stderr.on('data', look)
    void closed.then(([code]) => { reject(new Error(`the workspace ended with ${String(code)}: ${output}`)) })
  })
  return {
    url, port: Number(new URL(url).port), setUpCode: /set-up\?code=(\S+)/.exec(output)?.[1], dataFolder, child, output: () => output,
    async stop() {
      child.kill('SIGTERM')
      return (await closed)[0]
    },
    async kill() {
      child.kill('SIGKILL')
      await closed
    },
  }
}
