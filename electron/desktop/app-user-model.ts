/** The `appId` of electron-builder.yml. */
const APP_ID = 'app.latchkey.desktop'

/**
 * Under which name Windows knows this program; `undefined` elsewhere.
 *
 * The installer gives its shortcut the package's `appId`, and Windows shows the notifications of a program, and lets a
 * person silence them, only under the name that its shortcut has (Electron, "Notifications", Windows). From its sources it
 * has no shortcut: its path serves, as Electron's page says.
 */
export function appUserModelId(platform: NodeJS.Platform, isPackaged: boolean, program: string): string | undefined {
  if (platform !== 'win32') return undefined
  return isPackaged ? APP_ID : program
}
