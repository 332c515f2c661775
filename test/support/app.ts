import { once } from 'node:events'
import { _electron, type ElectronApplication, type Page } from 'playwright-core'
import { repository } from '../../scripts/provide/repository.mjs'

export interface LaunchOptions {
  /** Words on the app's command line. */
  args?: string[]
  env?: Record<string, string>
}

export interface RunningApp {
  application: ElectronApplication
  window: Page
  /** What the app wrote to both its streams so far. */
  output(): string
  /** Ends it as a power cut does. */
  kill(): Promise<void>
  /** Ends it as *Quit* does, and waits until it is gone. */
  quit(): Promise<void>
}

/** The apps that run now, whoever started them: what a failed test looks at. */
export const runningApps = new Set<RunningApp>()

/** Starts the app that test/support/built-app.ts made ready, and waits for its first window. */
export async function launchApp(env: Record<string, string>, { args = [], env: added = {} }: LaunchOptions): Promise<RunningApp> {
  const program = process.env['LATCHKEY_TESTED']
  if (program === undefined) throw new Error('No app was made ready: run this in the e2e suite.')
  const isPacked = Boolean(process.env['LATCHKEY_PACKED'])
  const isRootOnLinux = process.platform === 'linux' && process.getuid?.() === 0
  const application = await _electron.launch({
    executablePath: program,
    args: [...(isRootOnLinux ? ['--no-sandbox'] : []), ...(isPacked ? [] : [repository]), ...args],
    cwd: env['HOME'] ?? repository,
    env: { ...env, ...added },
    chromiumSandbox: !isRootOnLinux,
  })
  let output = ''
  const child = application.process()
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => { output += chunk.toString('utf8') })
  const gone = once(child, 'close')
  const app: RunningApp = {
    application,
    window: await application.firstWindow(),
    output: () => output,
    async kill() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
      await gone
    },
    async quit() {
      // The call is cut off with the app that answers it.
      await application.evaluate(({ app }) => app.quit()).catch(() => undefined)
      await gone
    },
  }
  runningApps.add(app)
  void gone.then(() => runningApps.delete(app))
  return app
}
