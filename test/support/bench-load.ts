import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import autocannon from 'autocannon'

export interface BenchServer { url: string; key: string; stop: () => Promise<void> }

/** Starts a server of test/support, which prints where it listens and what key it takes. */
export async function startServer(script: string, ...args: readonly string[]): Promise<BenchServer> {
  const child = spawn(process.execPath, [join(import.meta.dirname, script), ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  const closed = once(child, 'close')
  const [line] = await Promise.race([once(child.stdout, 'data'), closed.then(() => { throw new Error(`${script} has ended`) })]) as [Buffer]
  const said = JSON.parse(line.toString()) as { url: string; key?: string }
  return {
    url: said.url, key: said.key ?? '',
    async stop() {
      child.kill('SIGKILL')
      await closed
    },
  }
}

export interface Load { requestsPerSecond: number; p99Ms: number }

/** Calls as fast as answers come. Throws where one of them is no success: a refusal is quicker than what is measured. */
export async function load(options: autocannon.Options): Promise<Load> {
  const { requests, latency, non2xx, errors } = await autocannon({ connections: 32, ...options })
  if (non2xx + errors > 0) throw new Error(`${String(non2xx)} refusals and ${String(errors)} errors from ${options.url}`)
  return { requestsPerSecond: Math.round(requests.average), p99Ms: latency.p99 }
}

/** Resident memory of a process, now and at its most, in MiB; undefined where the system does not tell. */
export async function residentMemory(pid: number | undefined): Promise<{ nowMiB: number; peakMiB: number } | undefined> {
  const status = await readFile(`/proc/${String(pid)}/status`, 'utf8').catch(() => undefined)
  const inMiB = (name: string) => Math.round(Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status ?? '')?.[1]) / 1024)
  return status === undefined ? undefined : { nowMiB: inMiB('VmRSS'), peakMiB: inMiB('VmHWM') }
}
