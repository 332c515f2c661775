import { execFile } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { withHome } from '../../support/credentials-place.ts'

const SCENARIO = join(import.meta.dirname, '../../support/credentials-mounted.ts')

/** Runs a scenario with mounts of its own; as somebody who isn't root, in a user namespace of its own, too. */
function withMounts(scenario: string): Promise<unknown> {
  const own = process.getuid?.() === 0 ? ['--mount'] : ['--mount', '--map-root-user']
  return withHome(async home => {
    const env = { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), 'latchkey-compiled-tests') }
    const { stdout } = await promisify(execFile)('unshare', [...own, process.execPath, SCENARIO, scenario, home], { env })
    return JSON.parse(stdout) as unknown
  })
}

// Only Linux gives a test file systems of its own. Where it doesn't, these tests fail: they are never passed over there.
describe.skipIf(process.platform !== 'linux')('on a file system of its own', () => {
  test('a full disk leaves the old file, whole, with nothing beside it', async () => {
    const findings = (await withMounts('onFullDisks')) as { outcome: string; isOld: boolean; isNew: boolean; left: string[] }[]
    for (const finding of findings) {
      expect(finding).toEqual(finding.outcome === 'ok' ? { outcome: 'ok', isOld: false, isNew: true, left: [] } : { outcome: 'disk_full', isOld: true, isNew: false, left: [] })
    }
    // Both happen: some of these disks have room enough.
    expect(new Set(findings.map(({ outcome }) => outcome))).toEqual(new Set(['ok', 'disk_full']))
  })

  test('a read-only mount is named and left alone', async () => {
    expect(await withMounts('onReadOnlyMount')).toEqual({ outcome: 'read_only', text: '[other]\nx = 1\n', names: ['credentials'] })
  })

  test('a mounted file is named, and written in place once the person agreed', async () => {
    const ours = '[default]\ncerby_workspace = acme\ncerby_base_url = https://acme.cerby.com/api/v1\ncerby_bearer_token = eyJhbGciOiJFUzI1NiJ9.e30.c2ln\ncerby_token_expiration = 2026-11-23T20:15:04Z\n'
    expect(await withMounts('onMountedFile')).toEqual({
      codes: ['mounted_file', 'ok', 'ok'], untouched: '[other]\nx = 1\n', longer: `[other]\nx = 1\n\n${ours}`, shorter: '[other]\nx = 1\n\n', isSameFile: true,
      names: ['credentials', 'credentials.lock'],
    })
  })

  test('a mounted file in a folder where nothing can be made is written in place, too', async () => {
    expect(await withMounts('inReadOnlyFolder')).toMatchObject({ codes: ['mounted_file', 'ok'], text: expect.stringContaining('cerby_bearer_token') as unknown })
  })

  test('a mounted file that may not be written is left alone, with no token beside it', async () => {
    expect(await withMounts('onReadOnlyMountedFile')).toEqual({ outcome: 'read_only', left: [], keepsUnfinished: true, keepsUnbegun: false, text: '[other]\nx = 1\n' })
  })

  test('a mounted file on a full disk gets its old text back', async () => {
    expect(await withMounts('onFullMountedFile')).toEqual({ outcome: 'disk_full', isOld: true, names: ['credentials', 'credentials.lock'] })
  })

  test('a write in place that was cut off is finished at the next start', async () => {
    expect(await withMounts('killedInPlace')).toMatchObject({ broken: 0, journalsLeft: 0, refused: 0 })
  }, 120_000)
})
