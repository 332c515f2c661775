import { mkdir, mkdtemp, open, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { loadSharedConfigFiles } from '@smithy/shared-ini-file-loader'
import { parseIni, valuesOf } from '../../electron/core/credentials/ini-document.ts'
import { Secret } from '../../electron/core/secret.ts'
import { publication } from '../support/credentials-memory.ts'
import { openPlace } from '../support/credentials-place.ts'

const RUNS = 60

/**
 * One update of a file with 1, 100 and 10,000 profiles beside a bare write, fsync and rename of the same bytes; reading
 * and parsing it beside the AWS SDK's own loader. Taken in turns; medians, in milliseconds. `bareAndFolder` syncs the
 * folder too, as whoever wants the new name to outlive a power cut must.
 *
 * `firstUpdate` is that of a process that has read nothing yet. `longestBlock` is the longest time in which an update let
 * nothing else run: its median over all updates, the first one's own, and the longest of all (a busy machine's scheduler
 * shows in that one). `watch` is the time until somebody else's change is told.
 */
export async function measure(): Promise<unknown> {
  const figures: Record<string, unknown> = {}
  for (const profiles of [1, 100, 10_000]) figures[`${String(profiles)} profiles`] = await measureFile(profiles)
  return { ...figures, watch: await measureWatch() }
}

async function measureFile(profiles: number) {
  const home = await mkdtemp(join(tmpdir(), 'latchkey-bench-'))
  try {
    const { path, publisher } = openPlace(home)
    await mkdir(dirname(path), { mode: 0o700 })
    await writeFile(path, '# profiles\n' + Array.from({ length: profiles - 1 }, (_, index) => `[p${String(index)}]\naws_access_key_id = AKIA${String(index).padStart(8, '0')}\nregion = eu-west-1\n\n`).join(''), { mode: 0o600 })
    const times: Record<'update' | 'block' | 'bare' | 'bareAndFolder' | 'readAndParse' | 'smithy', number[]> = { update: [], block: [], bare: [], bareAndFolder: [], readAndParse: [], smithy: [] }
    for (let run = 0; run <= RUNS; run += 1) {
      const update = () => publisher.publish(publication({ bearerToken: new Secret(`t${String(run)}`), isOurs: true }))
      const block = await longestBlock(async () => times.update.push(await timed(update)))
      times.block.push(block)
      const bytes = await readFile(path)
      times.bare.push(await timed(() => bareWrite(join(home, 'bare'), bytes)))
      times.bareAndFolder.push(await timed(() => bareWrite(join(home, 'bare'), bytes).then(() => syncFolder(home))))
      times.readAndParse.push(await timed(async () => valuesOf(parseIni(await readFile(path, 'utf8')))))
      times.smithy.push(await timed(() => loadSharedConfigFiles({ filepath: path, configFilepath: join(home, 'none'), ignoreCache: true })))
    }
    const [update, bare, bareAndFolder, readAndParse, smithy] = [times.update, times.bare, times.bareAndFolder, times.readAndParse, times.smithy].map(median)
    const [firstUpdate, firstBlock] = [times.update, times.block].map(([first = 0]) => rounded(first))
    const longest = { median: median(times.block), first: firstBlock, most: rounded(Math.max(...times.block)) }
    return { bytes: (await readFile(path)).length, firstUpdate, longestBlock: longest, update, bare, timesBare: ratio(update, bare), bareAndFolder, timesBareAndFolder: ratio(update, bareAndFolder), readAndParse, smithy, timesSmithy: ratio(readAndParse, smithy) }
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

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  await folder.sync()
  await folder.close()
}

const CHANGES = 20

/** Edits the file as another program would; the rule is to tell of it within 2 seconds. */
async function measureWatch() {
  const home = await mkdtemp(join(tmpdir(), 'latchkey-bench-'))
  const { path, publisher, file } = openPlace(home)
  await publisher.publish(publication())
  const changes = file.changes()
  const times: number[] = []
  // A watch keeps no process alive.
  const alive = setInterval(() => undefined, 1000)
  for (let change = 0; change < CHANGES; change += 1) {
    // Until the watch has looked, and the last change is over.
    await sleep(200)
    const told = changes.next()
    await writeFile(path, `[other]\nx = ${String(change)}\n`)
    times.push(await timed(() => told))
  }
  clearInterval(alive)
  await changes.return?.(undefined)
  await rm(home, { recursive: true })
  return { median: rounded(times.toSorted((one, other) => one - other).at(CHANGES / 2) ?? 0), most: rounded(Math.max(...times)) }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const since = performance.now()
  await work()
  return performance.now() - since
}

/** The longest time in which the event loop could not turn while `work` ran, in milliseconds; the look itself takes one. */
async function longestBlock(work: () => Promise<unknown>): Promise<number> {
  const delays = monitorEventLoopDelay({ resolution: 1 })
  delays.enable()
  await work()
  // What blocked last is seen at the next turn.
  await sleep(3)
  delays.disable()
  return delays.max / 1_000_000
}

// The first run fills caches and is not counted.
const median = (times: readonly number[]): number => rounded([...times.slice(1)].sort((one, other) => one - other).at(RUNS / 2) ?? 0)
const rounded = (ms: number): number => Math.round(ms * 1000) / 1000
const ratio = (one = 0, other = 1): number => Math.round((one / other) * 100) / 100

if (import.meta.main) process.stdout.write(`${JSON.stringify(await measure(), null, 2)}\n`)
