import { net } from 'electron'

const LOOK_MS = 5_000

/** Tells when the computer goes online or offline. Electron has no event for it in the main process: it is looked at. */
export function watchNetwork(changed: (isOnline: boolean) => void): () => void {
  let was = net.isOnline()
  const timer = setInterval(() => {
    const is = net.isOnline()
    if (is === was) return
    was = is
    changed(is)
  }, LOOK_MS)
  return () => clearInterval(timer)
}
