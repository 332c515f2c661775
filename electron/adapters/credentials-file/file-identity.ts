import type { BigIntStats } from 'node:fs'

/** Which file or folder it is, by device and inode: another one under the same name is another one. */
export function identityIn({ dev, ino }: Pick<BigIntStats, 'dev' | 'ino'>): string {
  return `${String(dev)}:${String(ino)}`
}
