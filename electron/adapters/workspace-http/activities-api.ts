import { z } from 'zod'
import { WorkspaceAction } from '../../../shared/activity.ts'
import { WORKSPACE_GROUPS } from '../../../shared/activity-groups.ts'
import { fromRfc3339, toRfc3339 } from '../../../shared/instant.ts'
import type { ApiFailure } from '../../../shared/failures.ts'
import { fail, succeed, type Outcome } from '../../../shared/outcome.ts'
import type { WorkspaceAccess } from '../../core/api-keys/ports.ts'
import type { ActivitiesApi, WorkspaceEntry } from '../../core/activity/ports.ts'
import type { Clock } from '../../core/session/ports.ts'
import type { Fetch } from '../network/fetch-whole.ts'
import { shownText } from './api-failure.ts'
import { askAsPerson, succeeded } from './as-person.ts'

const TIMEOUT_MS = 15_000

/** A name out of a server's details: one line, fit to be shown. */
const Name = z.string().transform(text => shownText(text).slice(0, 200)).optional().catch(undefined)

const Entry = z.object({
  id: z.string().min(1).max(100),
  attributes: z.object({
    action: z.string(), result: z.string().catch('succeeded'), actorEmail: z.nullish(z.string()).catch(undefined), createdAt: z.string(),
    details: z.object({ name: Name, email: Name, operation: Name, count: z.int().positive().optional().catch(undefined) }).catch({ name: undefined, email: undefined, operation: undefined, count: undefined }),
  }),
})
const Target = z.object({ attributes: z.object({ targetId: z.string() }) })
const List = z.object({ data: z.array(z.unknown()) })

/** One entry; none for what can't be read. */
function entryIn(unknown: unknown): WorkspaceEntry[] {
  const parsed = Entry.safeParse(unknown)
  const at = parsed.success ? fromRfc3339(parsed.data.attributes.createdAt) : undefined
  if (!parsed.success || at === undefined) return []
  const { id, attributes: { action, result, actorEmail, details } } = parsed.data
  const known = {
    did: WorkspaceAction.safeParse(action).data,
    about: details.name ?? details.email ?? details.operation,
    who: typeof actorEmail === 'string' ? shownText(actorEmail).slice(0, 320) : undefined,
    count: details.count,
  }
  return [{ from: 'workspace', id, at, isRefused: result === 'refused', ...withoutUndefined(known) }]
}

/** Only what is there: an absent property is another thing than an undefined one. */
function withoutUndefined<Known extends object>(known: Known): { [Name in keyof Known]?: Exclude<Known[Name], undefined> } {
  return Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined)) as { [Name in keyof Known]?: Exclude<Known[Name], undefined> }
}

/** How many entries are looked through where a workspace can't choose those of one key itself. */
const LOOKED_THROUGH = 200

/** The workspace's log over HTTP. */
export function makeActivitiesApi({ fetch, clock }: { fetch: Fetch; clock: Clock }): ActivitiesApi {
  async function ask(access: WorkspaceAccess, parameters: Record<string, string>): Promise<Outcome<unknown[], ApiFailure>> {
    const query = new URLSearchParams({ 'page[number]': '1', sort: '-createdAt', ...parameters })
    const answer = await askAsPerson({ fetch, clock, timeoutMs: TIMEOUT_MS }, access, { method: 'GET', path: `/activities?${query.toString()}` })
    const good = answer.ok ? succeeded(answer.value, clock.now()) : answer
    if (!good.ok) return good
    const list = List.safeParse(good.value.body)
    return list.success ? succeed(list.data.data) : fail({ code: 'workspace_failed', status: good.value.status })
  }
  const read = (entries: Outcome<unknown[], ApiFailure>) => (entries.ok ? succeed(entries.value.flatMap(entryIn)) : entries)

  return {
    page: async (access, { actions, from, before, limit }) => read(await ask(access, {
      'page[size]': String(limit),
      ...(actions.length > 0 ? { 'filter[action]': actions.join(',') } : {}),
      ...(from === undefined ? {} : { 'filter[from]': toRfc3339(from) }),
      ...(before === undefined ? {} : { 'filter[to]': toRfc3339(before) }),
    })),
    async ofKey(access, keyId, limit) {
      const ofKeys = { 'filter[action]': WORKSPACE_GROUPS.keys.join(',') }
      const chosen = await ask(access, { ...ofKeys, 'filter[targetId]': keyId, 'page[size]': String(limit) })
      if (chosen.ok || chosen.failure.code !== 'invalid_input') return read(chosen)
      // A workspace that doesn't know the filter refuses it: the newest of all keys may hold those of this one.
      const all = await ask(access, { ...ofKeys, 'page[size]': String(LOOKED_THROUGH) })
      return all.ok ? succeed(all.value.filter(entry => Target.safeParse(entry).data?.attributes.targetId === keyId).flatMap(entryIn).slice(0, limit)) : all
    },
  }
}
