import { z } from 'zod'
import { EmailAddress, NewPassword, PersonName } from '../people/person-fields.ts'
import type { FormState } from './field.ts'

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
