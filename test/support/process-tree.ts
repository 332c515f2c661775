import { readdir, readFile } from 'node:fs/promises'

/** What Linux tells of a process and all that it started; other systems don't: there each of these gives undefined. */

/** Proportional set sizes, in which a page that several processes share counts once; in MiB. */
export async function memoryOfTree(pid: number): Promise<number | undefined> {
  return summed(await processesOfTree(pid), async process => Number(/^Pss:\s+(\d+) kB$/m.exec(await read(`${process}/smaps_rollup`))?.[1] ?? 0) / 1024)
}

/** The time on a processor so far, of those that have ended too; in ms. The kernel counts in hundredths of a second. */
export async function processorTimeOfTree(pid: number): Promise<number | undefined> {
  return summed(await processesOfTree(pid), async process => statOf(await read(`${process}/stat`)).slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) * 10)
}

/** How often a thread that lives now has gone to sleep, which is how often something woke it. */
export async function wakeUpsOfTree(pid: number): Promise<number | undefined> {
  return summed(await processesOfTree(pid), async process => {
    const threads = await readdir(`/proc/${process}/task`).catch(() => [])
    return await summed(threads, async thread => Number(/^voluntary_ctxt_switches:\s+(\d+)$/m.exec(await read(`${process}/task/${thread}/status`))?.[1] ?? 0)) ?? 0
  })
}

async function processesOfTree(pid: number): Promise<string[] | undefined> {
  if (process.platform !== 'linux') return undefined
  const parents = new Map<string, string>()
  for (const name of await readdir('/proc')) {
    if (/^\d+$/.test(name)) parents.set(name, statOf(await read(`${name}/stat`))[1] ?? '')
  }
  const isInTree = (one: string): boolean => one === String(pid) || (parents.has(one) && isInTree(parents.get(one) ?? ''))
  return [...parents.keys()].filter(isInTree)
}

/** The fields behind the name, which stands in parentheses and may hold spaces: the state, the parent and so on (proc(5)). */
function statOf(text: string): string[] {
  return text.slice(text.lastIndexOf(')') + 2).split(' ')
}

/** A process may have ended meanwhile. */
const read = (path: string): Promise<string> => readFile(`/proc/${path}`, 'utf8').catch(() => '')

async function summed(names: readonly string[] | undefined, figure: (name: string) => Promise<number>): Promise<number | undefined> {
  return names && (await Promise.all(names.map(figure))).reduce((sum, one) => sum + one, 0)
}
