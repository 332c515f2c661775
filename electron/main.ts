import { join } from 'node:path'
import { app, dialog, session, type BrowserWindow } from 'electron'
import type { App } from './compose.ts'
import { linkAmong } from './core/links/parse-link.ts'
import { registerAppScheme, serveWindow } from './desktop/app-protocol.ts'
import { appUserModelId } from './desktop/app-user-model.ts'
import { registerLinks } from './desktop/deep-link.ts'
import { forbiddenStart } from './desktop/forbidden-switches.ts'
import { isInspectorOpen } from './desktop/inspector.ts'
import { isStartAtLogin, WITHOUT_WINDOW } from './desktop/login-item.ts'
import { denyNavigation, denyPermissions } from './desktop/permissions.ts'
import { startedProgram } from './desktop/started-program.ts'
import { bringForward, createWindow } from './desktop/window.ts'
import { openDoor } from './ipc/open-door.ts'

/*
 * Process entry: one instance, what Chromium must know before it is ready, and the first window. All that isn't needed
 * for the first painted frame is imported while Chromium draws it. A start at login is the tray alone: there is no window
 * until somebody asks for one.
 */

const EXIT_FORBIDDEN_START = 78
const OUT = import.meta.dirname
const WINDOW_PARTITION = 'persist:window'
const isRootOnLinux = process.platform === 'linux' && process.getuid?.() === 0

let window: BrowserWindow | undefined
let opening: Promise<void> | undefined
let isQuitting = false
let composed: Promise<App> | undefined
/** A link that came before there was anybody to hand it to. */
let earlyLink: string | undefined
/** Whether a window has a page to show, and whether somebody asked for one before that. */
let isServed = false
let isWindowAsked = false

// An inspector can't open in a released build (a fuse closes it); where it is open, a test drives the app.
const forbidden = app.isPackaged && !isInspectorOpen() ? forbiddenStart(process.argv.slice(1), process.env, isRootOnLinux) : undefined
if (forbidden !== undefined) {
  process.stderr.write(`Latchkey does not start with ${forbidden}: it would open your tokens to others.\n`)
  app.exit(EXIT_FORBIDDEN_START)
} else if (!app.requestSingleInstanceLock()) {
  app.exit(0)
} else {
  prepare()
  app.whenReady().then(run).catch(couldNotStart)
}

function prepare(): void {
  if (!isRootOnLinux) app.enableSandbox()
  registerAppScheme()
  denyNavigation()
  const modelId = appUserModelId(process.platform, app.isPackaged, process.execPath)
  if (modelId !== undefined) app.setAppUserModelId(modelId)
  // Minidumps hold memory, and with it tokens: none is written, none is sent.
  app.commandLine.appendSwitch('disable-breakpad')
  // SECURITY: of the words of another start, which anybody can write, only these two are read.
  app.on('second-instance', (_event, words) => {
    openLink(linkAmong(words))
    if (!words.includes(WITHOUT_WINDOW)) askForWindow()
  })
  // macOS hands links over so, as soon as the first one before the app is ready.
  app.on('open-url', (event, url) => {
    event.preventDefault()
    openLink(url)
    askForWindow()
  })
  app.on('activate', askForWindow)
  // The tray keeps the app; only Quit ends it. After a signal (Ctrl+C in a terminal, a logout) Electron forgets on the way
  // that it was quitting, and would wait for ever with no window left.
  app.on('window-all-closed', () => {
    if (isQuitting) app.quit()
  })
  app.on('before-quit', event => {
    isQuitting = true
    if (composed === undefined) return
    event.preventDefault()
    const ending = composed
    composed = undefined
    // Electron awaits no handler: quit again once the clipboard is clear and the workspace has stopped.
    void ending.then(running => running.close()).catch(() => undefined).finally(() => app.quit())
  })
}

// macOS activates an app, and hands it links, while it still starts: no window can be made before it is ready.
function askForWindow(): void {
  isWindowAsked = true
  if (isServed) void openWindow()
}

function openLink(text: string | undefined): void {
  if (text === undefined) return
  if (composed === undefined) earlyLink = text
  else void composed.then(running => running.openLink(text))
}

async function run(): Promise<void> {
  // The window has a session of its own without any network; the app's requests go out by the default one.
  const windowSession = session.fromPartition(WINDOW_PARTITION)
  denyPermissions(windowSession)
  denyPermissions(session.defaultSession, { network: 'kept' })
  const running = import('./compose.ts').then(({ compose }) => compose({
    out: OUT,
    window: () => window,
    openWindow,
    quit: () => app.quit(),
    restart,
  }))
  composed = running
  openLink(earlyLink ?? linkAmong(process.argv.slice(1)))
  registerLinks()
  openDoor(async (sender, name, input) => (await running).serve(sender, name, input), () => window)
  await serveWindow(windowSession, join(OUT, 'renderer'))
  isServed = true
  await Promise.all([running, ...(isStartAtLogin() && !isWindowAsked ? [] : [openWindow()])])
}

function restart(): void {
  // A link was answered once.
  const words = process.argv.slice(1).filter(word => linkAmong([word]) === undefined)
  app.relaunch({ execPath: startedProgram(), args: words })
  app.quit()
}

async function openWindow(): Promise<void> {
  if (opening !== undefined) return opening
  if (window !== undefined && !window.isDestroyed()) return bringForward(window)
  opening = open().finally(() => {
    opening = undefined
  })
  return opening
}

async function open(): Promise<void> {
  await createWindow({
    preload: join(OUT, 'preload.cjs'),
    session: session.fromPartition(WINDOW_PARTITION),
    placeFile: join(app.getPath('userData'), 'window.json'),
    made: made => {
      window = made
    },
    staysInTray: () => {
      if (isQuitting || composed === undefined) return false
      void composed.then(running => running.windowHidden())
      return true
    },
  })
}

function couldNotStart(error: unknown): void {
  // Whoever quits while the window still loads cuts its load off: that is no failure to show.
  if (isQuitting) return
  // No words yet: the catalogue may be what failed.
  dialog.showErrorBox('Latchkey could not start', error instanceof Error ? error.message : 'Something unexpected happened.')
  app.exit(1)
}
