import { DEFAULT_PROFILE, profileNameFrom, ProfileName } from '../../../shared/profile.ts'

/**
 * Names that a new connection may take, best first: `default` where no connection of ours has it, else the workspace's
 * slug, then the slug with a number.
 *
 * @param taken  profiles of the other connections
 */
export function profileChoices(slug: string, taken: readonly ProfileName[]): ProfileName[] {
  return [DEFAULT_PROFILE, ...slugChoices(slug, taken)].filter(name => !taken.includes(name))
}

/** The same without `default`: for a connection that makes room for another default. */
export function slugChoices(slug: string, taken: readonly ProfileName[]): ProfileName[] {
  const plain = profileNameFrom(slug)
  const base = plain === DEFAULT_PROFILE ? ProfileName.parse('workspace') : plain
  const numbered = Array.from({ length: taken.length + 9 }, (_, index) => ProfileName.parse(`${base.slice(0, 60)}-${index + 2}`))
  return [base, ...numbered].filter(name => !taken.includes(name))
}
