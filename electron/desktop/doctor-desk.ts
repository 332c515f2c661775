import { Notification, session } from 'electron'
import type { AppState } from '../../shared/app-state.ts'
import type { Input, Output, WindowEvent } from '../../shared/contract.ts'
import { examine } from '../core/doctor/examine.ts'
import type { DoctorPorts } from '../core/doctor/ports.ts'
import { versions } from './versions.ts'

export interface DoctorDeskParts {
  /** What needs no Electron. */
  probes: Omit<DoctorPorts, 'platform' | 'proxyFor' | 'canConceal' | 'hasNotifications' | 'versions'> & { makePrivate(): Promise<Output<'makePrivate'>> }
  canConceal: boolean
  state: () => AppState
  tellWindow: (event: WindowEvent) => void
  reportBug: (error: unknown) => void
}

/** The doctor, for the window: findings go out as they are made. */
export function makeDoctorDesk({ probes, canConceal, state, tellWindow, reportBug }: DoctorDeskParts) {
  return {
    examine({ examinationId, mayAskKeychain }: Input<'examine'>): Promise<Output<'examine'>> {
      const ports: DoctorPorts = {
        ...probes,
        platform: state().platform,
        canConceal,
        proxyFor: url => session.defaultSession.resolveProxy(url),
        hasNotifications: Notification.isSupported(),
        versions: versions(),
      }
      return examine(ports, state(), { mayAskKeychain, reportBug, tell: finding => tellWindow({ kind: 'found', examinationId, finding }) })
    },
    makePrivate: () => probes.makePrivate(),
  }
}
