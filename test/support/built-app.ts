import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses'
import { build } from '../../scripts/build.mjs'
import { provideElectron } from '../../scripts/provide/electron.mjs'

let copy: string | undefined

/**
 * Makes ready what the end-to-end tests drive, and names it in LATCHKEY_TESTED: the app as built from this tree on the
 * provided Electron, or, when LATCHKEY_PACKED names the executable of a packed app, a copy of that one in which the
 * inspector may open. The copy differs from what ships in that one fuse.
 */
export async function setup(): Promise<void> {
  const packed = process.env['LATCHKEY_PACKED']
  if (packed === undefined || packed === '') {
    const [electron] = await Promise.all([provideElectron(), build()])
    process.env['LATCHKEY_TESTED'] = electron.program
    return
  }
  copy = await mkdtemp(join(tmpdir(), 'latchkey-packed-'))
  await cp(dirname(packed), copy, { recursive: true, verbatimSymlinks: true })
  const program = join(copy, basename(packed))
  await flipFuses(program, { version: FuseVersion.V1, [FuseV1Options.EnableNodeCliInspectArguments]: true })
  process.env['LATCHKEY_TESTED'] = program
}

export async function teardown(): Promise<void> {
  if (copy !== undefined) await rm(copy, { recursive: true, force: true })
}
