import type { Connection } from '../../../shared/connection.ts'
import type { SessionState } from '../../../shared/session-state.ts'
import type { Part, Words } from '../../../shared/words/words.ts'
import type { CardNote } from './card-parts.ts'

type Required = Extract<SessionState, { kind: 'signInRequired' }>

/** Why a workspace wants its person back, and what became of the token in the file. */
export function signInTruth(connection: Connection, { reason, since }: Required, words: Words): { line: readonly Part[]; notes: readonly CardNote[] } {
  const line = words.parts(`home.ended.${reason}`, { time: words.time(since) })
  const why = whyParts(connection, reason, words)
  const notes: CardNote[] = why ? [{ tone: 'act', icon: 'key', parts: why }] : []
  if (connection.publication.kind === 'withdrawn') notes.push({ tone: why ? 'waiting' : 'act', icon: 'file', parts: words.parts('home.note.withdrawn') })
  return { line, notes }
}

function whyParts({ user, workspace }: Connection, reason: Required['reason'], words: Words): readonly Part[] | undefined {
  switch (reason) {
    case 'role_lost':
      return words.parts('home.note.roleLost', { role: words.t(`role.${user.role}`), workspace: workspace.name })
    case 'other_account':
      return words.parts('home.note.otherAccount', { email: user.email })
    case 'session_damaged':
      return words.parts('home.note.damaged')
    case 'session_missing':
      return words.parts('home.note.missing')
    case 'session_ended':
    case 'token_expired':
      return undefined
  }
}
