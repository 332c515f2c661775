import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { LicensedPackage, type About } from '../../shared/about.ts'
import { versions } from './versions.ts'

const BUNDLES = ['main', 'workspace', 'renderer']

/**
 * What runs, and the packages that the build found in each bundle, by name.
 *
 * @param out  the folder of the built app
 */
export async function readAbout(out: string): Promise<About> {
  const lists = await Promise.all(BUNDLES.map(async bundle => z.array(LicensedPackage).parse(JSON.parse(await readFile(join(out, bundle, 'licences.json'), 'utf8')))))
  const byName = new Map(lists.flat().map(one => [`${one.name} ${one.version}`, one]))
  return {
    versions: Object.entries(versions()).map(([name, version]) => ({ name, version })),
    packages: [...byName.values()].toSorted((a, b) => a.name.localeCompare(b.name) || a.version.localeCompare(b.version)),
  }
}
