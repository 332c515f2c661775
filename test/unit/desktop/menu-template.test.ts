import type { MenuItemConstructorOptions } from 'electron'
import { describe, expect, test } from 'vitest'
import { menuTemplate } from '../../../electron/desktop/menu-template.ts'
import { makeWords } from '../../../shared/words/words.ts'

const NOTHING = { show: () => undefined, showFile: () => undefined, quit: () => undefined }

function menuOf(platform: NodeJS.Platform, locale = 'en', actions = NOTHING) {
  return menuTemplate(makeWords(locale), platform, actions)
}

function below(item: MenuItemConstructorOptions): MenuItemConstructorOptions[] {
  return Array.isArray(item.submenu) ? item.submenu : []
}

const everything = (menu: MenuItemConstructorOptions[]) => menu.flatMap(item => [item, ...below(item)])
const rolesOf = (items: MenuItemConstructorOptions[]) => items.flatMap(({ role }) => role ?? [])

describe.each(['darwin', 'win32', 'linux'] as const)('the application menu on %s', platform => {
  test('has words of ours on every entry, in both languages', () => {
    for (const locale of ['en', 'es']) {
      const wordless = everything(menuOf(platform, locale)).filter(({ type, label }) => type !== 'separator' && (label ?? '') === '')
      expect(wordless, locale).toEqual([])
    }
  })

  test('leaves no menu to Electron, which would fill it in English', () => {
    expect(menuOf(platform).filter(item => below(item).length === 0)).toEqual([])
  })

  test('gives every key once', () => {
    const keys = everything(menuOf(platform)).flatMap(({ accelerator }) => accelerator ?? [])
    expect(keys).toEqual([...new Set(keys)])
  })

  test('edits text', () => {
    expect(rolesOf(everything(menuOf(platform)))).toEqual(expect.arrayContaining(['undo', 'redo', 'cut', 'copy', 'paste', 'selectAll']))
  })

  test('quits through the app, which clears the clipboard first', () => {
    let quits = 0
    const quit = everything(menuOf(platform, 'en', { ...NOTHING, quit: () => { quits += 1 } })).find(({ accelerator }) => accelerator === 'CommandOrControl+Q')
    expect(quit?.role).toBeUndefined()
    quit?.click?.(undefined as never, undefined, undefined as never)
    expect(quits).toBe(1)
  })
})

test('on macOS the first menu is the app\'s own: about, settings, hiding and quitting', () => {
  const [own] = menuOf('darwin')
  expect(own?.label).toBe('Latchkey')
  expect(rolesOf(below(own ?? {}))).toEqual(['hide', 'hideOthers', 'unhide'])
  expect(below(own ?? {}).flatMap(({ accelerator }) => accelerator ?? [])).toEqual(['CommandOrControl+,', 'CommandOrControl+Q'])
})

test('macOS is told which menus are for windows and for help, and where to bring all to the front', () => {
  const menu = menuOf('darwin')
  expect(rolesOf(menu)).toEqual(['window', 'help'])
  expect(rolesOf(everything(menu))).toContain('front')
})

test.each(['win32', 'linux'] as const)('on %s settings and quitting stand in the first menu, about in the last', platform => {
  const menu = menuOf(platform)
  expect(below(menu[0] ?? {}).flatMap(({ accelerator }) => accelerator ?? [])).toEqual(expect.arrayContaining(['CommandOrControl+,', 'CommandOrControl+Q']))
  expect(below(menu.at(-1) ?? {}).at(-1)?.label).toBe('About Latchkey')
  expect(rolesOf(everything(menu))).not.toContain('front')
})
