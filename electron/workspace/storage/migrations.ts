import type { Migration } from '../../sqlite/migrate.ts'
import { FOUNDATION } from './0001-foundation.ts'
import { ACTIVITIES } from './0002-activities.ts'
import { COLLECTIONS } from './0003-collections.ts'

/** Every step of the workspace's database, oldest first. */
export const WORKSPACE_MIGRATIONS: readonly Migration[] = [FOUNDATION, ACTIVITIES, COLLECTIONS]
