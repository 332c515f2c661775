import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { systemClock } from '../../electron/adapters/clock/system-clock.ts'
import type { ConnectionId } from '../../shared/connection.ts'
import { after } from '../../shared/instant.ts'
import { openApp, type RealApp } from './session-parts.ts'
import { startAskers } from './session-processes.ts'
import { startSessionService, type SessionService, type SessionServiceOptions } from './session-service.ts'

/* What the refresh engine does under many processes and under kills, over real parts, as figures. */

/** Each next process lives so much later: whatever the one before it got has ended for it. */
const LIFE_MS = 3_601_000

export interface TorturePlace {
  home: string
  service: SessionService
  app: RealApp
  id: ConnectionId
  inFile(): Promise<string | undefined>
  signInAgain(): Promise<void>
  close(): Promise<void>
}

/** A home with one session, signed in over real parts. */
export async function openTorturePlace(options: SessionServiceOptions = {}): Promise<TorturePlace> {
  const home = await mkdtemp(join(tmpdir(), 'latchkey-torture-'))
  const service = await startSessionService(options)
  const app = openApp(home)
  app.sessions.signIn(service.url)
  const state = await app.until(({ signIn }) => signIn.kind !== 'idle' && signIn.kind !== 'underway')
  const id = state.connections[0]?.id
  if (id === undefined) throw new Error(`nobody was signed in: ${JSON.stringify(state.signIn)}`)
  return {
    home, service, app, id,
    inFile: async () => /cerby_bearer_token = (\S+)/.exec(await readFile(app.parts.credentialsPath, 'utf8'))?.[1],
    async signInAgain() {
      app.sessions.dismissSignIn()
      app.sessions.signInAgain(id)
      await app.until(({ signIn }) => signIn.kind !== 'idle' && signIn.kind !== 'underway')
    },
    async close() {
      await app.close()
      await service.close()
      await rm(home, { recursive: true, force: true })
    },
  }
}

export interface CrowdFigures {
  processes: number
  tokenRequests: number
  succeeded: number
  distinctTokens: number
  /** How those ended that got none, and how many each. */
  failures: Record<string, number>
  isTokenInFile: boolean
  seconds: number
}

/** Many processes ask at the instant of expiry: one request, and everybody has the same new token. */
export async function crowd(processes: number): Promise<CrowdFigures> {
  const place = await openTorturePlace({ life: 3600 })
  try {
    const askers = await startAskers(processes, place.home, place.id, LIFE_MS)
    const before = place.service.requests.refresh
    const since = performance.now()
    for (const asker of askers) asker.ask()
    const answers = await Promise.all(askers.map(asker => asker.answer))
    const tokens = answers.flatMap(answer => (answer?.ok === true ? [answer.token] : []))
    const failures: Record<string, number> = {}
    for (const answer of answers) {
      const code = answer === undefined ? 'died' : answer.ok ? undefined : answer.code
      if (code !== undefined) failures[code] = (failures[code] ?? 0) + 1
    }
    return {
      processes, failures, tokenRequests: place.service.requests.refresh - before, succeeded: tokens.length, distinctTokens: new Set(tokens).size,
      isTokenInFile: await place.service.accepts(await place.inFile()), seconds: Math.round((performance.now() - since) / 100) / 10,
    }
  } finally {
    await place.close()
  }
}

export interface KillFigures {
  kills: number
  graceMs: number
  /** Killed before it had said how its refresh ended. */
  killedOnTheWay: number
  /** Killed after the provider had got its request. */
  killedAfterRequest: number
  sessionsLost: number
  /** Of those that were lost, how many ended in a clean sign-in with one more request at most. */
  endedCleanly: number
  mostRequestsAfter: number
  deadTokensInFile: number
  /** The longest that the next start took to give a token, or to say that it has none. */
  blockedMs: number
}

/** Kills the app at a random moment of its refresh, and looks what the next start finds. */
export async function killRefreshes(kills: number, graceMs: number, random: () => number): Promise<KillFigures> {
  const figures: KillFigures = { kills, graceMs, killedOnTheWay: 0, killedAfterRequest: 0, sessionsLost: 0, endedCleanly: 0, mostRequestsAfter: 0, deadTokensInFile: 0, blockedMs: 0 }
  const place = await openTorturePlace({ graceMs })
  try {
    const wholeMs = await refreshWhole(place)
    for (let n = 1; n <= kills; n += 1) await killOne(place, figures, { aheadMs: n * 2 * LIFE_MS, killAfterMs: random() * wholeMs * 1.1 })
    return figures
  } finally {
    await place.close()
  }
}

/** How long a process takes that nobody kills. */
async function refreshWhole({ home, id }: TorturePlace): Promise<number> {
  const [asker] = await startAskers(1, home, id, LIFE_MS)
  const since = performance.now()
  asker?.ask()
  await asker?.answer
  return performance.now() - since
}

async function killOne(place: TorturePlace, figures: KillFigures, { aheadMs, killAfterMs }: { aheadMs: number; killAfterMs: number }): Promise<void> {
  const { service, home, id } = place
  const before = service.requests.refresh
  const [victim] = await startAskers(1, home, id, aheadMs)
  if (victim === undefined) throw new Error('a process was expected')
  victim.ask()
  await pause(killAfterMs)
  victim.kill()
  if ((await victim.answer) === undefined) figures.killedOnTheWay += 1
  const between = service.requests.refresh
  if (between > before) figures.killedAfterRequest += 1
  // A bit later, so that it finds near its end whatever its forerunner got.
  const heir = openApp(home, { now: () => after(systemClock.now(), aheadMs + LIFE_MS), monotonicMs: () => systemClock.monotonicMs() })
  const since = performance.now()
  await heir.sessions.restore()
  const answer = await heir.sessions.bearerToken(id)
  figures.blockedMs = Math.max(figures.blockedMs, Math.round(performance.now() - since))
  heir.sessions.look('wake')
  await heir.close()
  const requestsAfter = service.requests.refresh - between
  figures.mostRequestsAfter = Math.max(figures.mostRequestsAfter, requestsAfter)
  const inFile = await place.inFile()
  if (inFile !== undefined && !(await service.accepts(inFile))) figures.deadTokensInFile += 1
  if (answer.ok) return
  figures.sessionsLost += 1
  if (answer.failure.code === 'sign_in_required' && inFile === undefined) figures.endedCleanly += 1
  await place.signInAgain()
}
