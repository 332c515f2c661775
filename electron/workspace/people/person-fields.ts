import { z } from 'zod'
import { PASSWORD_MAX, PASSWORD_MIN } from './password.ts'

export const PersonName = z.string().trim().min(1, 'Write a name.').max(100, 'That is too long.')
  .refine(text => !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(text), 'Line breaks and control characters don’t belong here.')
export const EmailAddress = z.string().trim().max(254, 'That is too long.').pipe(z.email('This is not an email address.'))
export const NewPassword = z.string()
  .min(PASSWORD_MIN, `Use at least ${String(PASSWORD_MIN)} characters.`).max(PASSWORD_MAX, `Use at most ${String(PASSWORD_MAX)} characters.`)
