import type { Activity, TimelineEntry, TimelinePage, TimelineQuery } from '../../../shared/activity.ts'
import { MACHINE_GROUPS, WORKSPACE_GROUPS } from '../../../shared/activity-groups.ts'
import type { Input, Output } from '../../../shared/contract.ts'
import type { Connection } from '../../../shared/connection.ts'
import { PublicationFailure, RefreshFailure, SignInFailure, type ApiFailure } from '../../../shared/failures.ts'
import { instant, type Instant } from '../../../shared/instant.ts'
import type { Outcome } from '../../../shared/outcome.ts'
import { succeed } from '../../../shared/outcome.ts'
import type { AccessTo } from '../api-keys/ports.ts'
import type { ActivitiesApi, ActivityLog, Stretch } from './ports.ts'

/** How many of each log make a page: whole seconds of the oldest may be left for the next one. */
const PAGE = 60
const SECOND = 1_000

export interface TimelineParts {
  log: ActivityLog
  api: ActivitiesApi
  accessTo: AccessTo
  connections: () => readonly Connection[]
}

type Source = { connection: Connection | undefined; page(stretch: Stretch): Promise<Outcome<TimelineEntry[], ApiFailure>> }

/**
 * One page of what happened, from this machine's log and those of the workspaces, newest first.
 *
 * A workspace writes whole seconds, so a page ends between two of them: the last second that was not read to its end waits
 * for the next page.
 */
export async function readTimeline(parts: TimelineParts, query: TimelineQuery): Promise<TimelinePage> {
  const sources = sourcesFor(parts, query)
  const pages = await Promise.all(sources.map(async source => ({ source, page: await source.page({ from: query.from, before: query.before, limit: PAGE }) })))
  const missing = pages.flatMap(({ source, page }) => (page.ok || source.connection === undefined ? [] : [{ connectionId: source.connection.id, failure: page.failure }]))
  const read = pages.flatMap(({ page }) => (page.ok ? [page.value] : []))
  const entries = read.flat().toSorted((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1))
  const cut = cutOf(read)
  if (cut === undefined) return { entries, missing }
  const whole = entries.filter(({ at }) => at >= cut + SECOND)
  // More in one second than a page holds: the rest of it is passed over, or nobody would ever get past it.
  return whole.length > 0 ? { entries: whole, next: instant(cut + SECOND), missing } : { entries: entries.filter(({ at }) => at >= cut), next: instant(cut), missing }
}

const KEY_ENTRIES = 20

/** What a workspace tells of one key of its, newest first. */
export async function readKeyActivity({ api, accessTo }: Pick<TimelineParts, 'api' | 'accessTo'>, { connectionId, keyId }: Input<'readKeyActivity'>): Promise<Output<'readKeyActivity'>> {
  const access = accessTo(connectionId)
  if (!access.ok) return access
  const page = await api.ofKey(access.value, keyId, KEY_ENTRIES)
  return page.ok ? succeed(page.value.map(entry => ({ ...entry, connectionId }))) : page
}

/** The second at which the first of the unfinished logs stops. */
function cutOf(pages: readonly (readonly TimelineEntry[])[]): Instant | undefined {
  const oldest = pages.flatMap(page => (page.length < PAGE ? [] : page.slice(-1).map(({ at }) => at)))
  return oldest.length === 0 ? undefined : instant(Math.floor(Math.max(...oldest) / SECOND) * SECOND)
}

function sourcesFor(parts: TimelineParts, query: TimelineQuery): Source[] {
  return [...machineSource(parts, query), ...workspaceSources(parts, query)]
}

function machineSource({ log }: TimelineParts, { of, groups }: TimelineQuery): Source[] {
  const kinds = (groups.length === 0 ? Object.values(MACHINE_GROUPS) : groups.map(group => MACHINE_GROUPS[group])).flat()
  if (kinds.length === 0) return []
  const connectionId = of === 'all' || of === 'machine' ? undefined : of
  return [{ connection: undefined, page: async stretch => succeed((await log.page({ ...stretch, kinds, connectionId })).map(ofMachine)) }]
}

function workspaceSources({ api, accessTo, connections }: TimelineParts, { of, groups }: TimelineQuery): Source[] {
  // All of them go unnamed: a workspace may tell of more than this version can name.
  const actions = groups.flatMap(group => WORKSPACE_GROUPS[group])
  if (of === 'machine' || (groups.length > 0 && actions.length === 0)) return []
  return connections().filter(connection => (of === 'all' || of === connection.id) && isReadable(connection)).map(connection => ({
    connection,
    async page(stretch) {
      const access = accessTo(connection.id)
      if (!access.ok) return access
      const page = await api.page(access.value, { ...stretch, actions })
      return page.ok ? succeed(page.value.map(entry => ({ ...entry, connectionId: connection.id }))) : page
    },
  }))
}

/** Nobody is signed in for nothing: a workspace that wants a sign-in, or keeps no log, isn't asked. */
function isReadable({ session, workspace }: Connection): boolean {
  return session.kind === 'signedIn' && workspace.features.includes('activities')
}

function ofMachine({ id, at, kind, connectionId, about }: Activity): TimelineEntry {
  const failure = about?.startsWith('{') === true ? failureIn(about) : undefined
  return {
    from: 'machine', id: `machine ${String(id)}`, at, did: kind, ...(connectionId === undefined ? {} : { connectionId }),
    ...(failure === undefined ? {} : { failure }), ...(about === undefined || about.startsWith('{') ? {} : { about }),
  }
}

type Failing = Extract<TimelineEntry, { from: 'machine' }>['failure']

function failureIn(about: string): Failing {
  try {
    const parsed: unknown = JSON.parse(about)
    return SignInFailure.safeParse(parsed).data ?? RefreshFailure.safeParse(parsed).data ?? PublicationFailure.safeParse(parsed).data
  } catch {
    // Cut off at its length: that it failed is still known.
    return undefined
  }
}
