import { z } from 'zod'
import { WorkspaceAction } from '../../../shared/activity.ts'
import { fromRfc3339, toRfc3339 } from '../../../shared/instant.ts'
import { fail, succeed } from '../../../shared/outcome.ts'
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

/** The workspace's log over HTTP. */
export function makeActivitiesApi({ fetch, clock }: { fetch: Fetch; clock: Clock }): ActivitiesApi {
  return {
    async page(access, { actions, from, before, limit }) {
      const query = new URLSearchParams({ 'page[size]': String(limit), 'page[number]': '1', sort: '-createdAt' })
      if (actions.length > 0) query.set('filter[action]', actions.join(','))
      if (from !== undefined) query.set('filter[from]', toRfc3339(from))
      if (before !== undefined) query.set('filter[to]', toRfc3339(before))
      const answer = await askAsPerson({ fetch, clock, timeoutMs: TIMEOUT_MS }, access, { method: 'GET', path: `/activities?${query.toString()}` })
      const good = answer.ok ? succeeded(answer.value, clock.now()) : answer
      if (!good.ok) return good
      const list = List.safeParse(good.value.body)
      return list.success ? succeed(list.data.data.flatMap(entryIn)) : fail({ code: 'workspace_failed', status: good.value.status })
    },
  }
}
