import { statfs } from 'node:fs/promises'
import type { RunProgram } from './private-folder.ts'

/** File system types of Linux (`statfs(2)`) whose files live on another machine, or behind one. */
const LINUX_TYPES = new Set([
  0x6969, // NFS
  0x517b, // SMB
  0xff534d42, // CIFS
  0xfe534d42, // SMB 2 and 3
  0x01021997, // 9P: a Windows drive seen from WSL, among others
  0x5346414f, // AFS
  0x6b414653, // AFS, the kernel's own
  0x00c36400, // Ceph
  0x19830326, // FhGFS
  0x73757245, // Coda
  0x47504653, // GPFS
  0x0bd00bd0, // Lustre
])

const MAC_TYPES = /^(nfs|smbfs|afpfs|webdav|cifs|ftp)$/

/** Whether Linux says that a file system of this type is a network share. */
export function isLinuxShare(type: number): boolean {
  // The kernel's number is signed on some machines.
  return LINUX_TYPES.has(type >>> 0)
}

/** The type of the file system that holds `folder`, out of what macOS's `mount` prints. */
export function macFileSystem(mounts: string, folder: string): string | undefined {
  const found = [...mounts.matchAll(/^.* on (\/.*?) \(([a-z0-9]+)/gm)]
    .map(([, place = '', type = '']) => ({ place, type }))
    .filter(({ place }) => folder === place || folder.startsWith(place === '/' ? '/' : `${place}/`))
  return found.sort((one, other) => other.place.length - one.place.length)[0]?.type
}

/**
 * Whether a folder lies on a network share, where a rename may be seen late, and a lock may not hold or may hang.
 *
 * @param folder  a real path: links and, on Windows, mapped drives are resolved in it
 */
export async function isOnNetworkShare(folder: string, platform: NodeJS.Platform, run: RunProgram): Promise<boolean> {
  if (platform === 'win32') return /^[\\/]{2}(?![.?][\\/])|^[\\/]{2}\?[\\/]UNC[\\/]/i.test(folder)
  if (platform === 'darwin') return MAC_TYPES.test(macFileSystem(await run('/sbin/mount', []), folder) ?? '')
  return isLinuxShare((await statfs(folder)).type)
}
