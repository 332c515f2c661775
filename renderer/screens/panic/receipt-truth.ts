import type { Instant } from '../../../shared/instant.ts'
import type { PanicItem, PanicReceipt } from '../../../shared/panic.ts'
import type { Words } from '../../../shared/words/words.ts'
import type { StepState } from '../../components/steps.tsx'

const KINDS = ['clipboard', 'section', 'keys', 'session', 'keychain'] as const
export type PanicGroup = (typeof KINDS)[number]

/** One step of the receipt: all lines of one kind. */
export type GroupTruth = {
  readonly group: PanicGroup
  readonly state: StepState
  readonly title: string
  /** When the last of it was done. */
  readonly doneAt: Instant | undefined
  /** What it was about, where that isn't said by the title. */
  readonly names: readonly string[]
  /** What is not done, with the reason once for all lines that share it. */
  readonly troubles: readonly { readonly names: readonly string[]; readonly why: string; readonly isFailed: boolean }[]
}

function groupOf({ subject }: PanicItem): PanicGroup {
  return subject.kind === 'key' || subject.kind === 'allKeys' ? 'keys' : subject.kind
}

const is = (kind: PanicItem['standing']['kind']) => (item: PanicItem) => item.standing.kind === kind

/** The receipt as steps, those without a line left out. */
export function receiptGroups(receipt: PanicReceipt, words: Words): readonly GroupTruth[] {
  return KINDS.flatMap(group => {
    const items = receipt.items.filter(item => groupOf(item) === group)
    return items.length === 0 ? [] : [truthOf(group, items, words)]
  })
}

function truthOf(group: PanicGroup, items: readonly PanicItem[], words: Words): GroupTruth {
  const doneAts = items.flatMap(({ standing }) => (standing.kind === 'done' ? [standing.at] : []))
  const isDone = doneAts.length === items.length
  const last = doneAts.toSorted((a, b) => b - a)[0]
  return {
    group, state: stateOf(items), title: titleOf(group, items, words),
    doneAt: isDone ? last : undefined,
    names: group === 'clipboard' ? [] : items.filter(is('done')).map(item => nameOf(item, words)),
    troubles: troublesOf(items, words),
  }
}

function stateOf(items: readonly PanicItem[]): StepState {
  if (items.some(is('failed'))) return 'failed'
  if (items.some(is('waiting'))) return 'now'
  return items.some(is('queued')) ? 'later' : 'done'
}

function titleOf(group: PanicGroup, items: readonly PanicItem[], words: Words): string {
  if (group !== 'keys') return words.t(`panic.${items.every(is('done')) ? 'group' : 'open'}.${group}`)
  if (items.some(({ subject, standing }) => subject.kind === 'allKeys' && standing.kind !== 'done')) return words.t('panic.open.keysUnlisted')
  return words.t('panic.group.keys', { total: items.length, done: items.filter(is('done')).length })
}

function nameOf({ subject }: PanicItem, words: Words): string {
  return words.any(`panic.item.${subject.kind}`, { ...subject })
}

function troublesOf(items: readonly PanicItem[], words: Words): GroupTruth['troubles'] {
  const byWhy = new Map<string, { names: string[]; why: string; isFailed: boolean }>()
  for (const item of items) {
    const { standing } = item
    if (standing.kind !== 'queued' && standing.kind !== 'failed') continue
    const key = `${standing.kind} ${standing.why}`
    const known = byWhy.get(key) ?? { names: [], why: words.t(`panic.why.${standing.why}`), isFailed: standing.kind === 'failed' }
    known.names.push(nameOf(item, words))
    byWhy.set(key, known)
  }
  return [...byWhy.values()]
}

/** How many lines wait, and how many want the person. */
export function openLines(receipt: PanicReceipt): { waiting: number; failed: number } {
  return { waiting: receipt.items.filter(is('queued')).length, failed: receipt.items.filter(is('failed')).length }
}

/** The whole receipt as text, line by line, for a ticket or a mail. */
export function receiptText(receipt: PanicReceipt, words: Words): string {
  const lines = receipt.items.map(({ subject, standing }) => {
    const what = words.any(`panic.text.${subject.kind}`, { ...subject })
    const how = standing.kind === 'done' ? words.t('panic.text.done', { time: words.time(standing.at) }) : words.t(`panic.text.${standing.kind}`)
    const why = 'why' in standing ? `: ${words.t(`panic.why.${standing.why}`)}` : ''
    return `[${how}] ${what}${why}`
  })
  return [words.t('panic.text.title', { time: words.fullMoment(receipt.startedAt) }), '', ...lines, ''].join('\n')
}
