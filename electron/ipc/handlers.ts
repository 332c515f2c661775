import type { Browser } from '../../shared/browser.ts'
import type { SettingsChange, Settings } from '../../shared/settings.ts'
import type { SecretClipboard } from '../core/api-keys/ports.ts'
import type { CredentialsFile } from '../core/credentials/ports.ts'
import type { Panic } from '../core/panic/panic.ts'
import type { KeyFlows } from '../core/api-keys/key-flows.ts'
import type { Rotations } from '../core/rotation/rotations.ts'
import type { WorkspaceDoor } from '../core/session/ports.ts'
import type { Sessions } from '../core/session/sessions.ts'
import type { Handlers } from './serve.ts'

/** What the handlers hand the window's wishes to. */
export interface HandlerParts {
  sessions: Sessions
  keys: KeyFlows
  rotations: Rotations
  door: WorkspaceDoor
  clipboard: SecretClipboard
  browsers: { list: () => Promise<Browser[]> }
  panic: Pick<Panic, 'start' | 'retry' | 'dismiss'>
  file: Pick<CredentialsFile, 'allow'>
  readTimeline: Handlers['readTimeline']
  readAbout: Handlers['readAbout']
  dismissLink: Handlers['dismissLink']
  readKeyActivity: Handlers['readKeyActivity']
  doctor: { examine: Handlers['examine']; makePrivate: Handlers['makePrivate'] }
  changeSettings: (change: SettingsChange) => Promise<Settings>
  copyText: (text: string) => Promise<void>
  showCredentialsFile: () => Promise<void>
  openPage: (url: string) => Promise<void>
  quit: () => void
  restart: () => void
}

/** Contract name -> flow; one line each. */
export function makeHandlers({ sessions, keys, rotations, door, clipboard, panic, browsers, file, doctor, ...desktop }: HandlerParts): Handlers {
  return {
    findWorkspace: ({ address }) => door.find(address),

    // A sign-in takes minutes and reports itself in the state: these calls only start it.
    signIn: ({ address }) => done(sessions.signIn(address)),
    signInHere: () => done(sessions.signInHere()),
    signInAgain: ({ connectionId }) => done(sessions.signInAgain(connectionId)),
    cancelSignIn: () => done(sessions.cancelSignIn()),
    retrySignIn: () => done(sessions.retrySignIn()),
    openSignInPageAgain: ({ browserId }) => done(sessions.openSignInPageAgain(browserId)),
    listBrowsers: () => browsers.list(),
    chooseBrowser: ({ connectionId, browserId }) => done(sessions.chooseBrowser(connectionId, browserId)),
    copySignInAddress: async () => {
      const address = await sessions.signInAddress()
      if (address !== undefined) await desktop.copyText(address)
      return null
    },
    answerMemoryOnly: ({ agrees }) => done(sessions.answerMemoryOnly(agrees)),
    dismissSignIn: () => done(sessions.dismissSignIn()),

    signOut: ({ connectionId }) => sessions.signOut(connectionId),
    refreshNow: ({ connectionId }) => sessions.refreshNow(connectionId),
    retrySessionRead: ({ connectionId }) => done(sessions.retrySessionRead(connectionId)),
    setKeepFresh: ({ connectionId, keepFresh }) => done(sessions.setKeepFresh(connectionId, keepFresh)),

    publishAgain: ({ connectionId, takeOver }) => sessions.publishAgain(connectionId, takeOver),
    allowFile: async ({ connectionId, consent }) => {
      await file.allow(consent)
      return sessions.publishAgain(connectionId, false)
    },
    showCredentialsFile: () => done(desktop.showCredentialsFile()),
    makeDefault: ({ connectionId }) => sessions.makeDefault(connectionId),
    renameProfile: ({ connectionId, profile }) => sessions.renameProfile(connectionId, profile),

    copyBearerToken: async ({ connectionId }) => {
      const token = await sessions.bearerToken(connectionId)
      return token.ok ? clipboard.put('bearerToken', token.value) : { ok: false, failure: { code: 'sign_in_required' } }
    },
    clearClipboard: () => done(clipboard.clear()),
    copyText: ({ text }) => done(desktop.copyText(text)),

    listKeys: input => keys.listKeys(input),
    readKey: input => keys.readKey(input),
    generateKey: input => keys.generateKey(input),
    changeKey: input => keys.changeKey(input),
    rotateKey: input => keys.rotateKey(input),
    deleteKey: input => keys.deleteKey(input),
    startRotation: input => rotations.startRotation(input),
    putRotatedKey: input => rotations.putRotatedKey(input),
    deleteOldKey: input => rotations.deleteOldKey(input),
    stopRotation: input => rotations.stopRotation(input),
    forgetRotation: input => rotations.forgetRotation(input),
    lookAtRotations: input => rotations.lookAtRotations(input),
    copyRevealedKey: input => keys.copyRevealedKey(input),
    storeRevealedKey: input => keys.storeRevealedKey(input),
    saveRevealedKey: input => keys.saveRevealedKey(input),
    closeReveal: input => keys.closeReveal(input),

    readAbout: nothing => desktop.readAbout(nothing),
    dismissLink: link => desktop.dismissLink(link),
    readTimeline: query => desktop.readTimeline(query),
    readKeyActivity: input => desktop.readKeyActivity(input),
    examine: input => doctor.examine(input),
    makePrivate: input => doctor.makePrivate(input),
    panic: input => done(panic.start(input.keys)),
    retryPanic: () => done(panic.retry()),
    dismissPanic: () => done(panic.dismiss()),

    changeSettings: change => desktop.changeSettings(change),
    openPage: ({ url }) => done(desktop.openPage(url)),
    quit: () => done(desktop.quit()),
    restart: () => done(desktop.restart()),
  }
}

async function done(work: Promise<unknown> | void): Promise<null> {
  await work
  return null
}
