import type { Scope, ScopeAccess } from '../../shared/scope.ts'
import type { MessageId } from '../../shared/words/message-ids.ts'
import type { Part, Words } from '../../shared/words/words.ts'
import { scopesOf } from './scope-matrix.ts'

type Kind = 'nothing' | 'read' | 'write' | 'delete' | 'readWrite' | 'readDelete' | 'writeDelete' | 'readWriteDelete'

/** Which sentence says it, by what the scopes allow. */
const SENTENCES: Record<`${boolean}-${boolean}-${boolean}`, Kind> = {
  'false-false-false': 'nothing', 'true-false-false': 'read', 'false-true-false': 'write', 'false-false-true': 'delete',
  'true-true-false': 'readWrite', 'true-false-true': 'readDelete', 'false-true-true': 'writeDelete', 'true-true-true': 'readWriteDelete',
}

const NOUNS = new Set(['activities', 'items', 'accounts', 'secrets', 'collections', 'users', 'teams', 'vaults', 'integrations', 'automations'])

/** A resource within a sentence; one that we have no word for keeps the workspace's own. */
function nounOf(resource: string, words: Words): string {
  return NOUNS.has(resource) ? words.any(`noun.${resource}` as MessageId, {}) : resource
}

/** A resource as a heading. */
export function resourceName(resource: string, words: Words): string {
  if (NOUNS.has(resource)) return words.any(`resource.${resource}` as MessageId, {})
  return resource.charAt(0).toUpperCase() + resource.slice(1)
}

function said(catalogue: readonly Scope[], ids: readonly string[], words: Words): { kind: Kind; values: { read: string; write: string; remove: string } } {
  const scopes = scopesOf(catalogue, ids)
  const nouns = (access: ScopeAccess) => [...new Set(scopes.filter(scope => scope.access === access).map(scope => nounOf(scope.resource, words)))]
  const [read, write, remove] = [nouns('read'), nouns('write'), nouns('delete')]
  return {
    kind: SENTENCES[`${read.length > 0}-${write.length > 0}-${remove.length > 0}`],
    values: { read: words.list(read), write: words.list(write), remove: words.list(remove) },
  }
}

/** What a key with these scopes will be able to do: *will read users and teams, and change integrations*. */
export function scopeSentence(catalogue: readonly Scope[], ids: readonly string[], words: Words): readonly Part[] {
  const { kind, values } = said(catalogue, ids, words)
  return words.anyParts(`sentence.${kind}`, values)
}

/** The same of a key that exists: *Can read users and teams.* */
export function scopeSummary(catalogue: readonly Scope[], ids: readonly string[], words: Words): string {
  const { kind, values } = said(catalogue, ids, words)
  return words.any(`can.${kind}`, values)
}
