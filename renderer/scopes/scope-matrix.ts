import type { Scope, ScopeAccess } from '../../shared/scope.ts'

export const ACCESSES: readonly ScopeAccess[] = ['read', 'write', 'delete']

/** A line of the matrix: what can be allowed for one resource. */
export type ScopeRow = { readonly resource: string; readonly cells: Readonly<Partial<Record<ScopeAccess, Scope>>> }

/** A workspace's scopes as a matrix, resources in the order in which the workspace first names them. */
export function scopeMatrix(catalogue: readonly Scope[]): ScopeRow[] {
  const rows = new Map<string, Partial<Record<ScopeAccess, Scope>>>()
  for (const scope of catalogue) {
    const cells = rows.get(scope.resource) ?? {}
    cells[scope.access] ??= scope
    rows.set(scope.resource, cells)
  }
  return [...rows].map(([resource, cells]) => ({ resource, cells }))
}

/** The scopes of these ids. One that the workspace doesn't list any more is read from its own name, `write:users`. */
export function scopesOf(catalogue: readonly Scope[], ids: readonly string[]): Scope[] {
  return ids.map(id => catalogue.find(scope => scope.id === id) ?? scopeFromId(id))
}

function scopeFromId(id: string): Scope {
  const [access, resource] = id.split(':')
  const known = ACCESSES.find(one => one === access)
  return { id, title: id, description: '', resource: known && resource ? resource : id, access: known ?? 'read' }
}

/** Whether a key can change so much that it deserves a warning: it deletes, or writes three resources or more. */
export function isBroad(catalogue: readonly Scope[], ids: readonly string[]): boolean {
  const scopes = scopesOf(catalogue, ids)
  return scopes.some(scope => scope.access === 'delete') || new Set(scopes.filter(scope => scope.access === 'write').map(scope => scope.resource)).size >= 3
}

/** A short name for a key's scopes in a table: the first by its title, and how many more. */
export function scopesInShort(catalogue: readonly Scope[], ids: readonly string[]): { kind: 'none' } | { kind: 'all' } | { kind: 'some'; first: string; more: number } {
  const [first] = scopesOf(catalogue, ids)
  if (!first) return { kind: 'none' }
  if (catalogue.length > 1 && catalogue.every(scope => ids.includes(scope.id))) return { kind: 'all' }
  return { kind: 'some', first: first.title, more: ids.length - 1 }
}
