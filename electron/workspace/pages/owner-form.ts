import { z } from 'zod'
import { PASSWORD_MAX, PASSWORD_MIN } from '../people/password.ts'
import type { FormState } from './sign-in-pages.ts'

export const PersonName = z.string().trim().min(1, 'Write your name.').max(100, 'That is too long.')
  .refine(text => !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(text), 'Line breaks and control characters don’t belong here.')
export const EmailAddress = z.string().trim().max(254, 'That is too long.').pipe(z.email('This is not an email address.'))
export const NewPassword = z.string()
  .min(PASSWORD_MIN, `Use at least ${String(PASSWORD_MIN)} characters.`).max(PASSWORD_MAX, `Use at most ${String(PASSWORD_MAX)} characters.`)

const Owner = z.object({ email: EmailAddress, name: PersonName, password: NewPassword })
  .refine(owner => owner.password.toLowerCase() !== owner.email.toLowerCase(), { path: ['password'], error: 'Don’t use your address as the password.' })

const Fields = z.record(z.string(), z.unknown())

/** The fields of a posted form as text; anything else in it counts as empty. */
export function formFields(body: unknown): Readonly<Record<string, string>> {
  const parsed = Fields.safeParse(body)
  if (!parsed.success) return {}
  return Object.fromEntries(Object.entries(parsed.data).map(([name, value]) => [name, typeof value === 'string' ? value : '']))
}

/** What is wrong with a form, by field, first reason each. */
export function wrongOf(error: z.ZodError): Readonly<Record<string, string>> {
  const wrong: Record<string, string> = {}
  for (const issue of error.issues) wrong[String(issue.path[0])] ??= issue.message
  return wrong
}

/** Parses the form that creates an Owner; gives the form back with what to correct otherwise. */
export function parseOwner(fields: Readonly<Record<string, string>>):
  { owner: z.output<typeof Owner> } | { form: FormState } {
  const parsed = Owner.safeParse(fields)
  return parsed.success ? { owner: parsed.data } : { form: { values: fields, wrong: wrongOf(parsed.error) } }
}
