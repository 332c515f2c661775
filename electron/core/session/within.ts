import type { Timer } from './ports.ts'

/** The answer of `work`, or undefined when it takes longer than `ms`. The work itself is not ended by that. */
export function within<Answer>(timer: Timer, ms: number, work: Promise<Answer>): Promise<Answer | undefined> {
  return new Promise((resolve, reject) => {
    const cancel = timer.after(ms, () => {
      resolve(undefined)
    })
    void work.then(resolve, reject).finally(cancel)
  })
}
