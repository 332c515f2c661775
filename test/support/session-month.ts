import type { ConnectionId } from '../../shared/connection.ts'
import type { Instant } from '../../shared/instant.ts'
import type { FileSection } from './session-machine.ts'
import { makeWorld, workspaceNamed, type App, type World } from './session-world.ts'
import { seeded } from './session-time.ts'

/*
 * Thirty days of a laptop: it sleeps, its network comes and goes, its provider fails, hangs, asks for patience and loses
 * answers, and somebody sets its clock. Four profiles are kept fresh meanwhile. What stood in the file is reckoned to the
 * millisecond afterwards, not sampled.
 */

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const LIVES = [60, 300, 3600, 43_200]

export interface MonthFigures {
  seed: number
  days: number
  awakeOnlineHours: number
  sleeps: number
  outages: number
  clockJumps: number
  lostAnswers: number
  /** Seconds in which the machine had been awake and online for 60 s and the file held an expired token. */
  expiredSeconds: number
  /** The same by the time that stands beside it: after somebody set the clock forward, until the next look. */
  statedExpiredSeconds: number
  /** Seconds in which all had been well for 60 s, the provider too, and the file held no token that works: waits that were ordered, mostly. */
  unservedSeconds: number
  /** Refreshes that the provider granted, for each token that was in use. */
  refreshesPerToken: number
  /** The same against the fewest that the schedule allows in the time awake and online. */
  refreshesPerPeriod: number
  sessionsLost: number
  profiles: { life: number; tokens: number }[]
  bugs: number
}

interface Span {
  from: number
  to: number
}

/** What a section held from a moment on. */
interface Holding {
  at: number
  diesAt: number
  statedEnd: Instant | undefined
}

interface Story {
  world: World
  app: App
  random: () => number
  online: Span[]
  /** Online, and the provider was well. */
  well: Span[]
  jumps: { at: number; offset: number }[]
  counts: { sleeps: number; outages: number; clockJumps: number; lostAnswers: number; sessionsLost: number }
}

export async function liveAMonth(seed: number, days = 30): Promise<MonthFigures> {
  const story = await setOut(seed)
  const { world, app } = story
  const holdings = watchFile(world)
  const firstTokens = world.provider.counts.granted
  while (world.time.trueMs() < days * DAY) await nextStretch(story)
  await Promise.all([app.sessions.close(), world.time.pass(MINUTE)])
  const awakeOnlineMs = story.online.reduce((sum, span) => sum + span.to - span.from, 0)
  const seconds = (spans: readonly Span[], badness: Badness) => [...holdings.values()].reduce((sum, held) => sum + badMs(held, spans, badness, story), 0) / SECOND
  const granted = world.provider.counts.granted - firstTokens
  const fewest = LIVES.reduce((sum, life) => sum + awakeOnlineMs / periodMs(life), 0)
  const profiles = [...holdings].map(([, held], index) => ({ life: LIVES[index] ?? 0, tokens: new Set(held.map(one => one.diesAt)).size }))
  return {
    seed, days, awakeOnlineHours: Math.round(awakeOnlineMs / HOUR), ...story.counts, expiredSeconds: seconds(story.online, expired), statedExpiredSeconds: seconds(story.online, statedExpired),
    unservedSeconds: seconds(story.well, unserved),
    refreshesPerToken: granted / profiles.reduce((sum, profile) => sum + profile.tokens, 0),
    refreshesPerPeriod: granted / fewest, profiles, bugs: world.bugs.length,
  }
}

/** The part of a token's life that the schedule uses, on average. */
function periodMs(life: number): number {
  const lifeMs = life * SECOND
  const advisoryMs = Math.min(15 * MINUTE, lifeMs / 4)
  return lifeMs - advisoryMs - Math.min(lifeMs / 20, advisoryMs / 2) / 2
}

async function setOut(seed: number): Promise<Story> {
  const world = makeWorld(seed)
  const random = seeded(seed * 7919)
  world.workspaces = LIVES.map((life, index) => workspaceNamed(`W${String(index)}`, life))
  // What Okta gives unless told: half a minute in which a spent refresh token is taken once more.
  world.provider.rules.graceMs = 30 * SECOND
  const app = world.start()
  for (const { slug } of world.workspaces) {
    app.sessions.signIn(slug)
    await world.time.pass(0)
  }
  const story: Story = {
    world, app, random, online: [], well: [], jumps: [{ at: 0, offset: 0 }],
    counts: { sleeps: 0, outages: 0, clockJumps: 0, lostAnswers: 0, sessionsLost: 0 },
  }
  world.network.losesAnswer = () => {
    const loses = random() < 0.002
    if (loses) story.counts.lostAnswers += 1
    return loses
  }
  app.store.subscribe((_state, event) => {
    if (event.kind === 'sessionChanged' && event.session.kind === 'signInRequired') story.counts.sessionsLost += 1
  })
  return story
}

/** Notes whatever is written to the file. */
function watchFile(world: World): Map<string, Holding[]> {
  const holdings = new Map<string, Holding[]>()
  const { sections } = world.machine.file
  const note = (profile: string, { token, expiresAt }: FileSection) => {
    const list = holdings.get(profile) ?? []
    list.push({ at: world.time.trueMs(), diesAt: token === undefined ? Number.POSITIVE_INFINITY : world.provider.diesAt(token), statedEnd: expiresAt })
    holdings.set(profile, list)
  }
  for (const [profile, section] of sections) note(profile, section)
  const set = sections.set.bind(sections)
  sections.set = (profile, section) => {
    note(profile, section)
    return set(profile, section)
  }
  return holdings
}

/** When what a section holds from a moment on becomes bad, in true time; `wallZero` is what the wall clock said at zero. */
type Badness = (one: Holding, wallZero: number) => number

const expired: Badness = ({ diesAt }) => diesAt

/** Dead by what stands beside it and what the wall clock says, however that was set. */
const statedExpired: Badness = ({ statedEnd }, wallZero) => (statedEnd === undefined ? Number.POSITIVE_INFINITY : statedEnd - wallZero)

/** No token that works: none at all, or a dead one. */
const unserved: Badness = ({ at, diesAt }) => (diesAt === Number.POSITIVE_INFINITY ? at : diesAt)

/** Milliseconds of some spans, their first minute left out, in which a section was bad. */
function badMs(held: readonly Holding[], spans: readonly Span[], badness: Badness, { world, jumps }: Story): number {
  const end = world.time.trueMs()
  const wallZero = world.time.clock.now() - end - (jumps.at(-1)?.offset ?? 0)
  const settled = spans.map(span => ({ from: span.from + MINUTE, to: span.to })).filter(span => span.to > span.from)
  let bad = 0
  let first = 0
  held.forEach((one, index) => {
    for (const [part, offset] of betweenJumps({ from: one.at, to: held[index + 1]?.at ?? end }, jumps)) {
      const from = Math.max(part.from, badness(one, wallZero + offset))
      while ((settled[first]?.to ?? Number.POSITIVE_INFINITY) <= part.from) first += 1
      for (let at = first; (settled[at]?.from ?? Number.POSITIVE_INFINITY) < part.to; at += 1) {
        const span = settled[at]
        if (span !== undefined) bad += Math.max(0, Math.min(part.to, span.to) - Math.max(from, span.from))
      }
    }
  })
  return bad
}

function betweenJumps(span: Span, jumps: Story['jumps']): [Span, number][] {
  return jumps.flatMap((jump, index): [Span, number][] => {
    const from = Math.max(span.from, jump.at)
    const to = Math.min(span.to, jumps[index + 1]?.at ?? Number.POSITIVE_INFINITY)
    return from < to ? [[{ from, to }, jump.offset]] : []
  })
}

/** One stretch of the month: awake with or without network, or asleep. */
async function nextStretch(story: Story): Promise<void> {
  const { world, random } = story
  const dice = random()
  world.network.latencyMs = Math.round(20 + random() ** 3 * 3000)
  world.provider.rules.rotates = random() < 0.8
  if (dice < 0.25) return sleep(story)
  if (dice < 0.4) return outage(story)
  if (dice < 0.5) return trouble(story)
  if (dice < 0.53) jump(story)
  const from = world.time.trueMs()
  await online(story, between(random, MINUTE, 2 * HOUR))
  story.well.push({ from, to: world.time.trueMs() })
}

const between = (random: () => number, least: number, most: number) => Math.round(least + random() ** 2 * (most - least))

/** Time awake with a network, and whoever lost a session signs in again. */
async function online(story: Story, ms: number): Promise<void> {
  const { world, app } = story
  const from = world.time.trueMs()
  await world.time.pass(ms)
  const last = story.online.at(-1)
  if (last?.to === from) last.to = world.time.trueMs()
  else story.online.push({ from, to: world.time.trueMs() })
  const lost = app.store.state().connections.find(connection => connection.session.kind === 'signInRequired')
  if (lost !== undefined) await signInAgain(story, lost.id)
}

async function signInAgain({ world, app }: Story, id: ConnectionId): Promise<void> {
  world.network.latencyMs = 0
  app.sessions.signInAgain(id)
  await world.time.drain()
}

async function sleep(story: Story): Promise<void> {
  const { world, app, random, counts } = story
  counts.sleeps += 1
  const kind = random()
  // A lid that is closed tells some systems before, and some not.
  if (random() < 0.7) await Promise.race([app.sessions.beforeSleep(), world.time.pass(200)])
  world.time.sleep(kind < 0.5 ? between(random, MINUTE, HOUR) : between(random, HOUR, kind < 0.95 ? 14 * HOUR : 72 * HOUR))
  world.network.isOnline = false
  if (random() < 0.8) app.sessions.look('wake')
  // The network takes a while to come up.
  await world.time.pass(between(random, 0, 40 * SECOND))
  backOnline(story)
}

async function outage(story: Story): Promise<void> {
  story.counts.outages += 1
  story.world.network.isOnline = false
  await story.world.time.pass(between(story.random, 5 * SECOND, 6 * HOUR))
  backOnline(story)
}

function backOnline({ world, app, random }: Story): void {
  world.network.isOnline = true
  if (random() < 0.9) app.sessions.look('online')
}

/** The network is there, but the provider is not well. */
async function trouble(story: Story): Promise<void> {
  const { world, random, counts } = story
  counts.outages += 1
  const kind = random()
  const failure = { code: 'provider_unreachable' as const, host: 'id', trouble: 'server_error' as const }
  if (kind < 0.3) world.network.hangs = true
  else world.network.failure = kind < 0.7 ? failure : { ...failure, retryAfterSeconds: between(random, 0, 600) }
  await online(story, between(random, 5 * SECOND, 2 * HOUR))
  world.network.hangs = false
  world.network.failure = undefined
}

function jump(story: Story): void {
  const { world, random, counts, jumps } = story
  counts.clockJumps += 1
  const byMs = [-DAY, -HOUR, -5 * MINUTE, 5 * MINUTE, HOUR, DAY][Math.floor(random() * 6)] ?? HOUR
  world.time.setWall(byMs)
  jumps.push({ at: world.time.trueMs(), offset: (jumps.at(-1)?.offset ?? 0) + byMs })
}
