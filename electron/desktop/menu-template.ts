import type { MenuItemConstructorOptions } from 'electron'
import type { WindowEvent } from '../../shared/contract.ts'
import type { Words } from '../../shared/words/words.ts'

type Screen = Extract<WindowEvent, { kind: 'show' }>['screen']
type Item = MenuItemConstructorOptions
type Role = NonNullable<Item['role']>

export interface MenuActions {
  show: (screen: Screen) => void
  showFile: () => void
  quit: () => void
}

const LINE: Item = { type: 'separator' }

/**
 * The application menu as each system expects it. Every entry has words of ours: Electron's own for a role are English in
 * every language, and macOS shows this menu at all times.
 */
export function menuTemplate({ t }: Words, platform: NodeJS.Platform, actions: MenuActions): Item[] {
  const isMac = platform === 'darwin'
  const shows = (label: string, screen: Screen, accelerator?: string): Item => ({ label, ...(accelerator === undefined ? {} : { accelerator }), click: () => actions.show(screen) })
  const settings = shows(t('menu.settings'), 'settings', 'CommandOrControl+,')
  const about = shows(t('menu.about'), 'about')
  const quit: Item = { label: t('menu.quit'), accelerator: 'CommandOrControl+Q', click: () => actions.quit() }
  return [
    ...(isMac ? [{ label: t('menu.app'), submenu: [about, LINE, settings, LINE, ...appRoles(t), LINE, quit] }] : []),
    {
      label: t('menu.file'),
      submenu: [
        shows(t('menu.generate'), 'generateKey', 'CommandOrControl+N'),
        shows(t('menu.connect'), 'connect'),
        { label: t('menu.showFile'), click: () => actions.showFile() },
        shows(t('menu.panic'), 'panic'),
        LINE,
        { label: t('menu.close'), accelerator: 'CommandOrControl+W', role: 'close' },
        ...(isMac ? [] : [settings, LINE, quit]),
      ],
    },
    { label: t('menu.edit'), submenu: editRoles(t) },
    {
      label: t('menu.view'),
      submenu: [
        shows(t('menu.home'), 'home', 'CommandOrControl+1'),
        shows(t('menu.keys'), 'keys', 'CommandOrControl+2'),
        shows(t('menu.activity'), 'activity', 'CommandOrControl+3'),
        shows(t('menu.doctor'), 'doctor', 'CommandOrControl+4'),
        LINE,
        ...viewRoles(t),
      ],
    },
    { label: t('menu.window'), role: 'window', submenu: windowRoles(t, isMac) },
    {
      label: t('menu.help'), role: 'help',
      submenu: [shows(t('menu.shortcuts'), 'shortcuts', 'CommandOrControl+/'), shows(t('menu.doctor'), 'doctor'), ...(isMac ? [] : [LINE, about])],
    },
  ]
}

type Say = Words['t']
const role = (name: Role, label: string): Item => ({ role: name, label })

function appRoles(t: Say): Item[] {
  return [role('hide', t('menu.hide')), role('hideOthers', t('menu.hideOthers')), role('unhide', t('menu.showAll'))]
}

function editRoles(t: Say): Item[] {
  return [
    role('undo', t('menu.undo')), role('redo', t('menu.redo')), LINE,
    role('cut', t('menu.cut')), role('copy', t('menu.copy')), role('paste', t('menu.paste')), role('delete', t('menu.delete')), LINE,
    role('selectAll', t('menu.selectAll')),
  ]
}

function viewRoles(t: Say): Item[] {
  return [role('resetZoom', t('menu.resetZoom')), role('zoomIn', t('menu.zoomIn')), role('zoomOut', t('menu.zoomOut')), role('togglefullscreen', t('menu.fullScreen'))]
}

function windowRoles(t: Say, isMac: boolean): Item[] {
  return [role('minimize', t('menu.minimize')), role('zoom', t('menu.zoom')), ...(isMac ? [LINE, role('front', t('menu.front'))] : [])]
}
