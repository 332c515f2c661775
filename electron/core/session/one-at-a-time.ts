/** However many ask for the same key at once, `work` runs once; the rest share its answer. */
export function oneAtATime<Key, Answer>(work: (key: Key) => Promise<Answer>): (key: Key) => Promise<Answer> {
  const running = new Map<Key, Promise<Answer>>()
  return key => {
    const already = running.get(key)
    if (already) return already
    const started = work(key).finally(() => {
      running.delete(key)
    })
    running.set(key, started)
    return started
  }
}
