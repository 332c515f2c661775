import type { ApiKey } from '../../../shared/api-key.ts'

/** Keys chosen to be deleted together, by id. */
export type Selection = ReadonlyMap<string, ApiKey>

export const NOTHING_SELECTED: Selection = new Map()

/** More than this many are not selected at once: a person should see what is deleted. */
export const SELECT_LIMIT = 500

export function toggled(selection: Selection, key: ApiKey): Selection {
  const next = new Map(selection)
  if (!next.delete(key.id)) next.set(key.id, key)
  return next
}

export function withKeys(selection: Selection, keys: readonly ApiKey[]): Selection {
  return new Map([...selection, ...keys.map((key): [string, ApiKey] => [key.id, key])])
}

export function without(selection: Selection, ids: ReadonlySet<string>): Selection {
  return new Map([...selection].filter(([id]) => !ids.has(id)))
}
