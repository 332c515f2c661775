import type { ApiKey } from '../../../shared/api-key.ts'
import type { Instant } from '../../../shared/instant.ts'
import type { Scope } from '../../../shared/scope.ts'
import type { Words } from '../../../shared/words/words.ts'
import { scopesInShort } from '../../scopes/scope-matrix.ts'

/** A key's status at `now`: an answer may be older than the end of the key. */
export function statusNow(key: ApiKey, now: Instant): ApiKey['status'] {
  return key.expiresAt !== 'never' && key.expiresAt <= now ? 'expired' : key.status
}

/** What is known of a key's text: `lk_…x7Kd` */
export function plainPart({ prefix, lastFour }: Pick<ApiKey, 'prefix' | 'lastFour'>, words: Words): string {
  return words.t('keys.plainPart', { prefix: prefix.endsWith('_') || prefix === '' ? prefix : `${prefix}_`, lastFour })
}

/** Scopes in the width of a column: `Read users +3`. */
export function shortScopes(catalogue: readonly Scope[], key: ApiKey, words: Words): { text: string; more: number } {
  const short = scopesInShort(catalogue, key.scopes)
  switch (short.kind) {
    case 'none':
      return { text: words.t('keys.scopesNone'), more: 0 }
    case 'all':
      return { text: words.t('keys.scopesAll'), more: 0 }
    case 'some':
      return { text: short.first, more: short.more }
  }
}

/** When a key was used last, shortly: `4 min ago`, or the day where it is long ago. */
export function lastUsed(key: ApiKey, words: Words, now: Instant): string {
  if (key.lastUsedAt === 'never') return words.t('time.never')
  return now - key.lastUsedAt < 2 * 86_400_000 ? words.relative(key.lastUsedAt, now) : words.day(key.lastUsedAt, now)
}
