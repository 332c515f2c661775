import type { Migration } from '../../sqlite/migrate.ts'
import { FOUNDATION } from './0001-foundation.ts'

/** Every step of the workspace's database, oldest first. */
export const WORKSPACE_MIGRATIONS: readonly Migration[] = [FOUNDATION]
