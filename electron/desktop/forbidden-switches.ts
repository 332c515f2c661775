// Chromium switches that would open the window, its network or its memory to whoever starts the program.
const SWITCHES = [
  'remote-debugging-port', 'remote-debugging-pipe', 'js-flags', 'no-sandbox', 'disable-web-security', 'ignore-certificate-errors',
  'ignore-certificate-errors-spki-list', 'host-rules', 'host-resolver-rules', 'load-extension', 'log-net-log', 'ssl-key-log-file',
]
const VARIABLES = ['SSLKEYLOGFILE', 'NODE_TLS_REJECT_UNAUTHORIZED']

/**
 * The switch or variable that forbids this start, or `undefined`.
 *
 * Only a speed bump: who runs programs as this user can read what this user can read. It stops the casual, scriptable
 * ways in, since no Electron fuse closes `--remote-debugging-port`.
 *
 * @param isRootOnLinux  root has no Chromium sandbox there; it alone may start with `--no-sandbox`
 */
export function forbiddenStart(argv: readonly string[], environment: Readonly<Record<string, string | undefined>>, isRootOnLinux: boolean): string | undefined {
  const given = argv.filter(word => word.startsWith('-')).map(word => word.replace(/^-+/, '').split('=', 1)[0]?.toLowerCase())
  const bad = SWITCHES.find(name => given.includes(name) && !(name === 'no-sandbox' && isRootOnLinux))
  return bad ?? VARIABLES.find(name => environment[name] !== undefined)
}
