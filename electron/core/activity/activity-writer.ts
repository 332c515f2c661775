import type { CommandName, Input, Output } from '../../../shared/contract.ts'
import type { AppState } from '../../../shared/app-state.ts'
import type { Instant } from '../../../shared/instant.ts'
import type { AppEvent } from '../state/app-events.ts'
import { makeCallMemory } from './activity-of-call.ts'
import { activityOfEvent, type Noted } from './activity-of-event.ts'
import type { ActivityLog } from './ports.ts'

/** Writes down what happens on this machine. */
export interface ActivityWriter {
  /** An event changed the state that is given as it was before. */
  heard(before: AppState, event: AppEvent): void
  /** A call of the window, or of the tray, was answered. */
  answered<N extends CommandName>(name: N, input: Input<N>, output: Output<N>): void
  /** Resolves when all of it is on the disk. */
  written(): Promise<void>
}

export interface ActivityWriterParts {
  log: Pick<ActivityLog, 'append'>
  now: () => Instant
  /** The disk would not take an entry: nothing that a person waits for. */
  reportBug: (error: unknown) => void
}

export function makeActivityWriter({ log, now, reportBug }: ActivityWriterParts): ActivityWriter {
  const memory = makeCallMemory()
  /** What last failed for each connection. */
  const failing = new Map<string, string>()
  let last: Promise<void> = Promise.resolve()

  /** A night without a network is one entry, not one for each try. */
  function isRepeated({ kind, connectionId, about = '' }: Noted): boolean {
    const whose = String(connectionId)
    if (kind === 'refreshFailed') {
      if (failing.get(whose) === about) return true
      failing.set(whose, about)
    } else if (kind === 'tokenRefreshed') failing.delete(whose)
    return false
  }

  function write(noted: Noted | undefined): void {
    if (noted === undefined || isRepeated(noted)) return
    const entry = { ...noted, at: now() }
    last = last.then(() => log.append(entry)).catch(reportBug)
  }

  return {
    heard(before, event) {
      write(activityOfEvent(before, event))
    },
    answered(name, input, output) {
      write(memory.activityOf(name, input, output))
    },
    written: () => last,
  }
}
