import { z } from 'zod'

/** 1 to 80 characters of any script, no control or format characters, nothing but spaces never. */
export const KeyName = z.string()
  .transform(text => text.normalize('NFC').trim())
  .refine(text => [...text].length >= 1 && [...text].length <= 80, { error: 'must have 1 to 80 characters' })
  .refine(text => !/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]|[\u202a-\u202e\u2066-\u2069]/u.test(text), { error: 'must not contain control characters' })
