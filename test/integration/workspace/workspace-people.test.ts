import { generateKeyPair } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { AUDIENCE, startExternalProvider, type ExternalProvider } from '../../support/external-provider.ts'
import { attributes, CheckedApi, enveloped, firstError, idOf, listed } from '../../support/workspace-api.ts'
import { ADA, beginSignIn, CookieBrowser, exchange, setUpOwner, signInAs, type Person, type Session } from '../../support/workspace-person.ts'
import { newDataFolder, runWorkspace, startWorkspaceProcess, type WorkspaceProcess } from '../../support/workspace-process.ts'

let provider: ExternalProvider
let workspace: WorkspaceProcess
let api: CheckedApi
let owner: Session

const BOB: Person = { email: 'bob@acme.example', name: 'Bob', password: 'tall green hill' }
const CAROL: Person = { email: 'carol@acme.example', name: 'Carol', password: 'small blue lake' }

beforeAll(async () => {
  provider = await startExternalProvider()
  workspace = await startWorkspaceProcess(await newDataFolder(), ['--kms', 'file', '--provider', await provider.file()])
  api = await CheckedApi.of(workspace.url)
  owner = await setUpOwner(workspace.url, workspace.setUpCode ?? '')
})
afterAll(async () => {
  await workspace.stop()
  await provider.close()
})

const invite = (bearer: string, person: Person, workspaceRole: string) =>
  api.ask('POST', '/users', { bearer, body: enveloped('user', { email: person.email, name: person.name, workspaceRole }) })

async function join(link: string, person: Person): Promise<string> {
  const browser = new CookieBrowser()
  const page = await (await browser.ask(link)).text()
  const done = await browser.post(`${workspace.url}/invitation`, { code: new URL(link).searchParams.get('code') ?? '', name: person.name, password: person.password })
  return page + (await done.response?.text() ?? '')
}

async function adminPage(person: Person): Promise<{ browser: CookieBrowser; url: string; text: string }> {
  const browser = new CookieBrowser()
  const done = await browser.post(`${workspace.url}/admin`, { email: person.email, password: person.password })
  return { browser, url: done.url, text: await done.response?.text() ?? '' }
}

describe('inviting', () => {
  test('by the API: a link that works once and gives the role', async () => {
    const invited = await invite(owner.accessToken, BOB, 'admin')
    expect(invited.status).toBe(201)
    const link = String(attributes(invited)['invitationUrl'])
    expect(await join(link, BOB)).toContain('You are in')
    expect(await join(link, BOB)).toContain('This link has ended')
    const session = await signInAs(workspace.url, BOB)
    expect(attributes(await api.ask('GET', '/me', { bearer: session.accessToken }))['workspaceRole']).toBe('admin')
  })

  test('by the command line, beside the running service', async () => {
    const run = await runWorkspace(['invite', '--data', workspace.dataFolder, '--email', CAROL.email, '--name', CAROL.name, '--role', 'user'])
    expect([run.code, run.output]).toEqual([0, expect.stringContaining('is invited as User')])
    expect(await join(/http\S+/.exec(run.output)?.[0] ?? '', CAROL)).toContain('no bearer token')
  })

  test('by the page for people, in a browser', async () => {
    const { browser, url, text } = await adminPage(ADA)
    expect(text).toContain('People of Local workspace')
    const invited = await browser.post(`${url}/invite`, { email: 'dan@acme.example', name: '<b>Dan</b>', role: 'guest' })
    const page = await invited.response?.text() ?? ''
    expect(page).toContain('/invitation?code=')
    expect(page).toContain('&lt;b&gt;Dan')
    const role = await browser.post(`${url}/role`, { id: listed(await api.ask('GET', '/users?filter=dan@acme.example', { bearer: owner.accessToken }))[0]?.id ?? '', role: 'user' })
    expect(await role.response?.text()).toContain('is User now')
  })

  test('the page needs its address and its cookie, each alone is nothing; users do not enter', async () => {
    const { browser, url } = await adminPage(ADA)
    const withoutCookie = await fetch(url, { redirect: 'manual' })
    expect(withoutCookie.headers.get('location')).toBe('/admin')
    const otherAddress = await browser.ask(`${workspace.url}/admin/${'x'.repeat(32)}`)
    expect(otherAddress.headers.get('location')).toBe('/admin')
    expect((await adminPage(CAROL)).text).toContain('your role does not reach this page')
    const foreign = await browser.ask(`${url}/invite`, { method: 'POST', headers: { origin: 'https://evil.example' }, body: new URLSearchParams({ email: 'a@b.example' }) })
    expect(foreign.status).toBe(403)
  })

  test.each([
    { says: 'an address twice', who: BOB, role: 'user', status: 409 },
    { says: 'an address that is none', who: { ...BOB, email: 'bob' }, role: 'user', status: 400 },
    { says: 'a role that does not exist', who: { ...BOB, email: 'e@acme.example' }, role: 'king', status: 400 },
  ])('refuses $says', async ({ who, role, status }) => {
    expect((await invite(owner.accessToken, who, role)).status).toBe(status)
  })
})

describe('roles', () => {
  test('a User signs in, and the token endpoint refuses', async () => {
    const signIn = await beginSignIn(workspace.url)
    const done = await signIn.browser.post(signIn.page.url, { email: CAROL.email, password: CAROL.password })
    await expect(exchange(signIn, done.url)).rejects.toMatchObject({ error: 'access_denied' })
  })

  test('an Admin reaches no role of their own rank or above', async () => {
    const bob = await signInAs(workspace.url, BOB)
    const ada = listed(await api.ask('GET', `/users?filter=${ADA.email}`, { bearer: bob.accessToken }))[0]?.id ?? ''
    expect((await invite(bob.accessToken, { ...CAROL, email: 'x@acme.example' }, 'admin')).status).toBe(403)
    expect((await api.ask('PATCH', `/users/${ada}`, { bearer: bob.accessToken, body: enveloped('user', { workspaceRole: 'user' }) })).status).toBe(403)
    expect((await api.ask('DELETE', `/users/${ada}`, { bearer: bob.accessToken })).status).toBe(403)
  })

  test('the last Owner stays Owner', async () => {
    const me = idOf(await api.ask('GET', '/me', { bearer: owner.accessToken }))
    expect((await api.ask('PATCH', `/users/${me}`, { bearer: owner.accessToken, body: enveloped('user', { workspaceRole: 'admin' }) })).status).toBe(403)
    expect((await api.ask('DELETE', `/users/${me}`, { bearer: owner.accessToken })).status).toBe(403)
  })

  test('a demotion ends sessions and keys at once', async () => {
    const bob = await signInAs(workspace.url, BOB)
    const key = attributes(await api.ask('POST', '/api-keys', { bearer: bob.accessToken, body: { name: 'Bobs', scopes: ['read:users'] } })).key
    expect((await api.ask('GET', '/users', { key })).status).toBe(200)
    const bobId = idOf(await api.ask('GET', '/me', { bearer: bob.accessToken }))
    await api.ask('PATCH', `/users/${bobId}`, { bearer: owner.accessToken, body: enveloped('user', { workspaceRole: 'user' }) })
    expect([(await api.ask('GET', '/users', { key })).status, (await api.ask('GET', '/me', { bearer: bob.accessToken })).status]).toEqual([401, 401])
    await api.ask('PATCH', `/users/${bobId}`, { bearer: owner.accessToken, body: enveloped('user', { workspaceRole: 'admin' }) })
    expect((await api.ask('GET', '/users', { key })).status).toBe(401)
  })

  test('a removal ends them too; what only they owned passes on, their secrets do not', async () => {
    const bob = await signInAs(workspace.url, BOB)
    const bearer = bob.accessToken
    const bobId = idOf(await api.ask('GET', '/me', { bearer }))
    const kept = idOf(await api.ask('POST', '/collections', { bearer, body: enveloped('collection', { name: 'Bobs things' }) }))
    const secret = idOf(await api.ask('POST', '/secrets', { bearer, body: { name: 'Bobs secret', value: 'x' } }))
    expect((await api.ask('GET', `/collections/${kept}`, { bearer: owner.accessToken })).status).toBe(404)
    expect((await api.ask('DELETE', `/users/${bobId}`, { bearer: owner.accessToken })).status).toBe(204)
    expect((await api.ask('GET', '/me', { bearer })).status).toBe(401)
    expect((await api.ask('GET', `/collections/${kept}`, { bearer: owner.accessToken })).status).toBe(200)
    expect((await api.ask('GET', `/secrets/${secret}`, { bearer: owner.accessToken })).status).toBe(404)
    const signIn = await beginSignIn(workspace.url).catch(() => undefined)
    const tried = await signIn?.browser.post(signIn.page.url, { email: BOB.email, password: BOB.password })
    expect(tried?.response?.status).toBe(401)
  })
})

describe('an external provider', () => {
  const claims = (subject: string, group: string, more: Readonly<Record<string, unknown>> = {}) =>
    ({ sub: subject, email: `${subject}@acme.example`, name: subject, groups: ['something', group], ...more })
  const me = (bearer: string) => api.ask('GET', '/me', { bearer })

  test('is named to whoever asks', async () => {
    expect(attributes(await api.ask('GET', '/workspace'))).toMatchObject({ issuer: provider.issuer, clientId: 'client-at-provider' })
  })

  test.each([['owners', 'owner'], ['supers', 'superAdmin'], ['admins', 'admin'], ['users', 'user'], ['guests', 'guest']])('maps %s to %s', async (group, role) => {
    const answer = await me(await provider.token(claims(`first-${group}`, group)))
    expect(attributes(answer)).toMatchObject({ workspaceRole: role, email: `first-${group}@acme.example` })
  })

  test('a role that falls there falls here, keys and all', async () => {
    const high = await provider.token(claims('changing', 'admins'))
    const key = attributes(await api.ask('POST', '/api-keys', { bearer: high, body: { name: 'Outside', scopes: ['read:users'] } })).key
    expect((await api.ask('GET', '/users', { key })).status).toBe(200)
    const low = await provider.token(claims('changing', 'guests'))
    expect(attributes(await me(low))['workspaceRole']).toBe('guest')
    expect((await api.ask('GET', '/users', { key })).status).toBe(401)
    const refused = await api.ask('POST', '/api-keys', { bearer: low, body: { name: 'y', scopes: ['read:users'] } })
    expect([refused.status, firstError(refused)?.code]).toEqual([403, 'forbidden'])
  })

  test('an opaque token passes by introspection, a revoked one does not', async () => {
    const token = provider.opaque(claims('opaque', 'admins'))
    expect(attributes(await me(token))['workspaceRole']).toBe('admin')
    const dead = provider.opaque(claims('opaque', 'admins'))
    provider.revoke(dead)
    expect((await me(dead)).status).toBe(401)
  })

  test('what the token lacks, userinfo tells', async () => {
    const answer = await me(await provider.token({ sub: 'no-address', groups: ['admins'] }))
    expect(attributes(answer)).toMatchObject({ email: 'from-userinfo@acme.example', name: 'From Userinfo' })
  })

  test('an address that was never proven does not become somebody who is here', async () => {
    expect((await me(await provider.token(claims('thief', 'guests', { email: ADA.email, email_verified: false })))).status).toBe(401)
    expect(attributes(await me(owner.accessToken))['workspaceRole']).toBe('owner')
  })

  test('who was removed here stays out', async () => {
    const token = await provider.token(claims('leaver', 'admins'))
    const id = idOf(await me(token))
    expect((await api.ask('DELETE', `/users/${id}`, { bearer: owner.accessToken })).status).toBe(204)
    expect((await me(await provider.token(claims('leaver', 'admins')))).status).toBe(401)
  })

  const seconds = () => Math.floor(Date.now() / 1000)
  test.each<{ says: string; claims?: Record<string, unknown>; header?: Record<string, string> }>([
    { says: 'another issuer', claims: { iss: 'https://evil.example' } },
    { says: 'another audience', claims: { aud: 'https://other.example' } },
    { says: 'an expired one', claims: { exp: seconds() - 120 } },
    { says: 'one not yet valid', claims: { nbf: seconds() + 600 } },
    { says: 'no subject', claims: { sub: undefined } },
    { says: 'no role', claims: { groups: ['strangers'] } },
    { says: 'the role of a prototype', claims: { groups: ['constructor', '__proto__', 'toString'] } },
    { says: 'an ID token', header: { typ: 'JWT' } },
    { says: 'an unknown key id', header: { kid: 'two' } },
  ])('refuses $says', async ({ claims: wrong = {}, header = {} }) => {
    expect((await me(await provider.token({ ...claims('wrong', 'admins'), ...wrong }, header))).status).toBe(401)
  })

  test('refuses a signature of another key, one by the public key as a secret, and none', async () => {
    const { privateKey } = await generateKeyPair('RS256')
    expect((await me(await provider.token(claims('forged', 'owners'), {}, privateKey))).status).toBe(401)
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const body = part({ ...claims('forged', 'owners'), iss: provider.issuer, aud: AUDIENCE, exp: seconds() + 600 })
    expect((await me(`${part({ alg: 'none', typ: 'at+jwt' })}.${body}.`)).status).toBe(401)
    expect((await me(`${part({ alg: 'HS256', typ: 'at+jwt', kid: 'one' })}.${body}.${'A'.repeat(43)}`)).status).toBe(401)
  })
})

test('the log of all this is whole, by the command beside the running service', async () => {
  const run = await runWorkspace(['verify-log', '--data', workspace.dataFolder])
  expect([run.code, run.output]).toEqual([0, expect.stringMatching(/intact: \d\d+ entries/)])
})
