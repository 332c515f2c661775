import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { _electron, type ElectronApplication, type Page } from 'playwright-core'
import { repository } from '../../scripts/provide/repository.mjs'

export interface LaunchOptions {
  /** Words on the app's command line. */
  args?: string[]
  env?: Record<string, string>
}

/** An app that may have no window. */
export interface StartedApp {
  application: ElectronApplication
  /** What the app wrote to both its streams so far. */
  output(): string
  /** Ends it as a power cut does. */
  kill(): Promise<void>
  /** Ends it as *Quit* does, and waits until it is gone. */
  quit(): Promise<void>
}

export interface RunningApp extends StartedApp {
  window: Page
}

/** The apps that run now, whoever started them: what a failed test looks at. */
export const runningApps = new Set<StartedApp>()

const isPacked = (): boolean => Boolean(process.env['LATCHKEY_PACKED'])
const isRootOnLinux = process.platform === 'linux' && process.getuid?.() === 0

/** The program under test and the words that every start of it needs. */
function tested(): { program: string; words: string[] } {
  const program = process.env['LATCHKEY_TESTED']
  if (program === undefined) throw new Error('No app was made ready: run this in the e2e suite.')
  return { program, words: [...(isRootOnLinux ? ['--no-sandbox'] : []), ...(isPacked() ? [] : [repository])] }
}

/** A start of an app that runs already: it hands over to the first one and ends by itself. */
export async function startAppAgain(env: Record<string, string>, args: readonly string[] = []): Promise<void> {
  const { program, words } = tested()
  await once(spawn(program, [...words, ...args], { env, stdio: 'ignore' }), 'close')
}

/** Starts the app that test/support/built-app.ts made ready, and waits for its first window. */
export async function launchApp(env: Record<string, string>, options: LaunchOptions): Promise<RunningApp> {
  const app = await startApp(env, options)
  const window = await app.application.firstWindow()
  // A step that hangs fails by its own name, not as a test that took too long.
  window.setDefaultTimeout(30_000)
  return { ...app, window }
}

/** Starts it as the login does: nobody waits for a window. */
export async function startApp(env: Record<string, string>, { args = [], env: added = {} }: LaunchOptions): Promise<StartedApp> {
  const { program, words } = tested()
  const application = await _electron.launch({
    executablePath: program,
    args: [...words, ...args],
    cwd: env['HOME'] ?? repository,
    env: { ...env, ...added },
    chromiumSandbox: !isRootOnLinux,
  })
  let output = ''
  const child = application.process()
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => { output += chunk.toString('utf8') })
  const gone = once(child, 'close')
  const app: StartedApp = {
    application,
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
