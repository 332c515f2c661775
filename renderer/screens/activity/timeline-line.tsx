import { FileText, Fingerprint, History, KeySquare, LogIn, Package, Users, type LucideIcon } from 'lucide-react'
import type { TimelineEntry } from '../../../shared/activity.ts'
import type { ActivityGroup } from '../../../shared/activity-groups.ts'
import type { Connection } from '../../../shared/connection.ts'
import { describeFailure } from '../../../shared/words/failure-words.ts'
import type { Words } from '../../../shared/words/words.ts'
import { Badge } from '../../components/small.tsx'
import { useWords } from '../../window-context.tsx'
import { groupOf, isTrouble, type TimelineRow } from './timeline-rows.ts'

const ICONS: Record<ActivityGroup, LucideIcon> = { signIns: LogIn, tokens: Fingerprint, keys: KeySquare, file: FileText, items: Package, people: Users }

export function nameOf(connections: readonly Connection[], id: string | undefined): string | undefined {
  return connections.find(connection => connection.id === id)?.workspace.name
}

/** A day's heading, or one thing that happened: when, what, by whom, and who tells it. */
export function TimelineLine({ row, connections }: { row: TimelineRow; connections: readonly Connection[] }) {
  const words = useWords()
  if (row.kind === 'day') return <h2 className="activity-day">{row.title}</h2>
  const { entry } = row
  const group = groupOf(entry)
  const Icon = group === undefined ? History : ICONS[group]
  const workspace = nameOf(connections, entry.connectionId)
  const aside = asideOf(entry, words)
  return (
    <div className={`activity-row${isTrouble(entry) ? ' activity-row-trouble' : ''}`}>
      <time dateTime={new Date(entry.at).toISOString()} title={words.fullMoment(entry.at)}>{words.time(entry.at)}</time>
      <Icon size={16} strokeWidth={1.75} aria-hidden />
      <div className="activity-words">
        <span className="activity-did">
          {words.t(`activity.did.${entry.did ?? 'unknown'}`)}{entry.about !== undefined && entry.about !== workspace && <> <span className="activity-about">{entry.about}</span></>}
        </span>
        {aside !== '' && <span className="hint">{aside}</span>}
      </div>
      {entry.from === 'workspace' && entry.isRefused && <Badge tone="soon">{words.t('activity.refused')}</Badge>}
      <span className="hint activity-from">{tellerOf(entry, workspace, words)}</span>
    </div>
  )
}

function tellerOf(entry: TimelineEntry, workspace: string | undefined, words: Words): string {
  if (entry.from === 'workspace') return workspace ?? words.t('activity.former')
  return [words.t('activity.machine'), workspace].filter(part => part !== undefined).join(' · ')
}

/** How often, by whom, and why it failed. */
function asideOf(entry: TimelineEntry, words: Words): string {
  if (entry.from === 'machine') return entry.failure === undefined ? '' : describeFailure(words, entry.failure).happened
  const { count = 1, who } = entry
  return [...(count > 1 ? [words.t('activity.times', { count })] : []), ...(who === undefined ? [] : [words.t('activity.by', { who })])].join(' · ')
}
