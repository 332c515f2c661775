import { afterAll, beforeAll, expect, test } from 'vitest'
import { startExternalProvider, type ExternalProvider } from '../../support/external-provider.ts'
import { prepare, type Ground } from '../../support/rbac-fixture.ts'
import { ITEM_ROLES, readRbacTable, ROLES, type ItemRoleCell, type Role, type Rule } from '../../support/rbac-table.ts'
import { attributes, CheckedApi, idOf, type Ask } from '../../support/workspace-api.ts'
import { setUpOwner } from '../../support/workspace-person.ts'
import { newDataFolder, startWorkspaceProcess, type WorkspaceProcess } from '../../support/workspace-process.ts'
import { openSeed, type Seed } from '../../support/workspace-seed.ts'

type CredentialKind = 'none' | 'bearer' | 'key with the scope' | 'key without' | 'expired key' | 'deleted key' | 'key of a demoted owner'

/** Who calls in the cells of one role, and with what. */
interface Person { id: string; bearer: string; expired: string; deleted: string; demoted: string }

let provider: ExternalProvider
let workspace: WorkspaceProcess
let api: CheckedApi
let seed: Seed
let rules: Rule[]
let ground: Ground
let scopes: string[]
const people = new Map<Role, Person>()
const GROUPS: Readonly<Record<Role, string>> = { owner: 'owners', superAdmin: 'supers', admin: 'admins', user: 'users', guest: 'guests' }

const tokenOf = (subject: string, role: Role) => provider.token({ sub: subject, email: `${subject}@acme.example`, name: subject, groups: [GROUPS[role]], exp: Math.floor(Date.now() / 1000) + 3600 })

function key(ownerId: string, given: readonly string[], expiresAt?: number): { id: string; text: string } {
  const made = seed.parts.apiKeys.generate(ownerId, { name: `Key ${String(Math.random())}`, scopes: given, expiresAt })
  if (!made.ok) throw new Error(made.failure.code)
  return { id: made.value.key.id, text: made.value.plain }
}

/** A key that its owner made as Owner, before they got the cell's role. */
async function keyOfDemoted(role: Role): Promise<string> {
  const subject = `demoted-to-${role}`
  const made = await api.ask('POST', '/api-keys', { bearer: await tokenOf(subject, 'owner'), body: { name: 'Before', scopes } })
  await api.ask('GET', '/me', { bearer: await tokenOf(subject, role === 'owner' ? 'admin' : role) })
  if (role === 'owner') await api.ask('GET', '/me', { bearer: await tokenOf(subject, 'owner') })
  return attributes(made).key
}

beforeAll(async () => {
  rules = await readRbacTable()
  provider = await startExternalProvider()
  workspace = await startWorkspaceProcess(await newDataFolder(), ['--kms', 'file', '--refusals-per-address', '1000000', '--provider', await provider.file()])
  api = await CheckedApi.of(workspace.url)
  const keeper = await setUpOwner(workspace.url, workspace.setUpCode ?? '')
  scopes = (attributes(await api.ask('GET', '/workspace'))['scopes'] as { id: string }[]).map(({ id }) => id)
  seed = await openSeed(workspace.dataFolder)
  ground = {
    keeperId: idOf(await api.ask('GET', '/me', { bearer: keeper.accessToken })),
    targetId: seed.parts.people.add({ email: 'target@acme.example', name: 'Target', role: 'guest', status: 'active' }).id,
    teamId: seed.parts.teams.add('Target team', 'self').id,
  }
  for (const role of ROLES) {
    const bearer = await tokenOf(`person-${role}`, role)
    const id = idOf(await api.ask('GET', '/me', { bearer }))
    const deleted = key(id, scopes)
    seed.parts.apiKeys.remove(id, deleted.id)
    people.set(role, { id, bearer, expired: key(id, scopes, Date.now() - 1).text, deleted: deleted.text, demoted: await keyOfDemoted(role) })
  }
}, 120_000)
afterAll(async () => {
  seed.close()
  await workspace.stop()
  await provider.close()
})

/** What the table promises for a caller whose credential holds. */
function promised(rule: Rule, role: Role, itemRole: ItemRoleCell): number | 'ok' {
  if (!rule.roles.includes(role)) return 403
  if (rule.itemRoles.length === 0 || rule.itemRoles.includes(itemRole)) return 'ok'
  return itemRole === 'none' ? 404 : 403
}

const mayHoldKeys = (role: Role) => role === 'owner' || role === 'superAdmin' || role === 'admin'

interface Cell { credential: CredentialKind; ask: Ask; expected: number | 'ok' }

function cellsOf(rule: Rule, role: Role, itemRole: ItemRoleCell, person: Person): Cell[] {
  const refused = rule.isPublic ? 'ok' : 401
  const others = scopes.filter(scope => !rule.scopes.includes(scope))
  const byKey = (credential: CredentialKind, text: string): Cell => ({ credential, ask: { key: text }, expected: refused })
  return [
    { credential: 'none', ask: {}, expected: refused },
    { credential: 'bearer', ask: { bearer: person.bearer }, expected: rule.isPublic ? 'ok' : promised(rule, role, itemRole) },
    ...rule.scopes.map((scope): Cell => ({
      credential: 'key with the scope', ask: { key: key(person.id, [scope]).text }, expected: mayHoldKeys(role) ? promised(rule, role, itemRole) : 401,
    })),
    byKey('key without', key(person.id, others).text),
    byKey('expired key', person.expired),
    byKey('deleted key', person.deleted),
    byKey('key of a demoted owner', person.demoted),
  ]
}

test('the table names every operation, and no other', () => {
  const described = Object.entries(api.document.paths).flatMap(([path, methods]) => Object.keys(methods).map(method => `${method.toUpperCase()} ${path}`))
  expect(rules.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(described.sort())
})

test('every cell of operation x workspace role x item role x credential is as the table says', async () => {
  const wrong: string[] = []
  const counted: Partial<Record<CredentialKind, number>> = {}
  for (const rule of rules) {
    for (const role of ROLES) {
      const person = people.get(role)
      if (!person) throw new Error(`nobody is ${role}`)
      for (const itemRole of ITEM_ROLES) {
        for (const { credential, ask, expected } of cellsOf(rule, role, itemRole, person)) {
          const { path, body } = prepare(rule, seed, ground, person.id, itemRole)
          const { status } = await api.ask(rule.method, path, { ...ask, ...(body === undefined ? {} : { body }) })
          const isAsPromised = expected === 'ok' ? status >= 200 && status < 300 : status === expected
          if (!isAsPromised) wrong.push(`${rule.method} ${rule.path} as ${role}, item role ${itemRole}, ${credential}: ${String(status)}, not ${String(expected)}`)
          counted[credential] = (counted[credential] ?? 0) + 1
        }
      }
    }
  }
  const cells = Object.values(counted).reduce((sum, each) => sum + each, 0)
  console.log(JSON.stringify({ rbacCells: cells, byCredential: counted }))
  expect(wrong).toEqual([])
  expect(cells).toBeGreaterThan(74 * 5 * 3 * 6)
}, 300_000)
