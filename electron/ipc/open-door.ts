import { ipcMain, type BrowserWindow } from 'electron'
import { CALL_CHANNEL } from '../../shared/channels.ts'
import type { Serve } from './serve.ts'
import { senderOf } from './trusted-sender.ts'

/** Opens the one channel for calls. */
export function openDoor(serve: Serve, ourWindow: () => BrowserWindow | undefined): void {
  ipcMain.handle(CALL_CHANNEL, (event, name: unknown, input: unknown) => serve(senderOf(event, ourWindow()), name, input))
}
