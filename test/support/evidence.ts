import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach } from 'vitest'
import { runningApps } from './app.ts'

/** Lines of Chromium's about what a machine without a system bus or a graphics card lacks. */
const NOISE = /dbus\/|bus\.cc|viz_main_impl|gpu_/

// What a failed test leaves to look at: a picture of each window, and the last words of each app.
afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail' || runningApps.size === 0) return
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-failed-'))
  for (const [index, app] of [...runningApps].entries()) {
    const path = join(folder, `${index}.png`)
    const shown = await app.application.windows()[0]?.screenshot({ path, timeout: 5_000 }).then(() => path, () => 'no picture: the window does not answer') ?? 'no window'
    const words = app.output().split('\n').filter(line => line !== '' && !NOISE.test(line)).slice(-40)
    console.error(`"${task.name}" failed. App ${index}: ${shown}\n${words.join('\n')}`)
  }
})
