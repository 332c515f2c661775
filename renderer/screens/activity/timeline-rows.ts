import type { TimelineEntry } from '../../../shared/activity.ts'
import { ACTIVITY_GROUPS, MACHINE_GROUPS, WORKSPACE_GROUPS, type ActivityGroup } from '../../../shared/activity-groups.ts'
import type { Instant } from '../../../shared/instant.ts'
import type { Words } from '../../../shared/words/words.ts'
import { asInstant } from '../../time/ticks.ts'

export type TimelineRow = { readonly kind: 'day'; readonly key: string; readonly title: string } | { readonly kind: 'entry'; readonly key: string; readonly entry: TimelineEntry }

const DAY = 86_400_000

/** The entries, with a heading for each day, by the calendar of whoever reads. */
export function rowsOf(entries: readonly TimelineEntry[], now: Instant, words: Words): readonly TimelineRow[] {
  const rows: TimelineRow[] = []
  let last = ''
  const today = words.day(now, now)
  const yesterday = words.day(asInstant(now - DAY), now)
  for (const entry of entries) {
    const day = words.day(entry.at, now)
    if (day !== last) {
      const title = day === today ? words.t('activity.today') : day === yesterday ? words.t('activity.yesterday') : day
      rows.push({ kind: 'day', key: `day ${day} ${entry.id}`, title })
    }
    last = day
    rows.push({ kind: 'entry', key: `${entry.connectionId ?? ''} ${entry.id}`, entry })
  }
  return rows
}

/** Which group an entry belongs to; `undefined` for what this version doesn't know. */
export function groupOf(entry: TimelineEntry): ActivityGroup | undefined {
  const groups: Readonly<Record<ActivityGroup, readonly string[]>> = entry.from === 'machine' ? MACHINE_GROUPS : WORKSPACE_GROUPS
  return ACTIVITY_GROUPS.find(group => entry.did !== undefined && groups[group].includes(entry.did))
}

const BAD = new Set(['signInFailed', 'sessionEnded', 'refreshFailed', 'publicationFailed', 'fileChangedOutside'])

/** Whether a person may want to look at it. */
export function isTrouble(entry: TimelineEntry): boolean {
  return entry.from === 'workspace' ? entry.isRefused : BAD.has(entry.did)
}
