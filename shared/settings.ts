import { z } from 'zod'
import { KEY_COLUMNS } from './key-column.ts'

/**
 * How the provider of one workspace wants its redirect to this computer. Most take any port on 127.0.0.1 (RFC 8252, section
 * 7.3); Okta takes only the ports it was told, some know `localhost` alone.
 */
export const RedirectChoice = z.strictObject({
  workspaceHost: z.string().min(1).max(255),
  host: z.enum(['127.0.0.1', 'localhost']),
  /** None stands for any. */
  ports: z.array(z.int().min(1024).max(65_535)).max(10),
})
export type RedirectChoice = z.infer<typeof RedirectChoice>

/** What a person can choose; every field has a default, so that an older file still reads. */
export const Settings = z.object({
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  language: z.enum(['system', 'en', 'es']).default('system'),
  clipboardClearSeconds: z.int().min(10).max(600).default(30),
  startAtLogin: z.boolean().default(false),
  /** Whether the person was told once that closing the window keeps the tray. */
  wasToldOfTray: z.boolean().default(false),
  notifySignInNeeded: z.boolean().default(true),
  notifyFileChanged: z.boolean().default(true),
  /** A key ends in a week at most, and in a day at most; sooner for one that lives shortly. */
  notifyKeyWeek: z.boolean().default(true),
  notifyKeyDay: z.boolean().default(true),
  /** Columns of the key table, beside the name. */
  keyColumns: z.array(z.enum(KEY_COLUMNS)).default([...KEY_COLUMNS]),
  redirects: z.array(RedirectChoice).default([]),
})
export type Settings = z.infer<typeof Settings>

/** Settings that the window may change. */
export const SettingsChange = z.strictObject({
  theme: z.enum(['system', 'light', 'dark']).optional(),
  language: z.enum(['system', 'en', 'es']).optional(),
  clipboardClearSeconds: z.int().min(10).max(600).optional(),
  startAtLogin: z.boolean().optional(),
  notifySignInNeeded: z.boolean().optional(),
  notifyFileChanged: z.boolean().optional(),
  notifyKeyWeek: z.boolean().optional(),
  notifyKeyDay: z.boolean().optional(),
  keyColumns: z.array(z.enum(KEY_COLUMNS)).max(20).optional(),
  redirects: z.array(RedirectChoice).max(50).optional(),
})
export type SettingsChange = z.infer<typeof SettingsChange>
