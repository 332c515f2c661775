import { describe, expect, test } from 'vitest'
import { makeActivityWriter } from '../../../../electron/core/activity/activity-writer.ts'
import type { ActivityLog, WorkspaceEntry } from '../../../../electron/core/activity/ports.ts'
import { readTimeline } from '../../../../electron/core/activity/timeline.ts'
import type { AppEvent } from '../../../../electron/core/state/app-events.ts'
import { nextState } from '../../../../electron/core/state/next-state.ts'
import type { ApiKey } from '../../../../shared/api-key.ts'
import type { Activity, TimelineQuery } from '../../../../shared/activity.ts'
import { MACHINE_GROUPS, WORKSPACE_GROUPS } from '../../../../shared/activity-groups.ts'
import type { ApiFailure, RefreshFailure } from '../../../../shared/failures.ts'
import { after, instant, type Instant } from '../../../../shared/instant.ts'
import { fail, succeed } from '../../../../shared/outcome.ts'
import { ProfileName } from '../../../../shared/profile.ts'
import type { TokenState } from '../../../../shared/token-state.ts'
import { appState, connection, inMinutes, NOW } from '../../desktop/states.ts'

const acme = connection()
const attempt = { attemptId: crypto.randomUUID(), target: { name: 'Acme', workspaceHost: 'acme.cerby.com', isEmbedded: false } }
const life = { issuedAt: inMinutes(-18), expiresAt: inMinutes(42) }
const silent: RefreshFailure = { code: 'provider_unreachable', host: 'acme.okta.com', trouble: 'no_answer' }
const token = (state: TokenState): AppEvent => ({ kind: 'sessionChanged', id: acme.id, session: { kind: 'signedIn', keptIn: 'keychain', token: state } })
const waiting = (failure = silent, of = life): AppEvent => token({ kind: 'waiting', ...of, retryAt: NOW, failure })
const nextLife = { issuedAt: NOW, expiresAt: inMinutes(60) }
const refreshing = token({ kind: 'refreshing', ...life })
const renewed: AppEvent = token({ kind: 'fresh', ...nextLife, refreshesAt: inMinutes(45) })

/** What a writer puts down while these events happen to a signed-in person. */
async function written(events: readonly AppEvent[], start = appState([acme])) {
  const entries: Omit<Activity, 'id'>[] = []
  const writer = makeActivityWriter({ log: { append: entry => { entries.push(entry); return Promise.resolve() } }, now: () => NOW, reportBug: error => { throw error } })
  let state = start
  for (const event of events) {
    writer.heard(state, event)
    state = nextState(state, event)
  }
  await writer.written()
  return entries.map(({ kind, about }) => (about === undefined ? kind : `${kind} ${about}`))
}

describe('what this computer writes down', () => {
  test.each<{ says: string; events: AppEvent[]; gives: string[] }>([
    { says: 'a start tells every connection anew: nothing', events: [{ kind: 'connectionAdded', connection: acme }, { kind: 'defaultChanged', id: acme.id }], gives: [] },
    { says: 'a sign-in', events: [{ kind: 'signInChanged', signIn: { kind: 'succeeded', ...attempt, connectionId: acme.id, at: NOW } }], gives: ['signedIn Acme'] },
    { says: 'a sign-in that failed, with its reason', events: [{ kind: 'signInChanged', signIn: { kind: 'failed', ...attempt, step: 'inBrowser', failure: { code: 'consent_denied' }, at: NOW } }], gives: ['signInFailed {"code":"consent_denied"}'] },
    { says: 'no sign-in that was canceled', events: [{ kind: 'signInChanged', signIn: { kind: 'failed', ...attempt, step: 'inBrowser', failure: { code: 'canceled' }, at: NOW } }], gives: [] },
    { says: 'a sign-out, by the name of the workspace that is gone', events: [{ kind: 'connectionRemoved', id: acme.id }], gives: ['signedOut Acme'] },
    { says: 'a refresh', events: [refreshing, renewed], gives: ['tokenRefreshed'] },
    { says: 'a night without a network once', events: [waiting(), refreshing, waiting(), refreshing, waiting()], gives: [`refreshFailed ${JSON.stringify(silent)}`] },
    { says: 'the next trouble after a refresh', events: [waiting(), renewed, waiting(silent, nextLife)], gives: [`refreshFailed ${JSON.stringify(silent)}`, 'tokenRefreshed', `refreshFailed ${JSON.stringify(silent)}`] },
    { says: 'a session that ended', events: [{ kind: 'sessionChanged', id: acme.id, session: { kind: 'signInRequired', reason: 'session_ended', since: NOW } }], gives: ['sessionEnded'] },
    { says: 'a file that others changed, and its repair', events: [{ kind: 'publicationChanged', id: acme.id, publication: { kind: 'changedOutside', change: 'section_edited', at: NOW } }, { kind: 'publicationChanged', id: acme.id, publication: { kind: 'written', at: NOW } }], gives: ['fileChangedOutside', 'filePublished'] },
    { says: 'no usual writing of the file', events: [{ kind: 'publicationChanged', id: acme.id, publication: { kind: 'written', at: NOW } }], gives: [] },
    { says: 'a renamed profile', events: [{ kind: 'profileRenamed', id: acme.id, profile: ProfileName.parse('work') }], gives: ['profileRenamed work'] },
  ])('$says', async ({ events, gives }) => { expect(await written(events)).toEqual(gives) })

  test('a session that had ended before the start is not written down at each start', async () => {
    const restoring = appState([connection({ id: acme.id, session: { kind: 'restoring' } })])
    expect(await written([{ kind: 'sessionChanged', id: acme.id, session: { kind: 'signInRequired', reason: 'session_missing', since: NOW } }], restoring)).toEqual([])
  })

  test('calls: a key by its name from its making to its end, and never its text', async () => {
    const entries: Omit<Activity, 'id'>[] = []
    const writer = makeActivityWriter({ log: { append: entry => { entries.push(entry); return Promise.resolve() } }, now: () => NOW, reportBug: error => { throw error } })
    const of = { connectionId: acme.id }
    const key: ApiKey = { id: 'k1', name: 'ci-deploy', prefix: 'lk_', lastFour: '9fQ2', scopes: [], createdAt: NOW, expiresAt: 'never', lastUsedAt: 'never', status: 'active' }
    const revealId = crypto.randomUUID()
    writer.answered('generateKey', { ...of, attemptId: crypto.randomUUID(), name: 'ci-deploy', scopes: [], expiry: { kind: 'never' } }, succeed({ revealId, key, plainKey: 'lk_secret', closesAt: NOW }))
    writer.answered('copyRevealedKey', { revealId }, succeed({ clearsAt: NOW }))
    writer.answered('copyBearerToken', of, succeed({ clearsAt: NOW }))
    writer.answered('copyBearerToken', of, fail({ code: 'sign_in_required' }))
    writer.answered('deleteKey', { ...of, keyId: 'k1' }, succeed(null))
    await writer.written()
    expect(entries.map(({ kind, about }) => [kind, about])).toEqual([['keyGenerated', 'ci-deploy'], ['keyCopied', 'ci-deploy'], ['tokenCopied', undefined], ['keyDeleted', 'ci-deploy']])
    expect(JSON.stringify(entries)).not.toContain('lk_secret')
  })
})

test.each([MACHINE_GROUPS, WORKSPACE_GROUPS])('every kind belongs to one group', groups => {
  const kinds = Object.values(groups).flat()
  expect(kinds).toHaveLength(new Set<string>(kinds).size)
})

describe('the timeline', () => {
  const reading = connection({ workspace: { ...acme.workspace, features: ['activities'] } })

  /** Logs of this machine and one workspace, whose clock shows whole seconds. */
  function logs(machine: Instant[], workspace: Instant[], failure?: ApiFailure) {
    const within = (at: number, { from, before }: { from: Instant | undefined; before: Instant | undefined }) => (from === undefined || at >= from) && (before === undefined || at < before)
    const log: ActivityLog = {
      append: () => Promise.resolve(),
      page: asked => Promise.resolve(machine.map((at, index): Activity => ({ id: index + 1, at, kind: 'tokenRefreshed' })).filter(({ at, kind }) => within(at, asked) && asked.kinds.includes(kind)).toSorted((a, b) => b.at - a.at).slice(0, asked.limit)),
    }
    const api = {
      ofKey: () => { throw new Error('a timeline asks of no single key') },
      page: (_access: unknown, asked: { from: Instant | undefined; before: Instant | undefined; limit: number }) => {
        if (failure) return Promise.resolve(fail(failure))
        const found = workspace.map((at, index) => ({ at, id: `w${String(index).padStart(4, '0')}` })).filter(({ at }) => within(at, asked)).toSorted((a, b) => b.at - a.at).slice(0, asked.limit)
        return Promise.resolve(succeed(found.map(({ id, at }): WorkspaceEntry => ({ from: 'workspace', id, at: instant(Math.floor(at / 1000) * 1000), did: 'keyUsed', isRefused: false }))))
      },
    }
    const unused = () => { throw new Error('not asked for') }
    return { log, api, accessTo: () => succeed({ baseUrl: 'https://acme.cerby.com/api/v1', token: unused, renew: unused }), connections: () => [reading] }
  }
  async function whole(parts: ReturnType<typeof logs>, query: TimelineQuery = { of: 'all', groups: [] }) {
    const entries: { id: string; at: number }[] = []
    for (let before: Instant | undefined, pages = 0; ; pages += 1) {
      expect(pages).toBeLessThan(50)
      const page = await readTimeline(parts, before === undefined ? query : { ...query, before })
      entries.push(...page.entries)
      if (page.next === undefined) return entries
      before = page.next
    }
  }

  test('two long logs come page by page: each entry once, newest first', async () => {
    const machine = Array.from({ length: 150 }, (_, index) => after(NOW, -index * 700))
    const workspace = Array.from({ length: 400 }, (_, index) => after(NOW, -index * 333))
    const entries = await whole(logs(machine, workspace))
    expect(new Set(entries.map(({ id }) => id)).size).toBe(550)
    expect(entries).toHaveLength(550)
    expect(entries.map(({ at }) => at)).toEqual(entries.map(({ at }) => at).toSorted((a, b) => b - a))
  })
  test('more in one second than a page holds does not stop it', async () => {
    const entries = await whole(logs([after(NOW, -5_000)], Array.from({ length: 200 }, () => NOW)))
    expect(entries.at(-1)?.at).toBe(NOW - 5_000)
  })
  test('a workspace that does not answer is named, and the rest stands', async () => {
    const page = await readTimeline(logs([NOW], [], { code: 'not_allowed' }), { of: 'all', groups: [] })
    expect(page.entries).toHaveLength(1)
    expect(page.missing).toEqual([{ connectionId: reading.id, failure: { code: 'not_allowed' } }])
  })
  test.each<{ says: string; query: Partial<TimelineQuery>; gives: string[] }>([
    { says: 'this computer alone', query: { of: 'machine' }, gives: ['machine 1'] },
    { says: 'a group that only workspaces tell of', query: { groups: ['people'] }, gives: ['w0000'] },
    { says: 'a group that only this computer tells of', query: { groups: ['tokens'] }, gives: ['machine 1'] },
    { says: 'a time before which nothing counts', query: { from: after(NOW, 1_000) }, gives: [] },
  ])('filters: $says', async ({ query, gives }) => {
    expect((await whole(logs([NOW], [NOW]), { of: 'all', groups: [], ...query })).map(({ id }) => id)).toEqual(gives)
  })
})
