import { describe, expect, test } from 'vitest'
import { examine } from '../../../../electron/core/doctor/examine.ts'
import { judgeFile, judgeFolders, judgePermissions, judgeReaders } from '../../../../electron/core/doctor/judge-file.ts'
import { judgeClock, judgeNetwork, judgeProvider, judgeWorkspace } from '../../../../electron/core/doctor/judge-network.ts'
import type { Asked, DoctorPorts, FileFacts, ProviderFacts, WorkspaceFacts } from '../../../../electron/core/doctor/ports.ts'
import type { Connection } from '../../../../shared/connection.ts'
import type { Finding } from '../../../../shared/doctor.ts'
import type { NetworkTrouble } from '../../../../shared/failures.ts'
import { fail, succeed } from '../../../../shared/outcome.ts'
import { appState, connection, NOW } from '../../desktop/states.ts'

const path = '~/.cerby/credentials'
const GOOD: FileFacts = { path, target: undefined, exists: true, mode: 0o600, isOurs: true, isMounted: false, isOnShare: false, failure: undefined, unreadableLine: undefined, refusedVariable: undefined }
const shown = (finding: Finding) => ({ standing: finding.standing, said: finding.kind === 'found' ? finding.code : finding.failure.code, remedy: finding.remedy })

describe('the file', () => {
  test.each<{ says: string; facts: Partial<FileFacts>; gives: ReturnType<typeof shown> }>([
    { says: 'is where it should be', facts: {}, gives: { standing: 'fine', said: 'file_there', remedy: 'showFile' } },
    { says: 'is no trouble before the first sign-in', facts: { exists: false }, gives: { standing: 'fine', said: 'file_absent', remedy: undefined } },
    { says: 'may be a link', facts: { target: '~/dotfiles/credentials' }, gives: { standing: 'fine', said: 'file_is_link', remedy: 'showFile' } },
    { says: 'that a container mounts wants a look', facts: { isMounted: true }, gives: { standing: 'look', said: 'file_is_mounted', remedy: undefined } },
    { says: 'on a share wants a look', facts: { isOnShare: true }, gives: { standing: 'look', said: 'file_on_share', remedy: undefined } },
    { says: 'that no variable could name wants a look', facts: { refusedVariable: 'CERBY_PROFILE' }, gives: { standing: 'look', said: 'file_variable_refused', remedy: undefined } },
    { says: 'that is a folder says so', facts: { failure: { code: 'is_directory', path } }, gives: { standing: 'broken', said: 'is_directory', remedy: 'showFile' } },
  ])('$says', ({ facts, gives }) => { expect(shown(judgeFile({ ...GOOD, ...facts }))).toEqual(gives) })

  test.each<{ says: string; facts: Partial<FileFacts>; gives: ReturnType<typeof shown> }>([
    { says: 'of the owner alone is well', facts: {}, gives: { standing: 'fine', said: 'permissions_private', remedy: undefined } },
    { says: 'that a group can read is one click from private', facts: { mode: 0o640 }, gives: { standing: 'broken', said: 'permissions_open', remedy: 'makePrivate' } },
    { says: 'that others can write is one click from private', facts: { mode: 0o602 }, gives: { standing: 'broken', said: 'permissions_open', remedy: 'makePrivate' } },
    { says: 'of somebody else can only be shown', facts: { isOurs: false }, gives: { standing: 'broken', said: 'permissions_not_ours', remedy: 'showFile' } },
    { says: 'on Windows has no mode to judge', facts: { mode: undefined }, gives: { standing: 'limit', said: 'permissions_by_system', remedy: undefined } },
    { says: 'that is not there has none either', facts: { exists: false, mode: undefined }, gives: { standing: 'fine', said: 'permissions_no_file', remedy: undefined } },
  ])('a file $says', ({ facts, gives }) => { expect(shown(judgePermissions({ ...GOOD, ...facts }))).toEqual(gives) })

  test.each<{ says: string; facts?: Partial<FileFacts>; connections: Connection[]; gives: ReturnType<typeof shown> }>([
    { says: 'what we wrote stands in it', connections: [connection()], gives: { standing: 'fine', said: 'readers_agree', remedy: undefined } },
    { says: 'nothing of ours is no trouble', connections: [connection({ publication: { kind: 'withdrawn', at: NOW } })], gives: { standing: 'fine', said: 'readers_no_section', remedy: undefined } },
    { says: 'a line stops tools', facts: { unreadableLine: 7 }, connections: [connection()], gives: { standing: 'broken', said: 'readers_stop', remedy: 'showFile' } },
    { says: 'a section was changed', connections: [connection(), connection({ publication: { kind: 'changedOutside', change: 'section_edited', at: NOW } })], gives: { standing: 'broken', said: 'readers_changed', remedy: 'writeAgain' } },
    { says: 'a section could not be written', connections: [connection({ publication: { kind: 'failed', failure: { code: 'disk_full', path } } })], gives: { standing: 'broken', said: 'disk_full', remedy: 'writeAgain' } },
  ])('for other tools: $says', ({ facts, connections, gives }) => { expect(shown(judgeReaders({ ...GOOD, ...facts }, connections))).toEqual(gives) })

  test('one open folder is named, the others are counted', () => {
    const folder = (name: string, mode: number) => ({ path: name, mode, isOurs: true })
    expect(judgeFolders([folder('~/a', 0o700), folder('~/b', 0o755), folder('~/c', 0o750)])).toMatchObject({ standing: 'look', remedy: 'makePrivate', facts: { folder: '~/b', more: 1 } })
    expect(shown(judgeFolders([folder('~/a', 0o700)]))).toEqual({ standing: 'fine', said: 'folders_private', remedy: undefined })
  })
})

const acme = connection()
const here = connection({ workspace: { ...connection().workspace, isEmbedded: true, baseUrl: 'http://127.0.0.1:4123/api/v1' } })
const answers = (offsetSeconds: number | undefined = 0): Asked<WorkspaceFacts> => succeed({ tookMs: 40, offsetSeconds, workspace: acme.workspace })
const trouble = (what: NetworkTrouble): Asked<WorkspaceFacts> => fail({ trouble: what })

describe('the clock', () => {
  test.each([
    { says: 'a minute is forgiven', offset: 59, gives: { standing: 'fine', code: 'clock_right' } },
    { says: 'two minutes behind want a look', offset: 120, gives: { standing: 'look', code: 'clock_wrong', facts: { direction: 'behind' } } },
    { says: 'an hour ahead breaks tokens', offset: -3600, gives: { standing: 'broken', code: 'clock_wrong', facts: { direction: 'ahead', seconds: 3600 } } },
    { says: 'a server without a Date says nothing', offset: undefined, gives: { standing: 'fine', code: 'clock_unknown' } },
  ])('$says', ({ offset, gives }) => { expect(judgeClock([{ connection: acme, answer: succeed({ tookMs: 1, offsetSeconds: offset, workspace: undefined }) }])).toMatchObject(gives) })
  test('this computer cannot tell itself the time', () => { expect(judgeClock([{ connection: here, answer: answers(0) }])).toMatchObject({ code: 'clock_unknown' }) })
})

describe('the network', () => {
  test.each([
    { says: 'a straight way', isOnline: true, asked: [{ connection: acme, answer: answers() }], proxy: 'DIRECT', gives: { standing: 'fine', code: 'network_direct' } },
    { says: 'a proxy is named', isOnline: true, asked: [{ connection: acme, answer: answers() }], proxy: 'PROXY proxy.acme.example:8080; DIRECT', gives: { code: 'network_proxy', facts: { proxy: 'proxy.acme.example:8080' } } },
    { says: 'offline, with a workspace to reach', isOnline: false, asked: [{ connection: acme, answer: trouble('offline') }], proxy: '', gives: { standing: 'broken', code: 'network_offline' } },
    { says: 'offline, with nothing to reach', isOnline: false, asked: [{ connection: here, answer: answers() }], proxy: '', gives: { standing: 'limit', code: 'network_offline' } },
    { says: 'somebody reads along', isOnline: true, asked: [{ connection: acme, answer: trouble('tls') }], proxy: '', gives: { standing: 'broken', failure: { trouble: 'tls' } } },
    { says: 'a hotel wants a click', isOnline: true, asked: [{ connection: acme, answer: trouble('captive_portal') }], proxy: '', gives: { standing: 'broken', failure: { trouble: 'captive_portal' } } },
    { says: 'a host of its own that is silent is no trouble of the network', isOnline: true, asked: [{ connection: acme, answer: trouble('refused') }], proxy: 'DIRECT', gives: { standing: 'fine', code: 'network_direct' } },
    { says: 'nobody remote to ask', isOnline: true, asked: [{ connection: here, answer: answers() }], proxy: '', gives: { code: 'network_unasked' } },
  ])('$says', ({ isOnline, asked, proxy, gives }) => { expect(judgeNetwork(isOnline, asked, proxy)).toMatchObject(gives) })
})

describe('who answers', () => {
  test.each([
    { says: 'the workspace that we know', answer: answers(), gives: { standing: 'fine', code: 'workspace_answers' } },
    { says: 'another workspace', answer: succeed({ tookMs: 1, offsetSeconds: 0, workspace: here.workspace }), gives: { standing: 'broken', code: 'workspace_is_another' } },
    { says: 'no workspace at all', answer: succeed({ tookMs: 1, offsetSeconds: 0, workspace: undefined }), gives: { failure: { code: 'not_a_workspace' } } },
    { says: 'nobody', answer: trouble('no_answer'), gives: { failure: { code: 'workspace_unreachable', trouble: 'no_answer' }, remedy: 'checkAgain' } },
  ])('at the workspace: $says', ({ answer, gives }) => { expect(judgeWorkspace({ connection: acme, answer })).toMatchObject(gives) })

  const issuer = 'https://acme.okta.com'
  const whole: ProviderFacts = { tookMs: 9, issuer, offersPkce: true, offersRefresh: true, offersRevocation: false }
  test.each<{ says: string; answer: Asked<ProviderFacts>; gives: object }>([
    { says: 'the provider', answer: succeed(whole), gives: { standing: 'fine', facts: { refresh: 'yes', revocation: 'no' } } },
    { says: 'one that calls itself otherwise, by a slash', answer: succeed({ ...whole, issuer: `${issuer}/` }), gives: { standing: 'broken', code: 'provider_is_another' } },
    { says: 'one without PKCE', answer: succeed({ ...whole, offersPkce: false }), gives: { standing: 'broken', code: 'provider_without_pkce' } },
    { says: 'a page', answer: succeed(undefined), gives: { failure: { code: 'provider_answer_unusable' } } },
    { says: 'nobody', answer: fail({ trouble: 'offline' }), gives: { failure: { code: 'provider_unreachable', trouble: 'offline' } } },
  ])('at the provider: $says', ({ answer, gives }) => { expect(judgeProvider(acme.id, issuer, answer)).toMatchObject(gives) })
})

/** Ports of a healthy computer; a timer that fires only when told. */
function ports(more: Partial<DoctorPorts> = {}) {
  const waiting: (() => void)[] = []
  const made: DoctorPorts = {
    platform: 'linux', keychain: { tryOut: () => Promise.resolve(succeed({ tookMs: 6 })) }, file: () => Promise.resolve(GOOD), folders: () => Promise.resolve([]),
    askWorkspace: workspace => Promise.resolve(succeed({ tookMs: 1, offsetSeconds: 0, workspace })),
    askProvider: issuer => Promise.resolve(succeed({ tookMs: 1, issuer, offersPkce: true, offersRefresh: true, offersRevocation: true })),
    proxyFor: () => Promise.resolve('DIRECT'), canConceal: true, hasTray: () => Promise.resolve(true), hasNotifications: true, versions: { Latchkey: '0.1.0' },
    timer: { after: (_ms, then) => { waiting.push(then); return () => undefined } }, ...more,
  }
  return { made, timeOut: () => { for (const then of waiting) then() } }
}

describe('an examination', () => {
  test('finds every check once, and tells each as it comes', async () => {
    const told: Finding[] = []
    const findings = await examine(ports().made, appState([acme, here]), { mayAskKeychain: false, tell: finding => told.push(finding), reportBug: () => undefined })
    expect(told).toEqual(findings)
    expect(findings.map(({ check, connectionId }) => `${check} ${connectionId ?? ''}`)).toHaveLength(new Set(findings.map(({ check, connectionId }) => `${check} ${connectionId ?? ''}`)).size)
    expect(findings).toHaveLength(15)
    expect(findings.filter(({ standing }) => standing !== 'fine' && standing !== 'limit')).toEqual([])
  })

  test('a probe that hangs holds nobody up, and one that throws is told as our bug', async () => {
    const bugs: unknown[] = []
    const { made, timeOut } = ports({ folders: () => new Promise(() => undefined), file: () => Promise.reject(new Error('a bug')) })
    const told: Finding[] = []
    const all = examine(made, appState([]), { mayAskKeychain: false, tell: finding => told.push(finding), reportBug: bug => bugs.push(bug) })
    await expect.poll(() => told.length).toBe(10)
    timeOut()
    expect(await all).toHaveLength(11)
    expect(told.filter(finding => finding.kind === 'found' && finding.code === 'timed_out').map(({ check }) => check)).toEqual(['folders'])
    expect(told.filter(finding => finding.kind === 'found' && finding.code === 'check_failed').map(({ check }) => check)).toEqual(['file', 'permissions', 'readers'])
    expect(bugs).toHaveLength(3)
  })

  test('a locked keychain is asked for its password by a click alone', async () => {
    const asked: boolean[] = []
    const { made } = ports({ keychain: { tryOut: mayAsk => { asked.push(mayAsk); return Promise.resolve(fail({ code: 'keychain_locked' })) } } })
    for (const mayAskKeychain of [false, true]) await examine(made, appState([]), { mayAskKeychain, tell: () => undefined, reportBug: () => undefined })
    expect(asked).toEqual([false, true])
  })
})
