import { ipcMain, type BrowserWindow } from 'electron'
import { EVENT_CHANNEL } from '../../shared/channels.ts'
import type { WindowEvent } from '../../shared/contract.ts'
import type { AppStore } from '../core/state/app-store.ts'
import { senderOf } from './trusted-sender.ts'

/** Tells the window something, if there is one. */
export type TellWindow = (event: WindowEvent) => void

/**
 * Sends the window each new state, once per turn of the event loop however many events came in it, and the current one
 * whenever it subscribes anew.
 */
export function publishState(store: AppStore, ourWindow: () => BrowserWindow | undefined): TellWindow {
  const tell: TellWindow = event => {
    const window = ourWindow()
    if (window !== undefined && !window.isDestroyed()) window.webContents.send(EVENT_CHANNEL, event)
  }
  let isPlanned = false
  store.subscribe(() => {
    if (isPlanned) return
    isPlanned = true
    setImmediate(() => {
      isPlanned = false
      tell({ kind: 'state', state: store.state() })
    })
  })
  ipcMain.on(EVENT_CHANNEL, event => {
    const sender = senderOf(event, ourWindow())
    if (sender.isMainFrameOfOurWindow) tell({ kind: 'state', state: store.state() })
  })
  return tell
}
