import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { appUserModelId } from '../../../electron/desktop/app-user-model.ts'
import { hideWindow } from '../../../electron/desktop/hide-window.ts'
import { systemLoginItem } from '../../../electron/desktop/system-login-item.ts'
import { trayBarOf } from '../../../electron/desktop/tray-bar.ts'

const INSTALLED = 'C:\\Program Files\\Latchkey\\Latchkey.exe'
const FROM_SOURCES = 'C:\\Users\\Ada B\\latchkey\\electron.exe'
const inRepository = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8')

test('on Windows the installed program bears the name that its installer gives the shortcut', () => {
  const appId = /^appId: (.+)$/m.exec(inRepository('electron-builder.yml'))?.[1]
  expect(appUserModelId('win32', true, INSTALLED)).toBe(appId)
})

test.each([
  { says: 'its path from the sources on Windows', platform: 'win32', isPackaged: false, gives: FROM_SOURCES },
  { says: 'none on macOS', platform: 'darwin', isPackaged: true, gives: undefined },
  { says: 'none on Linux', platform: 'linux', isPackaged: true, gives: undefined },
] as const)('the name for Windows: $says', ({ platform, isPackaged, gives }) => {
  expect(appUserModelId(platform, isPackaged, FROM_SOURCES)).toBe(gives)
})

test.each([
  { says: 'light windows under a dark taskbar', platform: 'win32', windows: false, system: true, gives: 'dark' },
  { says: 'dark windows over a light taskbar', platform: 'win32', windows: true, system: false, gives: 'light' },
  { says: 'an Electron that knows no taskbar', platform: 'win32', windows: true, system: undefined, gives: 'dark' },
  { says: 'a dark desktop on Linux, where Electron says nothing of the panel', platform: 'linux', windows: true, system: false, gives: 'dark' },
  { says: 'the menu bar of macOS, light', platform: 'darwin', windows: false, system: false, gives: 'template' },
  { says: 'the menu bar of macOS, dark', platform: 'darwin', windows: true, system: true, gives: 'template' },
] as const)('the tray is drawn for what it stands on: $says', ({ platform, windows, system, gives }) => {
  const themes = { shouldUseDarkColors: windows, ...(system === undefined ? {} : { shouldUseDarkColorsForSystemIntegratedUI: system }) }
  expect(trayBarOf(platform, themes)).toBe(gives)
})

describe('the login item', () => {
  test('on Windows it is the program with its words, unquoted, since Electron quotes them', () => {
    expect(systemLoginItem('win32', true, [INSTALLED, '--hidden'])).toEqual({ openAtLogin: true, path: INSTALLED, args: ['--hidden'] })
  })

  test('on Windows from the sources it starts the app, and not a bare Electron', () => {
    expect(systemLoginItem('win32', true, [FROM_SOURCES, 'C:\\Users\\Ada B\\latchkey', '--hidden'])).toEqual({
      openAtLogin: true, path: FROM_SOURCES, args: ['C:\\Users\\Ada B\\latchkey', '--hidden'],
    })
  })

  test('on macOS it is the bundle, which takes no words', () => {
    expect(systemLoginItem('darwin', true, ['/Applications/Latchkey.app/Contents/MacOS/Latchkey', '--hidden'])).toEqual({ openAtLogin: true })
  })

  test.each(['darwin', 'win32'] as const)('on %s it goes when it is not wanted', platform => {
    expect(systemLoginItem(platform, false, [INSTALLED, '--hidden'])).toMatchObject({ openAtLogin: false })
  })
})

describe('closing the window into the tray', () => {
  /** A window that leaves full screen when `spaceCloses` is called, as macOS does after its animation. */
  function fakeWindow(isFull: boolean) {
    const done: string[] = []
    let left: () => void = () => { throw new Error('nobody waits for the window to leave full screen') }
    const window = {
      isFullScreen: () => isFull,
      setFullScreen: (wanted: boolean) => void done.push(wanted ? 'enter full screen' : 'leave full screen'),
      once: (_event: 'leave-full-screen', listener: () => void) => { left = listener },
      hide: () => void done.push('hide'),
    }
    return { window, done, spaceCloses: () => left() }
  }

  test('in full screen on macOS it leaves that first, and hides once it has', () => {
    const { window, done, spaceCloses } = fakeWindow(true)
    hideWindow(window, 'darwin')
    expect(done).toEqual(['leave full screen'])
    spaceCloses()
    expect(done).toEqual(['leave full screen', 'hide'])
  })

  test.each([
    { says: 'on macOS, no full screen', platform: 'darwin', isFull: false },
    { says: 'in full screen on Windows', platform: 'win32', isFull: true },
    { says: 'in full screen on Linux', platform: 'linux', isFull: true },
  ] as const)('else it hides at once: $says', ({ platform, isFull }) => {
    const { window, done } = fakeWindow(isFull)
    hideWindow(window, platform)
    expect(done).toEqual(['hide'])
  })
})
