import { randomUUID } from 'node:crypto'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { app, clipboard, net, shell, type BrowserWindow } from 'electron'
import type { ConnectionId } from '../shared/connection.ts'
import { systemClock } from './adapters/clock/system-clock.ts'
import { watchProgram } from './adapters/installed-program/watch-program.ts'
import { watchScreenLock } from './adapters/session-bus/screen-lock.ts'
import { APP_ORIGIN } from './desktop/app-protocol.ts'
import { asWritten } from './desktop/as-written.ts'
import { makeChangeSettings } from './desktop/change-settings.ts'
import { chooseEnvFile } from './desktop/choose-env-file.ts'
import { makeDesktop, type Desktop } from './desktop/desktop.ts'
import { makeEmbeddedWorkspace } from './desktop/embedded-workspace.ts'
import { makeDoctorDesk } from './desktop/doctor-desk.ts'
import { firstState } from './desktop/first-state.ts'
import { readAbout } from './desktop/read-about.ts'
import { setLoginItem } from './desktop/login-item.ts'
import { makeOpenInBrowser } from './desktop/open-browser.ts'
import { placesIn } from './desktop/places.ts'
import { watchPower } from './desktop/power.ts'
import { makeSecretClipboard } from './desktop/secret-clipboard.ts'
import { startedProgram } from './desktop/started-program.ts'
import { electronClipboard } from './desktop/system-clipboard.ts'
import { watchNetwork } from './desktop/watch-network.ts'
import { makeHandlers } from './ipc/handlers.ts'
import { publishState } from './ipc/publish-state.ts'
import { makeServe, type Serve } from './ipc/serve.ts'
import { parseLink, shownLink } from './core/links/parse-link.ts'
import { readKeyActivity, readTimeline } from './core/activity/timeline.ts'
import { makeActivityWriter } from './core/activity/activity-writer.ts'
import { recordCalls } from './ipc/record-calls.ts'
import { loopbackShapeFor } from './core/session/loopback-choice.ts'
import type { AppEvent } from './core/state/app-events.ts'
import { makeAppStore } from './core/state/app-store.ts'
import { openWorld } from './world.ts'

/** What the process entry hands in. */
export interface ComposeOptions {
  /** The folder of the built app. */
  out: string
  window: () => BrowserWindow | undefined
  openWindow: () => Promise<void>
  quit: () => void
  restart: () => void
}

/** After these other keys may end next, or other reminders be wanted. */
const KEYS_MAY_DIFFER = new Set<AppEvent['kind']>(['keysChanged', 'connectionAdded', 'connectionRemoved', 'settingsChanged'])

/** The running app. */
export interface App {
  serve: Serve
  /** A `latchkey://` link was opened: it is shown to the person, who alone acts on it. */
  openLink(text: string): void
  /** The person closed the window; the app stays in the tray. */
  windowHidden(): void
  /** Clears the clipboard, stops timers and the workspace, closes the database. */
  close(): Promise<void>
}

/** Joins all parts. The only file that knows every one of them. */
export async function compose({ out, window, openWindow, quit, restart }: ComposeOptions): Promise<App> {
  // Adapters may have something to say before there is a desktop to say it.
  const shown: { desktop?: Desktop } = {}
  const places = placesIn(app.getPath('userData'))
  const world = await openWorld({
    places,
    environment: process.env,
    home: homedir(),
    // Chromium's network: the system's proxy and the system's trust.
    fetch: (url, init) => net.fetch(url, init),
    embedded: log => makeEmbeddedWorkspace(join(out, 'workspace.js'), places.workspace, workspaceOptions(process.argv), line => log.note(line)),
    written: path => asWritten(path, homedir(), process.platform),
    chooseEnvFile: () => chooseEnvFile(window()),
    noticed: notice => {
      if (notice.code === 'made_private') shown.desktop?.sayFileWasOpen(notice.path)
    },
  })
  const store = makeAppStore(firstState(await world.settings.read(), await world.madeKeys.list(), world.credentialsFile.path))
  const tellWindow = publishState(store, window)
  const reportBug = (error: unknown) => world.log.bug(error)
  const activity = makeActivityWriter({ log: world.activity.log, now: () => systemClock.now(), reportBug })
  let before = store.state()
  store.subscribe((state, event) => {
    activity.heard(before, event)
    before = state
  })

  const system = electronClipboard(process.platform)
  const secrets = makeSecretClipboard({
    system,
    now: () => systemClock.now(),
    clearSeconds: () => store.state().settings.clipboardClearSeconds,
    changed: state => store.tell({ kind: 'clipboardChanged', clipboard: state }),
  })
  const openInBrowser = makeOpenInBrowser((id, address) => world.browsers.open(id, address))
  const sessions = world.openSessions(store.tell, openInBrowser, workspace => loopbackShapeFor(workspace, store.state().settings.redirects))
  const baseUrlOf = (id: ConnectionId) => store.state().connections.find(connection => connection.id === id)?.workspace.baseUrl
  const { keys, rotations, keyWatch } = world.openKeys({
    tell: store.tell,
    sessions,
    baseUrlOf,
    connections: () => store.state().connections,
    wantedReminders: () => ({ week: store.state().settings.notifyKeyWeek, day: store.state().settings.notifyKeyDay }),
    clipboard: secrets,
    revealClosed: revealId => tellWindow({ kind: 'revealClosed', revealId }),
  })

  store.subscribe((_, event) => {
    if (event.kind === 'keyMade') world.madeKeys.add(event.key).catch(reportBug)
    if (KEYS_MAY_DIFFER.has(event.kind)) keyWatch.changed()
    if (event.kind === 'sessionChanged' && event.session.kind === 'signedIn') keyWatch.signedIn(event.id)
    if (event.kind === 'keyDeleted') world.madeKeys.remove(event.connectionId, event.keyId).catch(reportBug)
  })
  const panic = world.openPanic({
    tell: store.tell,
    departures: sessions.departures,
    known: () => store.state(),
    clearClipboard: async () => {
      await secrets.clear()
      return store.state().clipboard.kind === 'clear'
    },
    dropReveals: () => keys.dropReveals(),
  })

  const program = startedProgram()
  const loginProgram = [program, ...(app.isPackaged ? [] : [app.getAppPath()])]
  const changeSettings = makeChangeSettings(store, settings => world.settings.write(settings), starts => setLoginItem(starts, loginProgram))
  const showCredentialsFile = () => {
    shell.showItemInFolder(world.credentialsFile.path)
    return Promise.resolve()
  }
  const signOut: typeof sessions.signOut = id => {
    keys.dropReveals(id)
    void secrets.clear()
    return sessions.signOut(id)
  }
  const timeline = { ...world.activity, accessTo: world.accessThrough({ sessions, baseUrlOf }), connections: () => store.state().connections }
  const handlers = recordCalls(activity, makeHandlers({
    sessions: { ...sessions, signOut }, keys, rotations, panic, browsers: world.browsers, door: world.door, clipboard: secrets, file: world.credentialsFile,
    readTimeline: query => readTimeline(timeline, query),
    readAbout: () => readAbout(out),
    dismissLink: ({ linkId }) => {
      store.tell({ kind: 'linkAnswered', linkId })
      return Promise.resolve(null)
    },
    readKeyActivity: input => readKeyActivity(timeline, input),
    doctor: makeDoctorDesk({ probes: world.probes, canConceal: system.canConceal, state: store.state, tellWindow, reportBug }),
    changeSettings, showCredentialsFile, quit, restart,
    copyText: async text => {
      await clipboard.writeText(text)
    },
    openPage: async url => {
      await openInBrowser(url)
    },
  }))

  shown.desktop = makeDesktop(store, () => systemClock.now(), window, {
    copyToken: async id => void (await handlers.copyBearerToken({ connectionId: id })),
    refresh: async id => void (await sessions.refreshNow(id)),
    signInAgain: id => sessions.signInAgain(id),
    retrySessionRead: async id => void (await sessions.retrySessionRead(id)),
    publishAgain: async id => void (await sessions.publishAgain(id, false)),
    setKeepFresh: (id, keepFresh) => sessions.setKeepFresh(id, keepFresh),
    copyText: async text => void (await handlers.copyText({ text })),
    clearClipboard: () => secrets.clear(),
    openWindow,
    showScreen: screen => tellWindow({ kind: 'show', screen }),
    showKey: (connectionId, keyId) => tellWindow({ kind: 'showKey', connectionId, ...(keyId === undefined ? {} : { keyId }) }),
    toldOfKeys: reminders => void keyWatch.wereTold(reminders).catch(reportBug),
    showCredentialsFile,
    quit,
    restart,
    toldOfTray: () => void changeSettings({ wasToldOfTray: true }).catch(reportBug),
    reportBug,
  })
  for (const variable of world.refusedVariables) shown.desktop.sayVariableRefused(variable)

  const forgetSecrets = () => {
    keys.dropReveals()
    return secrets.clear()
  }
  const look = () => {
    sessions.look('wake')
    rotations.look()
    void secrets.look()
  }
  const locked = () => {
    sessions.screenLocked()
    void forgetSecrets()
  }
  const unlocked = () => {
    sessions.screenUnlocked()
    look()
  }
  watchPower({
    look, locked, unlocked,
    beforeSleep: () => {
      void sessions.beforeSleep()
      void forgetSecrets()
    },
  })
  const stopScreenLock = watchScreenLock(process.env, process.platform, isLocked => {
    if (isLocked) locked()
    else unlocked()
  }, () => world.log.note('this desktop tells nobody of its screen lock'))
  const stopProgram = watchProgram(program, () => store.tell({ kind: 'updateInstalled' }))
  const stopNetwork = watchNetwork(isOnline => {
    store.tell({ kind: 'networkChanged', isOnline })
    if (!isOnline) return
    sessions.look('online')
    rotations.look()
    panic.retry()
  })
  app.on('browser-window-focus', () => void secrets.look())

  // The first state says what is connected: the window must not draw the welcome to somebody who is signed in.
  await sessions.restore()
  await rotations.restore()
  await keyWatch.start()
  panic.resume().catch(reportBug)
  world.tidyUp().catch(reportBug).then(() => world.watchFile(() => sessions.credentialsFileChanged())).catch(reportBug)

  return {
    serve: makeServe(handlers, APP_ORIGIN, (name, error) => world.log.bug(error, name)),
    openLink(text) {
      const linkId = randomUUID()
      store.tell({ kind: 'linkAsked', link: { linkId, ...(parseLink(text) ?? { kind: 'refused', text: shownLink(text) }) } })
    },
    windowHidden: () => shown.desktop?.windowHidden(),
    async close() {
      stopScreenLock()
      stopNetwork()
      stopProgram()
      shown.desktop?.close()
      rotations.close()
      keyWatch.close()
      await forgetSecrets()
      await panic.close()
      await sessions.close()
      await activity.written()
      await world.close()
    },
  }
}

/** `--token-lifetime=60` shortens the life of the embedded workspace's tokens, to see them renewed. */
function workspaceOptions(argv: readonly string[]): string[] {
  return argv.flatMap(word => {
    const seconds = /^--token-lifetime=(\d{1,5})$/.exec(word)?.[1]
    return seconds === undefined ? [] : ['--token-lifetime', seconds]
  })
}
