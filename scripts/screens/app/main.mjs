/** A window for the gallery, as the app's own is: `electron scripts/screens/app URL`. */
import { app, BrowserWindow } from 'electron'

const url = process.argv.find(word => word.startsWith('http://127.0.0.1:')) ?? 'about:blank'

app.on('window-all-closed', () => app.quit())
// Not awaited: the app is ready only after this module has run.
void app.whenReady().then(() =>
  new BrowserWindow({ width: 1120, height: 740, useContentSize: true, webPreferences: { sandbox: true } }).loadURL(url))
