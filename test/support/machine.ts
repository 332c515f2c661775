import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import type { BrowserContext, Page } from 'playwright-core'
import { startDisplay, type Display } from '../../scripts/provide/display.mjs'
import { launchApp, startApp, startAppAgain, type LaunchOptions, type RunningApp, type StartedApp } from './app.ts'
import { handOverUrls, type UrlHandOver } from './opened-urls.ts'
import { startSecretService, type SecretService } from './secret-service.ts'
import { openSystemBrowser } from './system-browser.ts'

const execute = promisify(execFile)

/**
 * A machine of a person's own, for one test: an empty home, a screenless display, a session bus with an unlocked
 * keyring, and a browser that gets the addresses which programs open. Machines share nothing, so tests on different
 * ones may run at once.
 */
export interface Machine {
  home: string
  env: Record<string, string>
  /** Only on Linux; elsewhere the system's own keychain is used. */
  secretService: SecretService | undefined
  /** Where the token is expected. */
  credentialsFile: string
  /** What programs asked the system browser to open, in order. */
  urls: UrlHandOver
  launchApp(options?: LaunchOptions): Promise<RunningApp>
  /** Starts the app and waits for no window. */
  startApp(options?: LaunchOptions): Promise<StartedApp>
  /** Starts the app while it runs, as a person who clicks its icon once more, and waits until that start has ended. */
  startAgain(args?: readonly string[]): Promise<void>
  /** The person's browser: a real Chromium that keeps its cookies as long as the machine runs. */
  browser(): Promise<BrowserContext>
  /** Waits for the next address that a program opens and opens it in the browser. */
  followOpenedUrl(): Promise<Page>
  clipboardText(): Promise<string>
  /** The formats that the clipboard offers, as other programs see them. */
  clipboardFormats(): Promise<string[]>
  /** Saves a picture outside the repository and gives its path. */
  picture(page: Page, name: string): Promise<string>
  stop(): Promise<void>
}

export async function startMachine(): Promise<Machine> {
  const home = await mkdtemp(join(tmpdir(), 'latchkey-home-'))
  const isLinux = process.platform === 'linux'
  const [display, secretService, urls]: [Display | undefined, SecretService | undefined, UrlHandOver] = await Promise.all([
    isLinux ? startDisplay() : undefined,
    isLinux ? startSecretService(home) : undefined,
    handOverUrls(home),
  ])
  const env = environment(home, urls.folder, { ...display?.env, ...secretService?.env })
  const apps: StartedApp[] = []
  const kept = async <App extends StartedApp>(starting: Promise<App>): Promise<App> => {
    const app = await starting
    apps.push(app)
    return app
  }
  let context: Promise<BrowserContext> | undefined
  const browser = (): Promise<BrowserContext> => (context ??= openSystemBrowser(join(home, '.browser'), env))
  const clipboard = async (...words: string[]): Promise<string> => {
    const { stdout } = await execute('xclip', ['-selection', 'clipboard', '-o', ...words], { env })
    return stdout
  }
  return {
    home, env, secretService, urls, browser,
    credentialsFile: join(home, '.cerby', 'credentials'),
    launchApp: (options = {}) => kept(launchApp(env, options)),
    startApp: (options = {}) => kept(startApp(env, options)),
    startAgain: args => startAppAgain(env, args),
    async followOpenedUrl() {
      const [url, opened] = await Promise.all([urls.next(), browser()])
      const tab = await opened.newPage()
      await tab.goto(url)
      return tab
    },
    clipboardText: () => clipboard(),
    clipboardFormats: async () => (await clipboard('-t', 'TARGETS')).trim().split('\n'),
    async picture(page, name) {
      const folder = process.env['LATCHKEY_PICTURES'] ?? join(tmpdir(), 'latchkey-pictures')
      await mkdir(folder, { recursive: true })
      const path = join(folder, `${name}.png`)
      await page.screenshot({ path })
      return path
    },
    async stop() {
      await Promise.all([...apps.map(app => app.kill()), context?.then(opened => opened.close())])
      await Promise.all([display?.stop(), secretService?.stop()])
      await rm(home, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

/** Nothing of the environment of whoever runs the tests but what programs need to run at all. */
function environment(home: string, programs: string, added: NodeJS.ProcessEnv): Record<string, string> {
  const kept = ['LANG', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot', 'windir', 'ComSpec', 'PATHEXT', 'ProgramFiles', 'USERNAME']
  const own = process.platform === 'win32'
    ? { USERPROFILE: home, APPDATA: join(home, 'AppData', 'Roaming'), LOCALAPPDATA: join(home, 'AppData', 'Local') }
    : { XDG_CONFIG_HOME: join(home, '.config'), XDG_DATA_HOME: join(home, '.local', 'share'), XDG_CACHE_HOME: join(home, '.cache'), XDG_STATE_HOME: join(home, '.local', 'state') }
  const all: NodeJS.ProcessEnv = {
    ...Object.fromEntries(kept.map(name => [name, process.env[name]])),
    PATH: [programs, process.env['PATH'] ?? ''].join(delimiter),
    HOME: home,
    ...own,
    ...added,
  }
  return Object.fromEntries(Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))
}
