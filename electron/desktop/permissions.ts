import { app, type Session } from 'electron'

/**
 * Denies whatever runs in a session everything that a web page could ask for, and, unless the app itself needs it, every
 * request that isn't for our own files.
 */
export function denyPermissions(session: Session, { network }: { network: 'kept' | 'cut' } = { network: 'cut' }): void {
  session.setPermissionRequestHandler((_contents, _permission, decide) => decide(false))
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
  session.on('will-download', event => event.preventDefault())
  if (network === 'kept') return
  // SECURITY: the window needs no network; what slips through the content policy ends here.
  session.webRequest.onBeforeRequest((details, decide) => {
    decide({ cancel: !/^(app:\/\/latchkey\/|devtools:)/.test(details.url) })
  })
}

/** No content of ours ever leaves its page, opens a window or holds a webview. */
export function denyNavigation(): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }))
    contents.on('will-navigate', event => event.preventDefault())
    contents.on('will-redirect', event => event.preventDefault())
    contents.on('will-frame-navigate', event => event.preventDefault())
    contents.on('will-attach-webview', event => event.preventDefault())
  })
}
