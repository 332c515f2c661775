import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { BrowserWindow, nativeTheme, screen, type Rectangle, type Session } from 'electron'
import { z } from 'zod'
import { APP_ORIGIN } from './app-protocol.ts'
import { hideWindow } from './hide-window.ts'

const Place = z.object({ x: z.int(), y: z.int(), width: z.int().min(320), height: z.int().min(400), isMaximized: z.boolean() })
type Place = z.infer<typeof Place>

export interface WindowOptions {
  preload: string
  session: Session
  /** Remembers where the window stood. */
  placeFile: string
  /** Called when the person closes it; true keeps the app in the tray and only hides the window. */
  staysInTray: () => boolean
  /** Called before the page loads, so that its first call finds its window known. */
  made: (window: BrowserWindow) => void
}

/** The colours of LOOK's `bg`, so that nothing flashes before the first paint. */
function background(): string {
  return nativeTheme.shouldUseDarkColors ? '#141513' : '#f6f6f3'
}

/** Makes the one window. Everything that weakens its isolation is off, and said so, since defaults have changed before. */
export async function createWindow(options: WindowOptions): Promise<BrowserWindow> {
  const place = await rememberedPlace(options.placeFile)
  const window = new BrowserWindow({
    width: 1120, height: 740, minWidth: 320, minHeight: 400,
    ...(place && isOnAScreen(place) ? { x: place.x, y: place.y, width: place.width, height: place.height } : {}),
    show: false,
    title: 'Latchkey',
    backgroundColor: background(),
    ...titleBar(),
    autoHideMenuBar: true,
    webPreferences: {
      preload: options.preload,
      session: options.session,
      contextIsolation: true,
      sandbox: true,
      webSecurity: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      spellcheck: false,
      navigateOnDragDrop: false,
      devTools: process.env['LATCHKEY_DEVTOOLS'] === '1',
    },
  })
  options.made(window)
  if (place?.isMaximized === true) window.maximize()
  window.once('ready-to-show', () => window.show())
  window.on('close', event => {
    void rememberPlace(window, options.placeFile)
    if (!options.staysInTray()) return
    event.preventDefault()
    hideWindow(window, process.platform)
  })
  await window.loadURL(`${APP_ORIGIN}/index.html`)
  return window
}

function titleBar(): Electron.BrowserWindowConstructorOptions {
  if (process.platform === 'darwin') return { titleBarStyle: 'hiddenInset', vibrancy: 'sidebar' }
  return {}
}

/** Brings the window to the front, wherever it was. */
export function bringForward(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}

async function rememberedPlace(file: string): Promise<Place | undefined> {
  try {
    const parsed = Place.safeParse(JSON.parse(await readFile(file, 'utf8')))
    return parsed.success ? parsed.data : undefined
  } catch {
    // The first start, or a file that was cut short: the default place serves.
    return undefined
  }
}

async function rememberPlace(window: BrowserWindow, file: string): Promise<void> {
  const place: Place = { ...window.getNormalBounds(), isMaximized: window.isMaximized() }
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 })
    await writeFile(file, JSON.stringify(place))
  } catch {
    // A window that opens in the middle next time is no loss worth a message.
  }
}

/** A screen may have been unplugged since: at least a strip of the title bar must be reachable. */
function isOnAScreen(place: Rectangle): boolean {
  return screen.getAllDisplays().some(({ workArea }) =>
    place.x + 80 < workArea.x + workArea.width && place.x + place.width - 80 > workArea.x &&
    place.y >= workArea.y - 8 && place.y + 40 < workArea.y + workArea.height)
}
