import { Menu, nativeImage, nativeTheme, Tray, type MenuItemConstructorOptions, type NativeImage } from 'electron'
import { menuLabel, type TrayAction, type TrayIcon, type TrayItem, type TrayModel } from './tray-model.ts'
import { trayBarOf } from './tray-bar.ts'
import { trayPicture, type TrayBar } from './tray-pictures.ts'

const UNSEEN_MS = 300

export interface OpenTray {
  draw(model: TrayModel): void
  close(): void
}

/**
 * Puts the key into the tray (on macOS, the menu bar).
 *
 * A state shorter than 300 ms is not drawn, so that a quick refresh is one change and no flicker.
 */
export function openTray(act: (action: TrayAction) => void): OpenTray {
  const tray = new Tray(picture('fresh', trayBarOf(process.platform, nativeTheme)))
  let drawn = ''
  let timer: ReturnType<typeof setTimeout> | undefined
  let latest: TrayModel | undefined

  function paint(): void {
    timer = undefined
    if (latest === undefined || tray.isDestroyed()) return
    const bar = trayBarOf(process.platform, nativeTheme)
    const now = JSON.stringify([latest, bar])
    if (now === drawn) return
    drawn = now
    tray.setImage(picture(latest.icon, bar))
    tray.setToolTip(latest.tooltip)
    // A new menu each time: Linux panels don't see changes inside one.
    tray.setContextMenu(Menu.buildFromTemplate(latest.items.map(item => templateOf(item, act))))
  }

  // A click shows the menu by itself on macOS; elsewhere it opens the window, as people expect there.
  if (process.platform !== 'darwin') tray.on('click', () => act({ kind: 'open' }))
  const redraw = () => paint()
  nativeTheme.on('updated', redraw)

  return {
    draw(model) {
      const isFirst = latest === undefined
      latest = model
      if (isFirst) return paint()
      timer ??= setTimeout(paint, UNSEEN_MS)
    },
    close() {
      clearTimeout(timer)
      nativeTheme.off('updated', redraw)
      tray.destroy()
    },
  }
}

function templateOf(item: TrayItem, act: (action: TrayAction) => void): MenuItemConstructorOptions {
  switch (item.kind) {
    case 'heading':
      return { label: menuLabel(item.label), enabled: false }
    case 'line':
      return { type: 'separator' }
    case 'menu':
      return { label: menuLabel(item.label), submenu: item.items.map(inner => templateOf(inner, act)) }
    case 'item':
      return { label: menuLabel(item.label), click: () => act(item.action) }
  }
}

function picture(icon: TrayIcon, bar: TrayBar): NativeImage {
  const image = nativeImage.createEmpty()
  // Drawn at 32 px, shown at 16: sharp on every display.
  image.addRepresentation({ scaleFactor: 2, width: 32, height: 32, dataURL: trayPicture(icon, bar) })
  if (bar === 'template') image.setTemplateImage(true)
  return image
}
