import { app, Notification, type BrowserWindow } from 'electron'
import type { AppState } from '../../shared/app-state.ts'
import type { WindowEvent } from '../../shared/contract.ts'
import type { ConnectionId, KeepFresh } from '../../shared/connection.ts'
import type { KeyReminder } from '../../shared/key-reminder.ts'
import type { Instant } from '../../shared/instant.ts'
import { languageOf, localeOf, makeWords, type Words } from '../../shared/words/words.ts'
import type { AppStore } from '../core/state/app-store.ts'
import { setMenu } from './menu.ts'
import { noticesOf } from './notices.ts'
import { makeNotifier } from './notifications.ts'
import { trayModel, type TrayAction } from './tray-model.ts'
import { openTray } from './tray.ts'

const REDRAW_MS = 30_000

type Screen = Extract<WindowEvent, { kind: 'show' }>['screen']

/** What tray, menus and notifications can ask for. */
export interface DesktopActions {
  copyToken: (id: ConnectionId) => Promise<void>
  refresh: (id: ConnectionId) => Promise<void>
  signInAgain: (id: ConnectionId) => void
  retrySessionRead: (id: ConnectionId) => Promise<void>
  publishAgain: (id: ConnectionId) => Promise<void>
  setKeepFresh: (id: ConnectionId, keepFresh: KeepFresh) => Promise<void>
  copyText: (text: string) => Promise<void>
  clearClipboard: () => Promise<void>
  openWindow: () => Promise<void>
  showScreen: (screen: Screen) => void
  /** The details of a key, or the keys of a workspace. */
  showKey: (id: ConnectionId, keyId: string | undefined) => void
  /** These were shown to the person. */
  toldOfKeys: (reminders: readonly KeyReminder[]) => void
  showCredentialsFile: () => Promise<void>
  quit: () => void
  restart: () => void
  /** The person was told once that closing the window keeps the tray. */
  toldOfTray: () => void
  reportBug: (error: unknown) => void
}

export interface Desktop {
  /** The window was closed into the tray. */
  windowHidden(): void
  /** Others could read the credentials file; that is over. */
  sayFileWasOpen(path: string): void
  /** A variable of the environment can't be used; what holds without it does. */
  sayVariableRefused(variable: string): void
  close(): void
}

/** Tray, application menu and notifications: they draw the state, and hand on what a person asks of them. */
export function makeDesktop(store: AppStore, now: () => Instant, window: () => BrowserWindow | undefined, actions: DesktopActions): Desktop {
  let words = wordsFor(store.state())
  const wait = (work: Promise<unknown>) => void work.catch(actions.reportBug)
  const show = (screen: Screen) => wait(actions.openWindow().then(() => actions.showScreen(screen)))
  const menu = () => setMenu(words, { show, showFile: () => wait(actions.showCredentialsFile()), quit: actions.quit })

  const tray = openTray((action: TrayAction) => act(action, actions, wait, show))
  const notifier = makeNotifier(action => {
    if (action.kind === 'restart') return actions.restart()
    if (action.kind === 'signIn') actions.signInAgain(action.id)
    if (action.kind === 'writeAgain') wait(actions.publishAgain(action.id))
    const { kind } = action
    wait(actions.openWindow().then(() => { if (kind === 'openKey') actions.showKey(action.id, action.keyId) }))
  })

  function draw(): void {
    const state = store.state()
    tray.draw(trayModel(state, now(), words))
    // Whoever looks at the window sees the trouble in its card.
    const isSeen = window()?.isFocused() === true
    const told = notifier.show(noticesOf(state, now(), words), isSeen).flatMap(notice => notice.reminders ?? [])
    if (told.length > 0) actions.toldOfKeys(told)
  }

  menu()
  draw()
  const timer = setInterval(draw, REDRAW_MS)
  const unsubscribe = store.subscribe((state, event) => {
    if (event.kind === 'settingsChanged') {
      words = wordsFor(state)
      menu()
    }
    draw()
  })

  return {
    windowHidden() {
      if (store.state().settings.wasToldOfTray || !Notification.isSupported()) return
      notifier.say(words.t('notify.tray.title'), words.t('notify.tray.body'))
      actions.toldOfTray()
    },
    sayFileWasOpen(path) {
      notifier.say(words.t('notify.private.title'), words.t('notify.private.body', { path }))
    },
    sayVariableRefused(variable) {
      notifier.say(words.t('notify.variable.title', { variable }), words.t('notify.variable.body', { variable }))
    },
    close() {
      clearInterval(timer)
      unsubscribe()
      tray.close()
    },
  }
}

/** The words that this state's settings choose. */
export function wordsFor(state: AppState): Words {
  const systemLocale = app.getPreferredSystemLanguages()[0] ?? app.getLocale()
  return makeWords(localeOf(languageOf(state.settings.language, systemLocale), systemLocale))
}

function act(action: TrayAction, actions: DesktopActions, wait: (work: Promise<unknown>) => void, show: (screen: Screen) => void): void {
  switch (action.kind) {
    case 'copy':
      return wait(actions.copyToken(action.id))
    case 'refresh':
      return wait(actions.refresh(action.id))
    case 'signIn':
      actions.signInAgain(action.id)
      return wait(actions.openWindow())
    case 'unlock':
      return wait(actions.retrySessionRead(action.id))
    case 'writeAgain':
      return wait(actions.publishAgain(action.id))
    case 'keepFresh':
      return wait(actions.setKeepFresh(action.id, action.keepFresh))
    case 'keepAllFresh':
      return wait(Promise.all(action.wishes.map(({ id, keepFresh }) => actions.setKeepFresh(id, keepFresh))))
    case 'copyText':
      return wait(actions.copyText(action.text))
    default:
      return actCommon(action.kind, actions, wait, show)
  }
}

function actCommon(
  kind: 'connect' | 'generate' | 'clearClipboard' | 'panic' | 'open' | 'restart' | 'quit', actions: DesktopActions, wait: (work: Promise<unknown>) => void, show: (screen: Screen) => void,
): void {
  switch (kind) {
    case 'connect':
      return show('connect')
    case 'generate':
      return show('generateKey')
    case 'panic':
      return show('panic')
    case 'clearClipboard':
      return wait(actions.clearClipboard())
    case 'open':
      return wait(actions.openWindow())
    case 'restart':
      return actions.restart()
    case 'quit':
      return actions.quit()
  }
}
