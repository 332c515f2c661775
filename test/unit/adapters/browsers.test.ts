import { describe, expect, test } from 'vitest'
import { commandFor, readDesktopEntry } from '../../../electron/adapters/browsers/desktop-entry.ts'
import { findMacBrowsers } from '../../../electron/adapters/browsers/mac-browsers.ts'
import { browsersIn, findWindowsBrowsers } from '../../../electron/adapters/browsers/windows-browsers.ts'

const PAGE = 'https://id.acme.example/authorize?state=a%20b&prompt=login'
const entry = (exec: string, more = '') => `# a remark\n[Desktop Entry]\nType=Application\nName=Fox\nName[es]=Zorro\nExec=${exec}\nMimeType=text/html;x-scheme-handler/https;\n${more}\n[Desktop Action new]\nExec=fox --new\n`

describe('a desktop entry', () => {
  test.each([
    { says: 'takes the address where %u stands', exec: 'fox %u', gives: ['fox', PAGE] },
    { says: 'takes it as one word, whatever is in it', exec: 'fox --url=%U', gives: ['fox', `--url=${PAGE}`] },
    { says: 'keeps a quoted word together', exec: String.raw`"/opt/my fox/fox" --class "a \"b\" \$c" %u`, gives: ['/opt/my fox/fox', '--class', 'a "b" $c', PAGE] },
    { says: 'drops icon and file codes, doubles no per cent', exec: 'fox %i --hundred=100%% %u', gives: ['fox', '--hundred=100%', PAGE] },
    { says: 'reads a backslash as the string rule and then the Exec rule say', exec: String.raw`fox "a\\\\b" %u`, gives: ['fox', String.raw`a\b`, PAGE] },
    { says: 'without a place for an address opens none', exec: 'fox', gives: undefined },
    { says: 'with an escaped %u has no place either', exec: 'fox %%u', gives: undefined },
  ])('$says', ({ exec, gives }) => {
    const read = readDesktopEntry(entry(exec))
    expect(read && commandFor(read, PAGE)).toEqual(gives)
  })

  test.each([
    { says: 'no desktop entry', text: 'Exec=fox %u' },
    { says: 'a link', text: entry('fox %u').replace('Type=Application', 'Type=Link') },
    { says: 'deleted by the person', text: entry('fox %u', 'Hidden=true') },
    { says: 'not for a person to choose', text: entry('fox %u', 'NoDisplay=true') },
    { says: 'for a terminal', text: entry('fox %u', 'Terminal=true') },
    { says: 'an open quote', text: entry('"fox %u') },
  ])('is none when it is $says', ({ text }) => {
    expect(readDesktopEntry(text)).toBeUndefined()
  })
})

// As `reg query HKLM\Software\Clients\StartMenuInternet /s /ve` prints it on a German Windows.
const REGISTRY = [
  '', String.raw`HKEY_LOCAL_MACHINE\Software\Clients\StartMenuInternet\Firefox-308046B0AF4A39CB`, '    (Standard)    REG_SZ    Mozilla Firefox',
  '', String.raw`HKEY_LOCAL_MACHINE\Software\Clients\StartMenuInternet\Firefox-308046B0AF4A39CB\DefaultIcon`, String.raw`    (Standard)    REG_SZ    C:\Program Files\Mozilla Firefox\firefox.exe,0`,
  '', String.raw`HKEY_LOCAL_MACHINE\Software\Clients\StartMenuInternet\Firefox-308046B0AF4A39CB\shell\open\command`, String.raw`    (Standard)    REG_SZ    "C:\Program Files\Mozilla Firefox\firefox.exe"`,
  '', String.raw`HKEY_LOCAL_MACHINE\Software\Clients\StartMenuInternet\Google Chrome`, '    (Standard)    REG_SZ    Google Chrome',
  '', String.raw`HKEY_LOCAL_MACHINE\Software\Clients\StartMenuInternet\Google Chrome\shell\open\command`, String.raw`    (Standard)    REG_SZ    C:\Program Files\Google\Chrome\Application\chrome.exe --single-argument %1`,
  '', String.raw`HKEY_LOCAL_MACHINE\Software\Clients\StartMenuInternet\Odd\shell\open\command`, '    (Standard)    REG_SZ    cmd /c calc',
  '', 'Suche beendet: 7 Übereinstimmung(en) gefunden.', '',
].join('\r\n')

test('Windows: the registered clients with a program of their own, in any language', () => {
  expect(browsersIn(REGISTRY).map(({ id, name, command }) => [id, name, command(PAGE)])).toEqual([
    ['Firefox-308046B0AF4A39CB', 'Mozilla Firefox', [String.raw`C:\Program Files\Mozilla Firefox\firefox.exe`, PAGE]],
    ['Google Chrome', 'Google Chrome', [String.raw`C:\Program Files\Google\Chrome\Application\chrome.exe`, PAGE]],
  ])
})

test('Windows: one that is registered for person and machine is one', async () => {
  const asked: string[] = []
  const found = await findWindowsBrowsers(key => { asked.push(key); return Promise.resolve(REGISTRY) })()
  expect(found).toHaveLength(2)
  expect(asked).toEqual([String.raw`HKCU\Software\Clients\StartMenuInternet`, String.raw`HKLM\Software\Clients\StartMenuInternet`])
})

test('macOS: where no application stands there is no browser', async () => {
  expect(await findMacBrowsers(['/nowhere'])()).toEqual([])
})
