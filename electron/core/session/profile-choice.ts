import { DEFAULT_PROFILE, profileNameFrom, ProfileName } from '../../../shared/profile.ts'

/**
 * Names that a new connection may take, best first: `first` where no connection of ours has it, else the workspace's
 * slug, then the slug with a number.
 *
 * @param first  as a rule `default`
 * @param taken  profiles of the other connections
 */
export function profileChoices(first: ProfileName, slug: string, taken: readonly ProfileName[]): ProfileName[] {
  return [first, ...slugChoices(slug, taken)].filter(name => !taken.includes(name))
}

/** The same without `first`, and never `default`: for a connection that makes room for another default. */
export function slugChoices(slug: string, taken: readonly ProfileName[]): ProfileName[] {
  const plain = profileNameFrom(slug)
  const base = plain === DEFAULT_PROFILE ? ProfileName.parse('workspace') : plain
  const numbered = Array.from({ length: taken.length + 9 }, (_, index) => ProfileName.parse(`${base.slice(0, 60)}-${index + 2}`))
  return [base, ...numbered].filter(name => !taken.includes(name))
}
