import { homedir } from 'node:os'
import { app, net } from 'electron'
import type { AppState } from '../../shared/app-state.ts'
import type { MadeKey } from '../../shared/panic.ts'
import type { Settings } from '../../shared/settings.ts'
import { asWritten } from './as-written.ts'

/** The state before anything has happened. */
export function firstState(settings: Settings, madeKeys: MadeKey[], credentialsPath: string): AppState {
  return {
    revision: 0,
    connections: [],
    signIn: { kind: 'idle' },
    clipboard: { kind: 'clear' },
    settings,
    keysRevision: 0,
    madeKeys,
    panic: { kind: 'idle' },
    rotations: [],
    keyReminders: [],
    credentialsPath: asWritten(credentialsPath, homedir(), process.platform),
    isOnline: net.isOnline(),
    isUpdateReady: false,
    platform: process.platform === 'darwin' || process.platform === 'win32' ? process.platform : 'linux',
    appVersion: app.getVersion(),
  }
}
