/*
 * The cheapest read that each scope allows, with a page of one. `GET /workspace` would be no proof: it asks for no
 * credential. A job that can't exist answers 404 to a key that may ask, and 401 to one that may not.
 */
const READS: Readonly<Record<string, string>> = {
  'read:activities': '/activities?page[size]=1',
  'read:users': '/users?page[size]=1',
  'read:teams': '/teams?page[size]=1',
  'read:accounts': '/accounts?page[size]=1',
  'read:integrations': '/integrations?page[size]=1',
  'read:vaults': '/vaults?page[size]=1',
  'read:items': '/collections?page[size]=1',
  'read:secrets': '/secrets?page[size]=1',
  'read:automations': '/jobs/00000000-0000-4000-8000-000000000000',
}

/** A path that a key with these scopes may read; `undefined` for one that may only write: it is proved by its first use. */
export function proofPath(scopes: readonly string[]): string | undefined {
  const scope = Object.keys(READS).find(id => scopes.includes(id))
  return scope === undefined ? undefined : READS[scope]
}

/**
 * Whether a status shows that the workspace took the key: 403 and 404 come after that, 401 and all others don't.
 */
export function isProof(status: number): boolean {
  return (status >= 200 && status < 300) || status === 403 || status === 404
}
