import { expect, test } from 'vitest'
import { asWritten } from '../../../electron/desktop/as-written.ts'
import { autostartEntry } from '../../../electron/desktop/autostart-entry.ts'

test.each([
  { path: '/home/ada/.cerby/credentials', home: '/home/ada', platform: 'linux', gives: '~/.cerby/credentials' },
  { path: '/srv/credentials', home: '/home/ada', platform: 'linux', gives: '/srv/credentials' },
  { path: '/home/adam/.cerby/credentials', home: '/home/ada', platform: 'darwin', gives: '/home/adam/.cerby/credentials' },
  { path: 'C:\\Users\\ada\\.cerby\\credentials', home: 'C:\\Users\\ada', platform: 'win32', gives: '%userprofile%\\.cerby\\credentials' },
] as const)('on $platform $path is written $gives', ({ path, home, platform, gives }) => {
  expect(asWritten(path, home, platform)).toBe(gives)
})

test('an autostart entry quotes what the Exec key would read otherwise', () => {
  expect(autostartEntry(['/opt/My "Apps"/latch$key', '100%', '--hidden'])).toContain('Exec="/opt/My \\"Apps\\"/latch\\$key" "100%%" "--hidden"\n')
})
