import { readFile } from 'node:fs/promises'
import { errorCode } from './file-failure.ts'

/** Whether `path` is named as a mount point in Linux's `/proc/self/mountinfo`, where spaces and tabs stand in octal. */
export function isMountedIn(mountInfo: string, path: string): boolean {
  return mountInfo.split('\n').some(line => unescaped(line.split(' ')[4] ?? '') === path)
}

const unescaped = (text: string): string => text.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)))

/** Whether the file itself is mounted, as containers mount single files. Only Linux does; elsewhere this is false. */
export async function isMountPoint(path: string): Promise<boolean> {
  try {
    return isMountedIn(await readFile('/proc/self/mountinfo', 'utf8'), path)
  } catch (error) {
    if (errorCode(error) === undefined) throw error
    return false
  }
}
