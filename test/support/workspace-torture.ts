import { rm } from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'
import { setUpOwner } from './workspace-person.ts'
import { newDataFolder, startWorkspaceProcess, type WorkspaceProcess } from './workspace-process.ts'
import { openSeed } from './workspace-seed.ts'

/** A key as the service has acknowledged it. */
interface Known {
  id: string
  text: string
  reaches: boolean
  /** Something was asked of it whose answer the kill took: either outcome is right. */
  isOpen: boolean
}

export interface KillReport {
  kills: number
  /** Writes that were answered with success. */
  acknowledged: number
  /** What was acknowledged and wasn't so after a kill. */
  lost: string[]
  logEntries: number
  isLogIntact: boolean
  /** How long the slowest start after a kill took. */
  slowestStartMs: number
}

const WRITERS = 8
const ARGS = ['--kms', 'file', '--token-lifetime', '86400', '--refusals-per-address', '10000000']

/** One who writes all the time, and remembers what was acknowledged. */
class Writer {
  readonly keys: Known[] = []
  acknowledged = 0
  readonly #bearer: string
  readonly #name: string
  #count = 0

  constructor(bearer: string, name: string) {
    this.#bearer = bearer
    this.#name = name
  }

  /** Writes until the service is gone. */
  async run(url: string, random: () => number): Promise<void> {
    try {
      for (;;) await this.#write(url, random)
    } catch (error) {
      // fetch says so, and JSON.parse where the answer was cut.
      if (!(error instanceof TypeError || error instanceof SyntaxError)) throw error
    }
  }

  async #ask(url: string, method: string, path: string, body?: unknown): Promise<{ id: string; text: string } | undefined> {
    const answer = await fetch(`${url}/api/v1/api-keys${path}`, {
      method,
      headers: { authorization: `Bearer ${this.#bearer}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (!answer.ok) throw new Error(`${method} ${path}: ${String(answer.status)}`)
    this.acknowledged += 1
    if (answer.status !== 201) return undefined
    const { data } = await answer.json() as { data: { id: string; attributes: { key: string } } }
    return { id: data.id, text: data.attributes.key }
  }

  async #write(url: string, random: () => number): Promise<void> {
    const key = this.keys[Math.floor(random() * this.keys.length)]
    const choice = random()
    if (!key?.reaches || choice < 0.5) {
      const made = await this.#ask(url, 'POST', '', { name: `${this.#name} ${String(this.#count += 1)}`, scopes: ['read:users'] })
      if (made) this.keys.push({ ...made, reaches: true, isOpen: false })
      return
    }
    key.isOpen = true
    if (choice < 0.7) await this.#ask(url, 'DELETE', `/${key.id}`)
    else if (choice < 0.85) await this.#ask(url, 'PATCH', `/${key.id}`, { scopes: ['read:vaults'] })
    else {
      const made = await this.#ask(url, 'POST', `/${key.id}/rotate`, { overlapSeconds: 0 })
      if (made) this.keys.push({ ...made, reaches: true, isOpen: false })
    }
    Object.assign(key, { reaches: false, isOpen: false })
  }
}

async function lostOf(url: string, writers: readonly Writer[]): Promise<string[]> {
  const lost: string[] = []
  for (const { keys } of writers) {
    for (const { id, text, reaches } of keys.filter(key => !key.isOpen)) {
      const { status } = await fetch(`${url}/api/v1/users`, { headers: { 'x-api-key': text } })
      if (status !== (reaches ? 200 : 401)) lost.push(`${id}: ${String(status)}, though ${reaches ? 'made' : 'ended'}`)
    }
  }
  return lost
}

/**
 * Kills the service at random instants while eight writers generate, change, rotate and delete keys, and starts it again:
 * every write that it acknowledged must hold, and the chain of its log be whole.
 *
 * @param random  in [0, 1)
 */
export async function killService({ kills, random }: { kills: number; random: () => number }): Promise<KillReport> {
  const folder = await newDataFolder()
  let service: WorkspaceProcess = await startWorkspaceProcess(folder, ARGS)
  try {
    const bearer = (await setUpOwner(service.url, service.setUpCode ?? '')).accessToken
    const report: KillReport = { kills, acknowledged: 0, lost: [], logEntries: 0, isLogIntact: true, slowestStartMs: 0 }
    for (let kill = 0; kill < kills; kill += 1) {
      const writers = Array.from({ length: WRITERS }, (_, index) => new Writer(bearer, `${String(kill)}-${String(index)}`))
      const running = Promise.all(writers.map(writer => writer.run(service.url, random)))
      await wait(20 + random() * 400)
      await service.kill()
      await running
      const since = performance.now()
      service = await startWorkspaceProcess(folder, ARGS)
      report.slowestStartMs = Math.max(report.slowestStartMs, Math.round(performance.now() - since))
      report.acknowledged += writers.reduce((sum, { acknowledged }) => sum + acknowledged, 0)
      report.lost.push(...await lostOf(service.url, writers))
      Object.assign(report, await logOf(folder, report.isLogIntact))
    }
    return report
  } finally {
    await service.kill()
    await rm(folder, { recursive: true, force: true })
  }
}

async function logOf(folder: string, wasIntact: boolean): Promise<Pick<KillReport, 'logEntries' | 'isLogIntact'>> {
  const { parts, close } = await openSeed(folder)
  const { intact, entries } = parts.log.verify()
  close()
  return { logEntries: entries, isLogIntact: wasIntact && intact }
}
