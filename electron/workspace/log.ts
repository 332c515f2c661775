/**
 * Writes a fault of the service to standard error: its kind, where it happened, and its message only where that is the
 * program's own. A library's message may quote what a request held.
 */
export function logError(error: unknown): void {
  const name = error instanceof Error ? error.name : typeof error
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined
  const at = error instanceof Error ? (error.stack ?? '').split('\n').filter(line => line.trim().startsWith('at ')).slice(0, 6).map(line => line.trim()) : []
  process.stderr.write(`${JSON.stringify({ time: new Date().toISOString(), level: 'error', error: name, code, at })}\n`)
}
