/** The part of a `BrowserWindow` that hiding needs. */
export interface HidingWindow {
  isFullScreen(): boolean
  setFullScreen(isFull: boolean): void
  once(event: 'leave-full-screen', listener: () => void): unknown
  hide(): void
}

/**
 * Hides the window. On macOS it leaves full screen first: a window that is hidden there leaves its space behind, black and
 * empty (electron#20263, electron#39572).
 */
export function hideWindow(window: HidingWindow, platform: NodeJS.Platform): void {
  if (platform !== 'darwin' || !window.isFullScreen()) return window.hide()
  window.once('leave-full-screen', () => window.hide())
  window.setFullScreen(false)
}
