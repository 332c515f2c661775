import type { BrowserWindow, IpcMainInvokeEvent } from 'electron'
import type { Sender } from './serve.ts'

/** Reads off an IPC event what `serve` decides on. A frame that is gone is no frame of ours. */
export function senderOf(event: IpcMainInvokeEvent, ourWindow: BrowserWindow | undefined): Sender {
  const frame = event.senderFrame
  const contents = ourWindow?.isDestroyed() === false ? ourWindow.webContents : undefined
  const isOurs = frame !== null && contents !== undefined && event.sender === contents && frame === contents.mainFrame
  return { isMainFrameOfOurWindow: isOurs, origin: frame === null ? '' : originOf(frame.url) }
}

/** `scheme://host` of an address; URL.origin is `null` for schemes that Node doesn't know, such as ours. */
function originOf(address: string): string {
  if (!URL.canParse(address)) return ''
  const { protocol, host } = new URL(address)
  return `${protocol}//${host}`
}
