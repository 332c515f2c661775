/** What the key table can show beside a key's name, in the order in which it does. No schema: the window parses nothing. */
export const KEY_COLUMNS = ['key', 'scopes', 'created', 'expires', 'used', 'status'] as const
export type KeyColumn = (typeof KEY_COLUMNS)[number]
