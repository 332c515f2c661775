import { z } from 'zod'
import { ActivityAction, type RecordedActivity } from '../activity/activity.ts'
import { fromRfc3339 } from '../../../shared/instant.ts'
import { list, timeOrNull } from '../http/envelope.ts'
import { operation, type Operation } from '../http/operation.ts'
import { commaSeparated, PAGE_QUERY, query, sortBy } from '../http/query.ts'
import type { Person } from '../people/people.ts'
import { dataAccess } from './access.ts'
import { listOf, resourceOf, Time } from './answers.ts'
import type { Parts } from './parts.ts'

const orNull = (schema: z.ZodType) => z.union([schema, z.null()])

const ActivityResource = resourceOf('activity', z.strictObject({
  action: ActivityAction, result: z.enum(['succeeded', 'refused']), actorId: orNull(z.uuid()), actorEmail: orNull(z.string()),
  targetType: orNull(z.string()), targetId: orNull(z.string()), requestId: orNull(z.string()), details: z.record(z.string(), z.unknown()), createdAt: Time,
}))

const Moment = z.string().transform((text, context) => {
  const at = fromRfc3339(text)
  if (at !== undefined) return at
  context.addIssue({ code: 'custom', message: 'must be an RFC 3339 time' })
  return z.NEVER
})

const ActivityQuery = query({
  ...PAGE_QUERY,
  'filter[action]': commaSeparated(ActivityAction.options),
  'filter[actorId]': z.uuid().optional(),
  'filter[targetId]': z.uuid().optional(),
  'filter[from]': Moment.optional(),
  'filter[to]': Moment.optional(),
  sort: sortBy(['createdAt'], { field: 'createdAt', descending: true }),
})

// Names of keys and of secrets are their owner's business; everyone else reads that it happened.
const PRIVATE_DETAILS = ['name', 'prefix', 'lastFour', 'scopes', 'from', 'to']

function shown(activity: RecordedActivity, reader: Person) {
  const isPrivate = activity.actorId !== reader.id && (activity.targetType === 'apiKey' || activity.targetType === 'secret')
  const details = Object.fromEntries(Object.entries(activity.details ?? {}).filter(([name]) => !isPrivate || !PRIVATE_DETAILS.includes(name)))
  return {
    id: activity.id, type: 'activity',
    attributes: {
      action: activity.action, result: activity.result, actorId: activity.actorId ?? null, actorEmail: activity.actorEmail ?? null,
      targetType: activity.targetType ?? null, targetId: activity.targetId ?? null, requestId: activity.requestId ?? null, details,
      createdAt: timeOrNull(activity.at),
    },
  }
}

/** Who did what, newest first. Owner and Super Admin read all of it, an Admin what concerns them. */
export function activityOperations(parts: Parts): Operation[] {
  return [
    operation({
      id: 'listActivities', method: 'GET', path: '/activities', summary: 'Lists who did what and when', access: dataAccess(['read:activities']),
      query: ActivityQuery, answers: { 200: listOf(ActivityResource) },
      handle: ({ caller, query: asked, url }) => {
        const page = { number: asked['page[number]'], size: asked['page[size]'] }
        const { activities, total } = parts.log.list({
          concerning: caller.person.role === 'admin' ? caller.person.id : undefined, actions: asked['filter[action]'], actorId: asked['filter[actorId]'],
          targetId: asked['filter[targetId]'],
          from: asked['filter[from]'], to: asked['filter[to]'], descending: asked.sort.descending, offset: (page.number - 1) * page.size, limit: page.size,
        })
        return { status: 200, body: list(activities.map(activity => shown(activity, caller.person)), total, page, url) }
      },
    }),
  ]
}
