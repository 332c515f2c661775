import { mkdir, mkdtemp, open, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { loadSharedConfigFiles } from '@smithy/shared-ini-file-loader'
import { parseIni, valuesOf } from '../../electron/core/credentials/ini-document.ts'
import { Secret } from '../../electron/core/secret.ts'
import { publication } from '../support/credentials-memory.ts'
import { openPlace } from '../support/credentials-place.ts'

const RUNS = 60

/**
 * One update of a file with 1, 100 and 10,000 profiles beside a bare write, fsync and rename of the same bytes; reading
 * and parsing it beside the AWS SDK's own loader. Taken in turns; medians, in milliseconds.
 */
export async function measure(): Promise<unknown> {
  const figures: Record<string, unknown> = {}
  for (const profiles of [1, 100, 10_000]) figures[`${String(profiles)} profiles`] = await measureFile(profiles)
  return figures
}

async function measureFile(profiles: number) {
  const home = await mkdtemp(join(tmpdir(), 'latchkey-bench-'))
  try {
    const { path, publisher } = openPlace(home)
    await mkdir(dirname(path), { mode: 0o700 })
    await writeFile(path, Array.from({ length: profiles - 1 }, (_, index) => `[p${String(index)}]\naws_access_key_id = AKIA${String(index).padStart(8, '0')}\nregion = eu-west-1\n\n`).join(''), { mode: 0o600 })
    const times: Record<'update' | 'bare' | 'readAndParse' | 'smithy', number[]> = { update: [], bare: [], readAndParse: [], smithy: [] }
    for (let run = 0; run <= RUNS; run += 1) {
      times.update.push(await timed(() => publisher.publish(publication({ bearerToken: new Secret(`t${String(run)}`), isOurs: true }))))
      const bytes = await readFile(path)
      times.bare.push(await timed(() => bareWrite(join(home, 'bare'), bytes)))
      times.readAndParse.push(await timed(async () => valuesOf(parseIni(await readFile(path, 'utf8')))))
      times.smithy.push(await timed(() => loadSharedConfigFiles({ filepath: path, configFilepath: join(home, 'none'), ignoreCache: true })))
    }
    const [update, bare, readAndParse, smithy] = [times.update, times.bare, times.readAndParse, times.smithy].map(median)
    return { bytes: (await readFile(path)).length, update, bare, timesBare: ratio(update, bare), readAndParse, smithy, timesSmithy: ratio(readAndParse, smithy) }
  } finally {
    await rm(home, { recursive: true })
  }
}

async function bareWrite(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(`${path}.tmp`, 'wx', 0o600)
  await file.writeFile(bytes)
  await file.sync()
  await file.close()
  await rename(`${path}.tmp`, path)
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const since = performance.now()
  await work()
  return performance.now() - since
}

// The first run fills caches and is not counted.
const median = (times: readonly number[]): number => Math.round(([...times.slice(1)].sort((one, other) => one - other).at(RUNS / 2) ?? 0) * 1000) / 1000
const ratio = (one = 0, other = 1): number => Math.round((one / other) * 100) / 100

if (import.meta.main) process.stdout.write(`${JSON.stringify(await measure(), null, 2)}\n`)
