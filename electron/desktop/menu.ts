import { Menu, type MenuItemConstructorOptions } from 'electron'
import type { WindowEvent } from '../../shared/contract.ts'
import type { Words } from '../../shared/words/words.ts'

type Screen = Extract<WindowEvent, { kind: 'show' }>['screen']

export interface MenuActions {
  show: (screen: Screen) => void
  showFile: () => void
  quit: () => void
}

/** Sets the application menu as each system expects it. */
export function setMenu(words: Words, actions: MenuActions): void {
  const isMac = process.platform === 'darwin'
  const { t } = words
  const settings: MenuItemConstructorOptions = { label: t('menu.settings'), accelerator: 'CommandOrControl+,', click: () => actions.show('settings') }
  const quit: MenuItemConstructorOptions = { label: t('menu.quit'), accelerator: 'CommandOrControl+Q', click: () => actions.quit() }
  const about: MenuItemConstructorOptions = { label: t('menu.about'), click: () => actions.show('about') }
  const line: MenuItemConstructorOptions = { type: 'separator' }
  const template: MenuItemConstructorOptions[] = [
    ...(isMac ? [{ label: t('menu.app'), submenu: [about, line, settings, line, { role: 'hide' as const }, { role: 'hideOthers' as const }, line, quit] }] : []),
    {
      label: t('menu.file'),
      submenu: [
        { label: t('menu.generate'), accelerator: 'CommandOrControl+N', click: () => actions.show('generateKey') },
        { label: t('menu.connect'), click: () => actions.show('connect') },
        { label: t('menu.showFile'), click: () => actions.showFile() },
        { label: t('menu.panic'), click: () => actions.show('panic') },
        line,
        { label: t('menu.close'), accelerator: 'CommandOrControl+W', role: 'close' },
        ...(isMac ? [] : [settings, line, quit]),
      ],
    },
    { label: t('menu.edit'), role: 'editMenu' },
    {
      label: t('menu.view'),
      submenu: [
        { label: t('menu.home'), accelerator: 'CommandOrControl+1', click: () => actions.show('home') },
        { label: t('menu.keys'), accelerator: 'CommandOrControl+2', click: () => actions.show('keys') },
        { label: t('menu.activity'), accelerator: 'CommandOrControl+3', click: () => actions.show('activity') },
        { label: t('menu.doctor'), accelerator: 'CommandOrControl+4', click: () => actions.show('doctor') },
        line,
        { role: 'resetZoom' }, { role: 'zoomIn' }, { role: 'zoomOut' }, { role: 'togglefullscreen' },
      ],
    },
    { label: t('menu.window'), role: 'windowMenu' },
    {
      label: t('menu.help'), role: 'help',
      submenu: [{ label: t('menu.shortcuts'), accelerator: 'CommandOrControl+/', click: () => actions.show('shortcuts') }, { label: t('menu.doctor'), click: () => actions.show('doctor') }, ...(isMac ? [] : [line, about])],
    },
  ]
  Menu.setApplicationMenu(Menu.buildFromTemplate(template))
}
