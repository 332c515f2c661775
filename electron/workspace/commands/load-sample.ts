import { randomUUID } from 'node:crypto'
import type { AccountSecret } from '../api/accounts.ts'
import type { Entitlement } from '../api/integrations.ts'
import type { Parts } from '../api/parts.ts'
import { generateKey, randomBase62 } from '../keys/key-format.ts'
import type { CommandResult } from './command-result.ts'

const PEOPLE = [
  { name: 'Grace Hopper', email: 'grace@acme.example', role: 'superAdmin' }, { name: 'Alan Turing', email: 'alan@acme.example', role: 'admin' },
  { name: 'Katherine Johnson', email: 'katherine@acme.example', role: 'user' }, { name: 'Edsger Dijkstra', email: 'edsger@acme.example', role: 'user' },
  { name: 'Radia Perlman', email: 'radia@partner.example', role: 'guest' },
] as const

const ACCOUNTS = [
  { name: 'Cloud console', domain: 'console.cloud.example', email: 'root@acme.example', hasTotp: true, mfaEnabled: true },
  { name: 'Domain registrar', domain: 'registrar.example', email: 'domains@acme.example', hasTotp: true, mfaEnabled: true },
  { name: 'Company page', domain: 'social.example', email: 'social@acme.example', hasTotp: true, mfaEnabled: true },
  { name: 'Newsletter', domain: 'mailer.example', email: 'news@acme.example', hasTotp: false, mfaEnabled: false },
  { name: 'Web analytics', domain: 'analytics.example', email: 'web@acme.example', hasTotp: false, mfaEnabled: false },
  { name: 'Design files', domain: 'design.example', email: 'design@acme.example', hasTotp: false, mfaEnabled: true },
  { name: 'Travel portal', domain: 'travel.example', email: 'office@acme.example', hasTotp: false, mfaEnabled: false },
  { name: 'Status page', domain: 'status.example', email: 'ops@acme.example', hasTotp: true, mfaEnabled: true },
] as const

const INTEGRATIONS = [
  { name: 'Chat', application: 'chat.example', entitlements: ['Member', 'Channel admin', 'Workspace admin'] },
  { name: 'Issue tracker', application: 'tracker.example', entitlements: ['Reader', 'Contributor', 'Project admin'] },
  { name: 'Customer records', application: 'crm.example', entitlements: ['Sales', 'Support', 'Administrator'] },
] as const

const DAY_MS = 24 * 3600 * 1000

function passwordOf(at: string): AccountSecret {
  return { id: randomUUID(), secretType: 'password', value: randomBase62(20), createdAt: at }
}

function addAccounts(parts: Parts, ownerId: string, ownerEmail: string, vaultId: string | null) {
  return ACCOUNTS.map((account, index) => {
    const changedAt = new Date(parts.now() - (index + 1) * 9 * DAY_MS).toISOString()
    return parts.items.add('account', {
      ...account, status: index === 6 ? 'disabled' : 'enabled', url: `https://${account.domain}/`, phone: null, businessId: null, createdByEmail: ownerEmail,
      hasPasskey: index % 3 === 0, lastPasswordChange: changedAt, rotatedAt: changedAt, syncedAt: null, vaultId, secrets: [passwordOf(changedAt)],
    }, ownerId)
  })
}

function addIntegrations(parts: Parts, ownerId: string): void {
  for (const { name, application, entitlements } of INTEGRATIONS) {
    const known: Entitlement[] = entitlements.map(title => ({ id: randomUUID(), name: title, description: `${title} of ${name}` }))
    parts.items.add('integration', { name, application, entitlements: known }, ownerId)
  }
}

function addSecrets(parts: Parts, ownerId: string) {
  return [
    parts.items.add('secret', { name: 'Office Wi-Fi', category: 'wifi_password', value: randomBase62(16), vaultId: null }, ownerId),
    parts.items.add('secret', { name: 'Reporting database', category: 'database', value: `postgres://report:${randomBase62(16)}@db.acme.example/report`, vaultId: null }, ownerId),
    // Of the test kind: it has the form of a key and opens nothing.
    parts.items.add('secret', { name: 'Build server key', category: 'text', value: generateKey('test').text, vaultId: null }, ownerId),
  ]
}

/** Adds sample data that belongs to the first Owner. Only on request, and only where there are no accounts yet. */
export function loadSample(parts: Parts): CommandResult {
  const owner = parts.people.list().find(({ role, status }) => role === 'owner' && status === 'active')
  if (!owner) return { ok: false, text: 'Create the Owner first.' }
  if (parts.items.visibleTo(owner.id, 'account').length > 0) return { ok: false, text: 'There are accounts already; sample data is for an empty workspace.' }
  return parts.atomically(() => {
    const vault = parts.vaults.add('Marketing')
    const people = PEOPLE.map(person => parts.people.byEmail(person.email) ?? parts.people.add({ ...person, status: 'invited' }))
    const accounts = addAccounts(parts, owner.id, owner.email, vault.id)
    const secrets = addSecrets(parts, owner.id)
    const collection = parts.items.add('collection', { name: 'Public face' }, owner.id)
    for (const item of [...accounts.slice(2, 6), ...secrets.slice(0, 1)]) parts.items.include(collection.id, item.id)
    const team = parts.teams.add('Marketing', 'self')
    parts.teams.add('Everyone', 'provider')
    for (const person of people.slice(2, 4)) parts.teams.join(team.id, person.id)
    parts.items.share(collection.id, 'team', team.id, 'collaborator')
    addIntegrations(parts, owner.id)
    return { ok: true, text: `Added ${String(accounts.length)} accounts, ${String(secrets.length)} secrets, a collection, 2 teams, ${String(INTEGRATIONS.length)} integrations and ${String(people.length)} invited people.` }
  })
}
