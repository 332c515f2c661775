import type { AppState } from '../../../shared/app-state.ts'
import type { CheckName, Facts, Finding, Standing } from '../../../shared/doctor.ts'
import type { MessageId, Value } from '../../../shared/words/message-ids.ts'
import { describeFailure } from '../../../shared/words/failure-words.ts'
import type { Words } from '../../../shared/words/words.ts'

/** One line of the doctor's list: a check, of a workspace or of this computer, and what it found so far. */
export type CheckRow = { readonly key: string; readonly check: CheckName; readonly title: string; readonly finding: Finding | undefined }

const ONCE: readonly CheckName[] = ['keychain', 'file', 'permissions', 'readers', 'folders', 'clock', 'network']
const LAST: readonly CheckName[] = ['clipboard', 'tray', 'notifications', 'versions']
const OF_WORKSPACE: readonly CheckName[] = ['workspace', 'provider']

/** Every check there is, in its order, with what was found; once all are done, what wants a person comes first. */
export function rowsOf(state: Pick<AppState, 'connections'>, findings: readonly Finding[], isDone: boolean, words: Words): readonly CheckRow[] {
  const one = (check: CheckName): CheckRow => ({
    key: check, check, title: words.t(`doctor.check.${check}`),
    // Other tools' reading may be about one workspace's section, and still is one check.
    finding: findings.find(finding => finding.check === check),
  })
  const ofWorkspaces = state.connections.flatMap(({ id, workspace }) => OF_WORKSPACE.map((check): CheckRow => ({
    key: `${check} ${id}`, check, title: words.t('doctor.ofWorkspace', { check: words.t(`doctor.check.${check}`), name: workspace.name }),
    finding: findings.find(finding => finding.check === check && finding.connectionId === id),
  })))
  const rows = [...ONCE.map(one), ...ofWorkspaces, ...LAST.map(one)]
  const rank = ({ finding }: CheckRow) => (finding?.standing === 'broken' ? 0 : finding?.standing === 'look' ? 1 : 2)
  return isDone ? rows.toSorted((a, b) => rank(a) - rank(b)) : rows
}

/** What a finding says. */
export function sayFinding(finding: Finding, words: Words): string {
  if (finding.kind === 'failed') {
    const { happened, means, todo } = describeFailure(words, finding.failure)
    return [happened, means, todo].filter(text => text !== '').join(' ')
  }
  return words.any(`doctor.found.${finding.code}` satisfies MessageId, valuesOf(finding.facts, words))
}

function valuesOf(facts: Facts, words: Words): Readonly<Record<string, Value>> {
  return typeof facts['seconds'] === 'number' ? { ...facts, span: words.span(facts['seconds']) } : facts
}

/** How many stand so. */
export function countOf(rows: readonly CheckRow[], ...standings: readonly Standing[]): number {
  return rows.filter(({ finding }) => finding !== undefined && standings.includes(finding.standing)).length
}
