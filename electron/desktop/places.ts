import { join } from 'node:path'

/** Where Latchkey keeps what is its own; all of it under Electron's `userData`, 0700. */
export interface Places {
  database: string
  sessions: string
  locks: string
  /** What belongs to this machine alone, such as a person's consents. */
  local: string
  workspace: string
  log: string
}

export function placesIn(userData: string): Places {
  return {
    database: join(userData, 'latchkey.db'),
    sessions: join(userData, 'sessions'),
    locks: join(userData, 'locks'),
    local: join(userData, 'local'),
    workspace: join(userData, 'workspace'),
    log: join(userData, 'log', 'latchkey.log'),
  }
}
