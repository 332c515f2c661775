import { describe, expect, test } from 'vitest'
import { fileFailure } from '../../../electron/adapters/credentials-file/file-failure.ts'
import { isMountedIn } from '../../../electron/adapters/credentials-file/mount-point.ts'
import { isLinuxShare, isOnNetworkShare, macFileSystem } from '../../../electron/adapters/credentials-file/network-share.ts'
import { renameOver } from '../../../electron/adapters/credentials-file/replace-file.ts'

const systemError = (code: string) => Object.assign(new Error(code), { code })

describe('a network share', () => {
  test.each([
    { says: 'NFS', type: 0x6969, gives: true },
    { says: 'CIFS, as a signed number', type: -11317950, gives: true },
    { says: 'SMB 2', type: 0xfe534d42, gives: true },
    { says: 'a Windows drive in WSL', type: 0x01021997, gives: true },
    { says: 'ext4', type: 0xef53, gives: false },
    { says: 'tmpfs', type: 0x01021994, gives: false },
    { says: 'btrfs, as a signed number', type: -1859950530, gives: false },
  ])('Linux tells $says', ({ type, gives }) => {
    expect(isLinuxShare(type)).toBe(gives)
  })

  const MOUNTS = [
    '/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)',
    '/dev/disk3s5 on /System/Volumes/Data (apfs, local, journaled, nobrowse)',
    '//ada@nas/home on /Volumes/home (smbfs, nodev, nosuid, mounted by ada)',
    'nas:/export on /Volumes/my home (nfs, nodev)',
  ].join('\n')
  test.each([
    { says: 'of the root', folder: '/etc', gives: 'apfs' },
    { says: 'of a share', folder: '/Volumes/home/ada', gives: 'smbfs' },
    { says: 'of a mount point itself', folder: '/Volumes/home', gives: 'smbfs' },
    { says: 'of a folder whose name only begins alike', folder: '/Volumes/homes', gives: 'apfs' },
    { says: 'of a place with a space', folder: '/Volumes/my home/x', gives: 'nfs' },
  ])('macOS names the type $says', ({ folder, gives }) => {
    expect(macFileSystem(MOUNTS, folder)).toBe(gives)
  })

  test.each([
    { folder: '\\\\nas\\home\\ada', gives: true },
    { folder: '\\\\?\\UNC\\nas\\home', gives: true },
    { folder: '//nas/home', gives: true },
    { folder: 'C:\\Users\\ada', gives: false },
    { folder: '\\\\?\\C:\\Users', gives: false },
    { folder: '\\\\.\\C:\\Users', gives: false },
  ])('Windows: $folder is $gives', async ({ folder, gives }) => {
    expect(await isOnNetworkShare(folder, 'win32', () => Promise.resolve(''))).toBe(gives)
  })
})

describe('a mount point', () => {
  const INFO = '36 35 98:0 / / rw shared:1 - ext4 /dev/vda rw\n40 36 98:0 /creds /home/ada/my\\040keys/credentials rw - ext4 /dev/vda rw\n'
  test.each([
    { path: '/home/ada/my keys/credentials', gives: true },
    { path: '/home/ada/my keys', gives: false },
    { path: '/', gives: true },
  ])('$path: $gives', ({ path, gives }) => {
    expect(isMountedIn(INFO, path)).toBe(gives)
  })
})

describe('a system error', () => {
  test.each([
    { error: 'ENOSPC', code: 'disk_full' },
    { error: 'EDQUOT', code: 'disk_full' },
    { error: 'EROFS', code: 'read_only' },
    { error: 'EACCES', code: 'no_permission' },
    { error: 'EPERM', code: 'no_permission' },
    { error: 'EISDIR', code: 'is_directory' },
    { error: 'ENOENT', code: 'parent_missing' },
    { error: 'ENOTDIR', code: 'parent_missing' },
    { error: 'EXDEV', code: 'mounted_file' },
    { error: 'EIO', code: 'write_failed' },
    { error: 'EMFILE', code: 'write_failed' },
  ])('$error is $code', ({ error, code }) => {
    expect(fileFailure(systemError(error), '/p')).toEqual({ code, path: '/p' })
  })

  test('that is no system error is thrown on', () => {
    expect(() => fileFailure(new TypeError('ours'), '/p')).toThrow('ours')
  })
})

describe('renaming over an open file', () => {
  /** Fails with the given codes, then succeeds; records the pauses. */
  async function attempts(platform: NodeJS.Platform, codes: readonly string[]) {
    const pauses: number[] = []
    let tries = 0
    const attempt = () => {
      const code = codes[tries]
      tries += 1
      return code === undefined ? Promise.resolve() : Promise.reject(systemError(code))
    }
    const result = await renameOver(attempt, platform, ms => Promise.resolve(pauses.push(ms))).then(() => 'done', (error: unknown) => (error as Error).message)
    return { result, tries, waited: pauses.reduce((sum, ms) => sum + ms, 0), pauses }
  }

  test.each([
    { says: 'Windows: tries again while a reader holds it', codes: ['EPERM', 'EACCES', 'EBUSY'], gives: { result: 'done', tries: 4, pauses: [10, 20, 40] } },
    { says: 'Windows: gives another error at once', codes: ['ENOSPC'], gives: { result: 'ENOSPC', tries: 1, pauses: [] } },
    { says: 'Linux: gives every error at once', platform: 'linux', codes: ['EBUSY'], gives: { result: 'EBUSY', tries: 1, pauses: [] } },
  ] as const)('$says', async ({ codes, gives, ...rest }) => {
    expect(await attempts('platform' in rest ? rest.platform : 'win32', codes)).toMatchObject(gives)
  })

  test('Windows: gives up after three seconds', async () => {
    const { result, waited } = await attempts('win32', Array.from({ length: 1000 }, () => 'EPERM'))
    expect(result).toBe('EPERM')
    expect(waited).toBeGreaterThanOrEqual(3000)
    expect(waited).toBeLessThan(3400)
  })
})
