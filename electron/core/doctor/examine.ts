import type { AppState } from '../../../shared/app-state.ts'
import type { CheckName, Finding } from '../../../shared/doctor.ts'
import { within } from '../session/within.ts'
import { failed, found } from './findings.ts'
import { judgeFile, judgeFolders, judgePermissions, judgeReaders } from './judge-file.ts'
import { judgeClock, judgeNetwork, judgeProvider, judgeWorkspace, type AskedWorkspace } from './judge-network.ts'
import type { DoctorPorts } from './ports.ts'

/** Longer than each probe's own limit, so that those speak first. */
const LONGEST_MS = 12_000

type State = Pick<AppState, 'connections' | 'isOnline'>

export interface Examination {
  /** Whether a locked keychain may ask for its password: only by a click that says so. */
  mayAskKeychain: boolean
  /** Told of each finding as it comes. */
  tell: (finding: Finding) => void
  /** Told of a probe that threw: our bug. */
  reportBug: (error: unknown) => void
}

/** Looks at everything, all side by side; each check ends by itself. Resolves with what was told, when all are done. */
export async function examine(ports: DoctorPorts, state: State, { mayAskKeychain, tell, reportBug }: Examination): Promise<Finding[]> {
  const findings: Finding[] = []
  const check = async (name: CheckName, look: () => Promise<Finding>, of: Pick<Finding, 'connectionId'> = {}) => {
    const finding = await within(ports.timer, LONGEST_MS, look().catch((error: unknown) => {
      reportBug(error)
      return found(name, 'look', 'check_failed', {}, of)
    }))
    const told = finding ?? found(name, 'look', 'timed_out', { seconds: LONGEST_MS / 1_000 }, { remedy: 'checkAgain', ...of })
    findings.push(told)
    tell(told)
  }
  const file = ports.file()
  const asked = state.connections.map(async (connection): Promise<AskedWorkspace> => ({ connection, answer: await ports.askWorkspace(connection.workspace) }))
  const all = Promise.all(asked)
  // Whoever waits for them takes their errors; nobody else has to.
  for (const promise of [file, all]) promise.catch(() => undefined)

  await Promise.all([
    check('keychain', () => keychain(ports, mayAskKeychain)),
    check('file', async () => judgeFile(await file)),
    check('permissions', async () => judgePermissions(await file)),
    check('readers', async () => judgeReaders(await file, state.connections)),
    check('folders', async () => judgeFolders(await ports.folders())),
    check('clock', async () => judgeClock(await all)),
    check('network', async () => judgeNetwork(state.isOnline, await all, await proxyOf(ports, state))),
    ...asked.map((answer, index) => check('workspace', async () => judgeWorkspace(await answer), idOf(state, index))),
    ...state.connections.map(({ id, workspace }) => check('provider', async () => judgeProvider(id, workspace.issuer, await ports.askProvider(workspace.issuer)), { connectionId: id })),
    check('clipboard', () => Promise.resolve(found('clipboard', ports.canConceal ? 'fine' : 'limit', ports.canConceal ? 'clipboard_conceals' : 'clipboard_shows'))),
    check('tray', async () => judgeTray(await ports.hasTray())),
    check('notifications', () => Promise.resolve(ports.hasNotifications ? found('notifications', 'fine', 'notifications_there') : found('notifications', 'limit', 'notifications_absent'))),
    check('versions', () => Promise.resolve(found('versions', 'fine', 'versions', { list: Object.entries(ports.versions).map(pair => pair.join(' ')).join(', ') }))),
  ])
  return findings
}

const idOf = ({ connections }: State, index: number): Pick<Finding, 'connectionId'> => {
  const id = connections[index]?.id
  return id === undefined ? {} : { connectionId: id }
}

async function keychain(ports: DoctorPorts, mayAsk: boolean): Promise<Finding> {
  const tried = await ports.keychain.tryOut(mayAsk)
  if (!tried.ok) return failed('keychain', 'broken', tried.failure, { remedy: 'tryKeychain' })
  return found('keychain', 'fine', 'keychain_works', { platform: ports.platform, ms: tried.value.tookMs })
}

async function proxyOf(ports: DoctorPorts, { connections }: State): Promise<string> {
  const remote = connections.find(({ workspace }) => !workspace.isEmbedded)
  return remote === undefined ? 'DIRECT' : ports.proxyFor(remote.workspace.baseUrl)
}

function judgeTray(hasTray: boolean | undefined): Finding {
  return hasTray === false ? found('tray', 'limit', 'tray_absent') : found('tray', 'fine', 'tray_there')
}
