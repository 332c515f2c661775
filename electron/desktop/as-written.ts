/** A path as a person writes it: `~/.cerby/credentials`; on Windows `%userprofile%\.cerby\credentials`. */
export function asWritten(path: string, home: string, platform: NodeJS.Platform): string {
  const isWindows = platform === 'win32'
  const start = home + (isWindows ? '\\' : '/')
  if (!path.startsWith(start)) return path
  return isWindows ? `%userprofile%\\${path.slice(start.length)}` : `~/${path.slice(start.length)}`
}
