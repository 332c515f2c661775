import { describe, expect, test } from 'vitest'
import { SCOPES } from '../../../renderer/gallery/samples.ts'
import { offeredPresets, presetOf, presetScopes } from '../../../renderer/scopes/presets.ts'
import { isBroad, scopeMatrix, scopesInShort } from '../../../renderer/scopes/scope-matrix.ts'
import { scopeSentence, scopeSummary } from '../../../renderer/scopes/scope-sentence.ts'
import { makeWords } from '../../../shared/words/words.ts'

const words = makeWords('en-GB', 'UTC')
const sentence = (ids: string[]) => scopeSentence(SCOPES, ids, words).map(part => (typeof part === 'string' ? part : part.strong)).join('')

describe('the sentence of a key', () => {
  test.each([
    { says: 'without scopes', ids: [], gives: 'This key will be able to do nothing yet.' },
    { says: 'that reads one thing', ids: ['read:users'], gives: 'This key will read users. It reaches only what you reach.' },
    { says: 'that writes alone', ids: ['write:integrations'], gives: 'This key will change integrations. It reads nothing else, and reaches only what you reach.' },
    { says: 'that deletes alone', ids: ['delete:teams'], gives: 'This key will delete teams. It reaches only what you reach.' },
    { says: 'that reads and writes', ids: ['read:users', 'read:teams', 'write:automations'], gives: 'This key will read users and teams, and change jobs. It reaches only what you reach.' },
    { says: 'that reads and deletes', ids: ['read:users', 'delete:teams'], gives: 'This key will read users, and delete teams. It reaches only what you reach.' },
    { says: 'that does everything', ids: ['read:users', 'write:users', 'delete:teams'], gives: 'This key will read users, change users, and delete teams. It reaches only what you reach.' },
    { says: 'of a workspace with a resource of its own', ids: ['read:passkeys'], gives: 'This key will read passkeys. It reaches only what you reach.' },
    { says: 'with a scope that follows no pattern', ids: ['billing'], gives: 'This key will read billing. It reaches only what you reach.' },
  ])('$says', ({ ids, gives }) => { expect(sentence(ids)).toBe(gives) })

  test('is shorter for a key that exists', () => {
    expect(scopeSummary(SCOPES, ['write:integrations'], words)).toBe('Can change integrations. Can read nothing else.')
  })
})

describe('presets', () => {
  test('choose only what the workspace offers', () => {
    const few = SCOPES.filter(scope => scope.id === 'read:users' || scope.id === 'write:integrations')
    expect(presetScopes(few, 'provisioning')).toEqual(['read:users', 'write:integrations'])
    expect(offeredPresets(few.filter(scope => scope.access === 'write'))).toEqual(['provisioning'])
  })
  test('are recognised by exactly their scopes, in any order', () => {
    expect(presetOf(SCOPES, presetScopes(SCOPES, 'audit').toReversed())).toBe('audit')
    expect(presetOf(SCOPES, [...presetScopes(SCOPES, 'audit'), 'write:users'])).toBeUndefined()
    expect(presetOf(SCOPES, [])).toBeUndefined()
  })
  test('never write or delete to audit, or to read everything', () => {
    for (const preset of ['audit', 'readEverything'] as const) expect(presetScopes(SCOPES, preset).every(id => id.startsWith('read:'))).toBe(true)
  })
})

describe('the matrix', () => {
  test('has each scope once', () => {
    const ids = scopeMatrix(SCOPES).flatMap(row => Object.values(row.cells).map(scope => scope.id))
    expect(ids.toSorted()).toEqual(SCOPES.map(scope => scope.id).toSorted())
  })
  test.each([
    { says: 'three written resources are broad', ids: ['write:users', 'write:teams', 'write:secrets'], gives: true },
    { says: 'two are not', ids: ['write:users', 'write:teams', 'read:secrets'], gives: false },
    { says: 'deleting is', ids: ['delete:teams'], gives: true },
  ])('$says', ({ ids, gives }) => { expect(isBroad(SCOPES, ids)).toBe(gives) })
  test('is told shortly in a table', () => {
    expect(scopesInShort(SCOPES, [])).toEqual({ kind: 'none' })
    expect(scopesInShort(SCOPES, SCOPES.map(scope => scope.id))).toEqual({ kind: 'all' })
    expect(scopesInShort(SCOPES, ['read:users', 'read:teams'])).toEqual({ kind: 'some', first: 'Read users', more: 1 })
  })
})
