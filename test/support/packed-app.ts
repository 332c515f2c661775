import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses'
import { pack } from '../../scripts/dist.mjs'

let folder: string | undefined

/**
 * Packs the app as `npm run dist -- --dir` does and names its executable in LATCHKEY_PACKED; and in LATCHKEY_TESTED that
 * of a copy in which the inspector may open, so that a test can drive it. The copy differs in that one fuse.
 */
export async function setup(): Promise<void> {
  folder = await mkdtemp(join(tmpdir(), 'latchkey-packed-'))
  const packed = executableIn(await pack({ isFolder: true, output: join(folder, 'dist') }))
  const copy = join(folder, 'inspectable')
  await cp(dirname(packed), copy, { recursive: true, verbatimSymlinks: true })
  const tested = join(copy, basename(packed))
  await flipFuses(tested, { version: FuseVersion.V1, [FuseV1Options.EnableNodeCliInspectArguments]: true })
  process.env['LATCHKEY_PACKED'] = packed
  process.env['LATCHKEY_TESTED'] = tested
}

export async function teardown(): Promise<void> {
  if (folder !== undefined) await rm(folder, { recursive: true, force: true })
}

function executableIn(unpacked: string): string {
  if (process.platform === 'darwin') return join(unpacked, 'Latchkey.app', 'Contents', 'MacOS', 'Latchkey')
  return join(unpacked, process.platform === 'win32' ? 'Latchkey.exe' : 'latchkey')
}
