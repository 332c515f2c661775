import { z } from 'zod'

/** What a person can choose; every field has a default, so that an older file still reads. */
export const Settings = z.object({
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  language: z.enum(['system', 'en', 'es']).default('system'),
  clipboardClearSeconds: z.int().min(10).max(600).default(30),
  startAtLogin: z.boolean().default(false),
  /** Whether the person was told once that closing the window keeps the tray. */
  wasToldOfTray: z.boolean().default(false),
  notifySignInNeeded: z.boolean().default(true),
  notifyKeyExpiring: z.boolean().default(true),
  notifyFileChanged: z.boolean().default(true),
})
export type Settings = z.infer<typeof Settings>

/** Settings that the window may change. */
export const SettingsChange = z.strictObject({
  theme: z.enum(['system', 'light', 'dark']).optional(),
  language: z.enum(['system', 'en', 'es']).optional(),
  clipboardClearSeconds: z.int().min(10).max(600).optional(),
  startAtLogin: z.boolean().optional(),
  notifySignInNeeded: z.boolean().optional(),
  notifyKeyExpiring: z.boolean().optional(),
  notifyFileChanged: z.boolean().optional(),
})
export type SettingsChange = z.infer<typeof SettingsChange>
