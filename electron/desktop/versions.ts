import { arch, release } from 'node:os'
import { app } from 'electron'

/** What runs, by name, as a report names it. */
export function versions(): Readonly<Record<string, string>> {
  const { electron = '', chrome = '', node = '' } = process.versions
  return { Latchkey: app.getVersion(), Electron: electron, Chromium: chrome, Node: node, [systemName()]: `${release()} (${arch()})` }
}

function systemName(): string {
  return process.platform === 'darwin' ? 'macOS' : process.platform === 'win32' ? 'Windows' : 'Linux'
}
