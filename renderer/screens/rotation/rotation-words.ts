import type { Instant } from '../../../shared/instant.ts'
import type { Proof, Put, Rotation } from '../../../shared/rotation.ts'
import { isUnderway } from '../../../shared/rotation-phase.ts'
import type { Words } from '../../../shared/words/words.ts'
import { plainPart } from '../keys/key-words.ts'

/** `10 minutes`, `1 hour`, `7 days` */
export function quietWords(seconds: number, words: Words): string {
  if (seconds < 3_600) return words.t('rotation.quiet.minutes', { count: Math.floor(seconds / 60) })
  if (seconds < 86_400) return words.t('rotation.quiet.hours', { count: Math.floor(seconds / 3_600) })
  return words.t('rotation.quiet.days', { count: Math.floor(seconds / 86_400) })
}

/** How far the silence of the old key is; `undefined` before it counts. */
export function silenceOf({ puts, proof, old, quietSeconds }: Rotation, now: Instant): { since: Instant; until: Instant; doneSeconds: number } | undefined {
  const put = puts.at(-1)
  if (!put || !proof) return undefined
  const since = Math.max(put.at, proof.at, old.lastUsedAt === 'never' ? 0 : old.lastUsedAt) as Instant
  return { since, until: (since + quietSeconds * 1_000) as Instant, doneSeconds: Math.min(quietSeconds, Math.max(0, Math.floor((now - since) / 1_000))) }
}

/** Whether the old key was used after the new one was in its place. */
export function spokeAt({ puts, old }: Rotation): Instant | undefined {
  const put = puts.at(-1)
  return put && old.lastUsedAt !== 'never' && old.lastUsedAt > put.at ? old.lastUsedAt : undefined
}

export function putWords(put: Put, rotation: Rotation, words: Words): string {
  switch (put.kind) {
    case 'clipboard':
      return words.t('rotation.inClipboard')
    case 'secret':
      return words.t('rotation.inSecret', { name: put.name, workspace: rotation.workspace.name })
    case 'envFile':
      return `${put.path} · ${put.variable}`
  }
}

export function proofWords(proof: Proof, rotation: Rotation, words: Words): string {
  return proof.kind === 'use' ? words.t('rotation.provedByUse', { workspace: rotation.workspace.name }) : words.t('rotation.provedByCall', { path: proof.path, status: proof.status, ms: proof.tookMs })
}

/** One line on where a rotation stands, for the list of them. */
export function standWords(rotation: Rotation, words: Words, now: Instant): string {
  switch (rotation.phase) {
    case 'watching':
      return words.t('rotation.list.watching', { done: quietWords(silenceOf(rotation, now)?.doneSeconds ?? 0, words), all: quietWords(rotation.quietSeconds, words) })
    case 'naming':
      return words.t('rotation.list.deleting')
    case 'done':
    case 'stopped':
      return words.t(`rotation.list.${rotation.phase}`, { moment: words.moment(rotation.endedAt ?? rotation.startedAt, now) })
    default:
      return words.t(`rotation.list.${rotation.phase}`)
  }
}

/** The receipt as text: what was made, where it was put, how it was proved, and how the old key ended. No secret. */
export function receiptText(rotation: Rotation, words: Words): string {
  const { old, successor, puts, proof, oldEnd } = rotation
  const at = (moment: Instant) => `${words.fullMoment(moment)} (${new Date(moment).toISOString()})`
  return [
    words.t('rotation.receipt.title', { name: old.name, workspace: rotation.workspace.name }),
    ...(successor ? [words.t('rotation.receipt.new', { key: plainPart(successor, words), id: successor.id, moment: at(successor.madeAt) })] : []),
    ...puts.map(put => words.t('rotation.receipt.put', { place: put.kind === 'clipboard' ? words.t('rotation.receipt.clipboard') : putWords(put, rotation, words), moment: at(put.at) })),
    proof ? words.t('rotation.receipt.proof', { proof: proofWords(proof, rotation, words), moment: at(proof.at) }) : words.t('rotation.receipt.unproved'),
    words.t('rotation.receipt.old', { key: plainPart(old, words), id: old.id }),
    words.t('rotation.receipt.lastUsed', { moment: old.lastUsedAt === 'never' ? words.t('time.never') : at(old.lastUsedAt) }),
    oldEnd ? words.t(`rotation.receipt.${oldEnd.how}`, { moment: at(oldEnd.at) }) : words.t('rotation.receipt.kept'),
    ...(rotation.isInsisted ? [words.t('rotation.insisted')] : []),
  ].join('\n')
}

/** Which of the five steps a rotation is at, counted from 1. */
export function stepNumber(rotation: Rotation): number {
  if (!rotation.successor) return 1
  if (rotation.puts.length === 0) return 2
  if (!rotation.proof) return isUnderway(rotation) && rotation.oldEnd ? 5 : 3
  return rotation.phase === 'watching' ? 4 : 5
}
