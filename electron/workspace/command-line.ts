import { parseArgs } from 'node:util'
import { z } from 'zod'
import { fail, succeed, type Outcome } from '../../shared/outcome.ts'
import { DEFAULT_OPTIONS, type WorkspaceOptions } from './workspace-options.ts'

export const USAGE = `Usage: npm run workspace -- --data DIR [options]

  --data DIR             where the workspace keeps its data (made when missing)
  --port N               listen on this port; without it, on that of last time while it is free
  --host ADDRESS         127.0.0.1 (default) or ::1; never another: put a TLS proxy in front for others
  --public-url URL       the https address of that proxy
  --name NAME            name of a new workspace
  --token-lifetime N     life of a bearer token in seconds, 10 to 86400 (default 3600)
  --refresh-grace N      seconds for which a used refresh token works once more (default 0)
  --help
`

const whole = (min: number, max: number) => z.string().regex(/^\d+$/, 'must be a whole number').transform(Number).pipe(z.number().min(min).max(max))

const Given = z.object({
  data: z.string({ error: 'is needed' }).min(1, 'is needed'),
  port: whole(0, 65_535).optional(),
  host: z.enum(['127.0.0.1', '::1'], { error: 'must be 127.0.0.1 or ::1' }).default(DEFAULT_OPTIONS.host),
  'public-url': z.url({ protocol: /^https$/, error: 'must be an https address' }).optional(),
  name: z.string().trim().min(1).max(60).default(DEFAULT_OPTIONS.name),
  'token-lifetime': whole(10, 86_400).default(DEFAULT_OPTIONS.bearerTokenLifetime),
  'refresh-grace': whole(0, 120).default(DEFAULT_OPTIONS.refreshGrace),
})

const OPTIONS = {
  data: { type: 'string' }, port: { type: 'string' }, host: { type: 'string' }, 'public-url': { type: 'string' }, name: { type: 'string' },
  'token-lifetime': { type: 'string' }, 'refresh-grace': { type: 'string' }, help: { type: 'boolean' },
} as const

export type Command = { kind: 'serve'; options: WorkspaceOptions } | { kind: 'help' }

/** Reads the arguments of the workspace's entry. The failure is a line to print. */
export function parseCommandLine(args: readonly string[], inTerminal: boolean): Outcome<Command, string> {
  let values: Record<string, string | boolean | undefined>
  try {
    values = parseArgs({ args: [...args], options: OPTIONS, strict: true }).values
  } catch (error) {
    return fail(error instanceof Error ? error.message : 'The arguments are malformed.')
  }
  if (values['help'] === true) return succeed({ kind: 'help' })
  const given = Given.safeParse(values)
  if (!given.success) return fail(given.error.issues.map(issue => `--${issue.path.join('.')} ${issue.message}`).join('\n'))
  const { data } = given
  return succeed({
    kind: 'serve',
    options: {
      dataFolder: data.data, port: data.port === 0 ? undefined : data.port, host: data.host, publicUrl: data['public-url'], name: data.name,
      bearerTokenLifetime: data['token-lifetime'], refreshGrace: data['refresh-grace'], keepSetUpCode: inTerminal,
    },
  })
}
