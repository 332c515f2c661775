import { z } from 'zod'

/** A package that is part of the program, and under which terms. */
export const LicensedPackage = z.strictObject({
  name: z.string(),
  version: z.string(),
  /** An SPDX expression, as its package says. */
  licence: z.string(),
  /** The text that came with it; none where it brought none. */
  text: z.string().optional(),
})
export type LicensedPackage = z.infer<typeof LicensedPackage>

/** What this program is, and what it is made of. */
export const About = z.strictObject({
  versions: z.array(z.strictObject({ name: z.string(), version: z.string() })),
  packages: z.array(LicensedPackage),
})
export type About = z.infer<typeof About>
