import { describe, expect, test } from 'vitest'
import { credentialsPath, filePlace, profileFromEnvironment } from '../../../electron/adapters/credentials-file/credentials-path.ts'

const HOMES = { linux: '/home/ada', darwin: '/Users/ada', win32: 'C:\\Users\\ada' } as const
const FILE = 'CERBY_SHARED_CREDENTIALS_FILE'

describe('where the credentials file is', () => {
  test.each([
    { says: 'in the home folder on Linux', platform: 'linux', set: undefined, path: '/home/ada/.cerby/credentials', isDefault: true },
    { says: 'in the home folder on macOS', platform: 'darwin', set: undefined, path: '/Users/ada/.cerby/credentials', isDefault: true },
    { says: 'in the user profile on Windows', platform: 'win32', set: undefined, path: 'C:\\Users\\ada\\.cerby\\credentials', isDefault: true },
    { says: 'as if unset where the variable is empty', platform: 'linux', set: '', path: '/home/ada/.cerby/credentials', isDefault: true },
    { says: 'where the variable says', platform: 'linux', set: '/run/creds', path: '/run/creds', isDefault: false },
    { says: 'beneath the home folder for ~/', platform: 'linux', set: '~/creds', path: '/home/ada/creds', isDefault: false },
    { says: 'tidied', platform: 'linux', set: '/run/../srv//creds', path: '/srv/creds', isDefault: false },
    { says: 'beneath the user profile for ~\\', platform: 'win32', set: '~\\creds', path: 'C:\\Users\\ada\\creds', isDefault: false },
    { says: 'beneath the user profile for ~/ too', platform: 'win32', set: '~/sub/creds', path: 'C:\\Users\\ada\\sub\\creds', isDefault: false },
    { says: 'on another drive', platform: 'win32', set: 'D:/keys/creds', path: 'D:\\keys\\creds', isDefault: false },
    { says: 'on a share, which is told later', platform: 'win32', set: '\\\\nas\\home\\creds', path: '\\\\nas\\home\\creds', isDefault: false },
    { says: 'under a name that begins with a tilde', platform: 'linux', set: '/srv/~creds', path: '/srv/~creds', isDefault: false },
  ] as const)('$says', ({ platform, set, path, isDefault }) => {
    expect(credentialsPath({ [FILE]: set }, HOMES[platform], platform)).toEqual({ ok: true, value: { path, isDefault } })
  })

  test.each([
    { says: 'a relative path', platform: 'linux', set: 'creds' },
    { says: "another user's home, which only a shell knows", platform: 'linux', set: '~eve/creds' },
    { says: 'a name with NUL', platform: 'linux', set: '/srv/a\0b' },
    { says: 'a folder', platform: 'linux', set: '/srv/creds/' },
    { says: 'a folder beneath the home folder', platform: 'darwin', set: '~/' },
    { says: 'a folder on Windows', platform: 'win32', set: 'D:\\keys\\' },
    { says: 'a path on the current drive', platform: 'win32', set: '\\creds' },
    { says: 'a path in the folder of a drive', platform: 'win32', set: 'C:creds' },
    { says: 'a backslash tilde where backslashes are names', platform: 'darwin', set: '~\\creds' },
  ] as const)('can not be $says', ({ platform, set }) => {
    expect(credentialsPath({ [FILE]: set }, HOMES[platform], platform)).toEqual({ ok: false, failure: { code: 'no_path_of_a_file', path: set } })
  })
})

describe('the file and the first profile', () => {
  test.each([
    { says: 'are the usual ones when nothing is set', set: {}, gives: { path: '/home/ada/.cerby/credentials', isDefault: true, profile: 'default', refused: [] } },
    { says: 'are those that are named', set: { [FILE]: '~/creds', CERBY_PROFILE: 'work' }, gives: { path: '/home/ada/creds', isDefault: false, profile: 'work', refused: [] } },
    { says: 'fall back each by itself, and say so', set: { [FILE]: '~/creds', CERBY_PROFILE: 'a b' }, gives: { path: '/home/ada/creds', isDefault: false, profile: 'default', refused: ['CERBY_PROFILE'] } },
    { says: 'fall back from a relative path', set: { [FILE]: 'creds', CERBY_PROFILE: 'work' }, gives: { path: '/home/ada/.cerby/credentials', isDefault: true, profile: 'work', refused: [FILE] } },
  ])('$says', ({ set, gives }) => {
    expect(filePlace(set, HOMES.linux, 'linux')).toEqual(gives)
  })
})

describe('which profile a tool uses', () => {
  test.each([
    { says: 'default when told nothing', set: undefined, gives: { ok: true, value: 'default' } },
    { says: 'default for an empty variable', set: '', gives: { ok: true, value: 'default' } },
    { says: 'the one that is named', set: 'acme', gives: { ok: true, value: 'acme' } },
    { says: 'none for a name that no section can have', set: 'a b', gives: { ok: false, failure: { code: 'profile_name_invalid' } } },
  ])('$says', ({ set, gives }) => {
    expect(profileFromEnvironment({ CERBY_PROFILE: set })).toEqual(gives)
  })
})
