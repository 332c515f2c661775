import { powerMonitor } from 'electron'

export interface PowerListeners {
  /** Something happened after which the truth may differ: look again. */
  look: () => void
  locked: () => void
  unlocked: () => void
  beforeSleep: () => void
}

/** Hands on what the computer tells of sleep and lock. Extra calls are harmless: each means only "look again". */
export function watchPower(listeners: PowerListeners): void {
  powerMonitor.on('resume', () => listeners.look())
  powerMonitor.on('suspend', () => listeners.beforeSleep())
  powerMonitor.on('lock-screen', () => listeners.locked())
  powerMonitor.on('unlock-screen', () => listeners.unlocked())
  powerMonitor.on('shutdown', () => listeners.beforeSleep())
}
