import { readdir, readFile } from 'node:fs/promises'

/**
 * The memory of a process and all that it started, in MiB: the sum of their proportional set sizes, in which a page
 * that several processes share counts once.
 *
 * @returns undefined where the system does not tell (only Linux does)
 */
export async function memoryOfTree(pid: number): Promise<number | undefined> {
  if (process.platform !== 'linux') return undefined
  const parents = new Map<number, number>()
  for (const name of await readdir('/proc')) {
    if (/^\d+$/.test(name)) parents.set(Number(name), await parentOf(name))
  }
  const isInTree = (process: number): boolean => process === pid || (parents.has(process) && isInTree(parents.get(process) ?? 0))
  const sizes = await Promise.all([...parents.keys()].filter(isInTree).map(pssOf))
  return sizes.reduce((sum, size) => sum + size, 0) / 1024
}

async function parentOf(pid: string): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  // The name stands in parentheses and may hold spaces; the parent is the second word after it.
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1] ?? 0)
}

/** In KiB. */
async function pssOf(pid: number): Promise<number> {
  const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '')
  return Number(/^Pss:\s+(\d+) kB$/m.exec(rollup)?.[1] ?? 0)
}
