import { Rotation } from '../../../shared/rotation.ts'
import type { RotationShelf } from '../../core/rotation/ports.ts'
import type { AppDatabase } from './app-database.ts'

/** A row of an older form is left out: its keys are in the table all the same. */
function rotationIn(json: string): Rotation[] {
  try {
    const parsed = Rotation.safeParse(JSON.parse(json))
    return parsed.success ? [parsed.data] : []
  } catch {
    return []
  }
}

/** Rotations in the app's own database: ids, names and times, no secret. */
export function makeRotationShelf(database: AppDatabase): RotationShelf {
  return {
    list: () => database.use(sqlite => sqlite.prepare<[], string>('SELECT json FROM rotations ORDER BY started_at, id').pluck().all().flatMap(rotationIn)),
    async keep(rotation) {
      await database.use(sqlite => sqlite.prepare('INSERT OR REPLACE INTO rotations (id, started_at, json) VALUES (?, ?, ?)').run(rotation.id, rotation.startedAt, JSON.stringify(rotation)))
    },
    async drop(id) {
      await database.use(sqlite => sqlite.prepare('DELETE FROM rotations WHERE id = ?').run(id))
    },
  }
}
