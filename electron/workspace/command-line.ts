import { parseArgs } from 'node:util'
import { z } from 'zod'
import { fail, succeed, type Outcome } from '../../shared/outcome.ts'
import { EmailAddress, PersonName } from './people/person-fields.ts'
import { WorkspaceRole } from './people/roles.ts'
import { DEFAULT_OPTIONS, type KmsChoice, type WorkspaceOptions } from './workspace-options.ts'

export const USAGE = `Usage: npm run workspace -- [serve] --data DIR [options]
       npm run workspace -- invite --data DIR --email ADDRESS --name NAME [--role ROLE]
       npm run workspace -- verify-log --data DIR
       npm run workspace -- rotate-keys --data DIR [--to KMS]
       npm run workspace -- sample --data DIR

  serve                    runs the workspace (the default)
  invite                   prints the link by which a person joins; again, for one who lost their password
  verify-log               checks that no entry of the activity log was altered, removed or added
  rotate-keys              gives the KMS a new key and the records a new data key, without stopping the service
  sample                   adds sample accounts, secrets, teams and integrations

  --data DIR               where the workspace keeps its data (made when missing)
  --port N                 listen on this port; without it, on that of last time while it is free
  --host ADDRESS           127.0.0.1 (default) or ::1; never another: put a TLS proxy in front for others
  --public-url URL         the https address of that proxy
  --name NAME              name of a new workspace, or of the person to invite
  --token-lifetime N       life of a bearer token in seconds, 10 to 86400 (default 3600)
  --refresh-grace N        seconds for which a used refresh token works once more (default 0)
  --refusals-per-address N bad credentials from one address in five minutes before it is told to wait (default 2000)
  --provider FILE          JSON that names an external OpenID provider (docs/workspace.md)
  --kms KMS                keychain, file, or aws:KEY_ID; a new workspace takes the keychain where there is one
  --kms-endpoint URL       another address of AWS KMS
  --role ROLE              owner, superAdmin, admin, user (default) or guest
  --help
`

const whole = (min: number, max: number) => z.string().regex(/^\d+$/, 'must be a whole number').transform(Number).pipe(z.number().min(min).max(max))

const Kms = z.string().transform((text, context): KmsChoice => {
  if (text === 'keychain' || text === 'file') return { kind: text }
  if (text.startsWith('aws:') && text.length > 4) return { kind: 'aws', keyId: text.slice(4) }
  context.addIssue({ code: 'custom', message: 'must be keychain, file or aws:KEY_ID' })
  return z.NEVER
})

const Data = z.string({ error: 'is needed' }).min(1, 'is needed')
const Common = { data: Data, kms: Kms.optional(), 'kms-endpoint': z.url().optional() }

const Serve = z.object({
  ...Common,
  port: whole(0, 65_535).optional(),
  host: z.enum(['127.0.0.1', '::1'], { error: 'must be 127.0.0.1 or ::1' }).default(DEFAULT_OPTIONS.host),
  'public-url': z.url({ protocol: /^https$/, error: 'must be an https address' }).optional(),
  name: z.string().trim().min(1).max(60).default(DEFAULT_OPTIONS.name),
  'token-lifetime': whole(10, 86_400).default(DEFAULT_OPTIONS.bearerTokenLifetime),
  'refresh-grace': whole(0, 120).default(DEFAULT_OPTIONS.refreshGrace),
  'refusals-per-address': whole(10, 10_000_000).default(DEFAULT_OPTIONS.refusalsPerAddress),
  provider: z.string().min(1).optional(),
})
const Invite = z.object({ ...Common, email: EmailAddress, name: PersonName, role: WorkspaceRole.default('user') })
const Bare = z.object(Common)
const Rotate = z.object({ ...Common, to: Kms.optional() })

const OPTIONS = {
  data: { type: 'string' }, port: { type: 'string' }, host: { type: 'string' }, 'public-url': { type: 'string' }, name: { type: 'string' },
  'token-lifetime': { type: 'string' }, 'refresh-grace': { type: 'string' }, 'refusals-per-address': { type: 'string' }, provider: { type: 'string' },
  kms: { type: 'string' }, 'kms-endpoint': { type: 'string' }, email: { type: 'string' }, role: { type: 'string' }, to: { type: 'string' },
  help: { type: 'boolean' },
} as const

/** What a command works on: the data folder, and how its keys are unwrapped. */
export interface CommandTarget { dataFolder: string; kms: KmsChoice | undefined; kmsEndpoint: string | undefined }

export type Command =
  | { kind: 'help' }
  | { kind: 'serve'; options: WorkspaceOptions }
  | { kind: 'invite'; target: CommandTarget; email: string; name: string; role: WorkspaceRole }
  | { kind: 'verifyLog'; target: CommandTarget }
  | { kind: 'rotateKeys'; target: CommandTarget; to: KmsChoice | undefined }
  | { kind: 'sample'; target: CommandTarget }

type Values = Readonly<Record<string, string | boolean | undefined>>

const words = (error: z.ZodError): string => error.issues.map(issue => `--${issue.path.join('.')} ${issue.message}`).join('\n')

function read<S extends z.ZodType>(schema: S, values: Values, use: (given: z.output<S>) => Command): Outcome<Command, string> {
  const given = schema.safeParse(values)
  return given.success ? succeed(use(given.data)) : fail(words(given.error))
}

const targetOf = (given: z.output<typeof Bare>): CommandTarget => ({ dataFolder: given.data, kms: given.kms, kmsEndpoint: given['kms-endpoint'] })

function serve(given: z.output<typeof Serve>, inTerminal: boolean): Command {
  return {
    kind: 'serve',
    options: {
      dataFolder: given.data, port: given.port === 0 ? undefined : given.port, host: given.host, publicUrl: given['public-url'], name: given.name,
      bearerTokenLifetime: given['token-lifetime'], refreshGrace: given['refresh-grace'], keepSetUpCode: inTerminal,
      refusalsPerAddress: given['refusals-per-address'], providerFile: given.provider, kms: given.kms, kmsEndpoint: given['kms-endpoint'],
    },
  }
}

function parseVerb(verb: string, values: Values, inTerminal: boolean): Outcome<Command, string> {
  switch (verb) {
    case 'serve':
      return read(Serve, values, given => serve(given, inTerminal))
    case 'invite':
      return read(Invite, values, given => ({ kind: 'invite', target: targetOf(given), email: given.email, name: given.name, role: given.role }))
    case 'verify-log':
      return read(Bare, values, given => ({ kind: 'verifyLog', target: targetOf(given) }))
    case 'rotate-keys':
      return read(Rotate, values, given => ({ kind: 'rotateKeys', target: targetOf(given), to: given.to }))
    case 'sample':
      return read(Bare, values, given => ({ kind: 'sample', target: targetOf(given) }))
    default:
      return fail(`There is no command ${verb}.`)
  }
}

/** Reads the arguments of the workspace's entry. The failure is a line to print. */
export function parseCommandLine(args: readonly string[], inTerminal: boolean): Outcome<Command, string> {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS, strict: true, allowPositionals: true })
    if (values.help === true) return succeed({ kind: 'help' })
    if (positionals.length > 1) return fail('One command at a time.')
    return parseVerb(positionals[0] ?? 'serve', values, inTerminal)
  } catch (error) {
    return fail(error instanceof Error ? error.message : 'The arguments are malformed.')
  }
}
