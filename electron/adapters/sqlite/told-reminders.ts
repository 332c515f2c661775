import { causeOf } from '../../../shared/key-reminder.ts'
import type { ToldReminders } from '../../core/api-keys/key-watch.ts'
import type { AppDatabase } from './app-database.ts'

/** Which reminders of ending keys were told, in the app's own database: ids and times. */
export function makeToldReminders(database: AppDatabase): ToldReminders {
  return {
    list: async () => new Set(await database.use(sqlite => sqlite.prepare<[], string>('SELECT cause FROM told_reminders').pluck().all())),
    async add(reminders) {
      await database.use(sqlite => sqlite.transaction(() => {
        const add = sqlite.prepare('INSERT OR IGNORE INTO told_reminders (cause, ends_at) VALUES (?, ?)')
        for (const reminder of reminders) add.run(causeOf(reminder), reminder.endsAt)
      })())
    },
    async forgetEndedBefore(moment) {
      await database.use(sqlite => sqlite.prepare('DELETE FROM told_reminders WHERE ends_at < ?').run(moment))
    },
  }
}
