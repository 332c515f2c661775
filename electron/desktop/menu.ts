import { Menu } from 'electron'
import type { Words } from '../../shared/words/words.ts'
import { menuTemplate, type MenuActions } from './menu-template.ts'

/** Sets the application menu as each system expects it. */
export function setMenu(words: Words, actions: MenuActions): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(words, process.platform, actions)))
}
