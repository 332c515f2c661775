import { dialog, type BrowserWindow } from 'electron'

/** Asks the person where the .env file is, or should be; `undefined` when they chose none. */
export async function chooseEnvFile(window: BrowserWindow | undefined): Promise<string | undefined> {
  const options = { defaultPath: '.env', properties: ['showHiddenFiles' as const, 'createDirectory' as const] }
  // An existing file is changed by a line, never replaced, so the dialog's own question whether to replace it may stand.
  const { canceled, filePath } = await (window === undefined ? dialog.showSaveDialog(options) : dialog.showSaveDialog(window, options))
  return canceled || filePath === '' ? undefined : filePath
}
