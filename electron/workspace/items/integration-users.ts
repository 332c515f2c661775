import { randomUUID } from 'node:crypto'
import type { Database } from '../../sqlite/open-database.ts'

export type IntegrationUserStatus = 'inviting' | 'active' | 'removing'
export interface IntegrationUser { personId: string; status: IntegrationUserStatus; entitlements: string[] }
export type JobType = 'inviteUser' | 'removeUser'
export type JobStatus = 'pending' | 'running' | 'succeeded' | 'failed'
export interface Job {
  id: string
  type: JobType
  status: JobStatus
  integrationId: string
  personId: string
  startedBy: string
  createdAt: number
  updatedAt: number
}

type UserRow = { person_id: string; status: IntegrationUserStatus; entitlements: string }
type JobRow = {
  id: string; type: JobType; status: JobStatus; integration_id: string; person_id: string; started_by: string; created_at: number; updated_at: number
}

/** Who uses an integrated application, and the jobs that invite and remove them. */
export interface IntegrationUsers {
  list(integrationId: string): IntegrationUser[]
  entitle(integrationId: string, personId: string, entitlements: readonly string[]): boolean
  /** Starts a job; it is carried out after the answer. Undefined where there is nothing to do: already there, or not there. */
  start(type: JobType, integrationId: string, personId: string, startedBy: string, entitlements: readonly string[]): Job | undefined
  job(id: string): Job | undefined
  /** Carries out what is pending, also what a killed process left. */
  work(): Job[]
}

const userOf = (row: UserRow): IntegrationUser => ({ personId: row.person_id, status: row.status, entitlements: JSON.parse(row.entitlements) as string[] })
const jobOf = (row: JobRow): Job => ({
  id: row.id, type: row.type, status: row.status, integrationId: row.integration_id, personId: row.person_id, startedBy: row.started_by,
  createdAt: row.created_at, updatedAt: row.updated_at,
})

export function openIntegrationUsers(database: Database, now: () => number): IntegrationUsers {
  const all = database.prepare<[string], UserRow>('SELECT * FROM integration_users WHERE integration_id = ? ORDER BY person_id')
  const one = database.prepare<[string, string], UserRow>('SELECT * FROM integration_users WHERE integration_id = ? AND person_id = ?')
  const put = database.prepare(`INSERT INTO integration_users (integration_id, person_id, status, entitlements, updated_at) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (integration_id, person_id) DO UPDATE SET status = excluded.status, entitlements = excluded.entitlements, updated_at = excluded.updated_at`)
  const drop = database.prepare('DELETE FROM integration_users WHERE integration_id = ? AND person_id = ?')
  const insertJob = database.prepare(`INSERT INTO jobs (id, type, status, integration_id, person_id, started_by, created_at, updated_at)
    VALUES (?, ?, 'pending', ?, ?, ?, ?, ?)`)
  const jobById = database.prepare<[string], JobRow>('SELECT * FROM jobs WHERE id = ?')
  const unfinished = database.prepare<[], JobRow>("SELECT * FROM jobs WHERE status IN ('pending', 'running') ORDER BY created_at, id")
  const setStatus = database.prepare('UPDATE jobs SET status = ?, updated_at = ? WHERE id = ?')
  const exists = database.prepare<[string], number>('SELECT 1 FROM items WHERE id = ?').pluck()

  const carryOut = database.transaction((job: Job): Job => {
    const user = one.get(job.integrationId, job.personId)
    const canBe = exists.get(job.integrationId) !== undefined && user !== undefined
    if (canBe && job.type === 'inviteUser') put.run(job.integrationId, job.personId, 'active', user.entitlements, now())
    if (canBe && job.type === 'removeUser') drop.run(job.integrationId, job.personId)
    const status: JobStatus = canBe ? 'succeeded' : 'failed'
    setStatus.run(status, now(), job.id)
    return { ...job, status, updatedAt: now() }
  })

  return {
    list: integrationId => all.all(integrationId).map(userOf),
    entitle(integrationId, personId, entitlements) {
      const user = one.get(integrationId, personId)
      if (!user) return false
      put.run(integrationId, personId, user.status, JSON.stringify(entitlements), now())
      return true
    },
    // Immediate, as all that reads before it writes: a write of another process in between would refuse it at once.
    start: database.transaction((type: JobType, integrationId: string, personId: string, startedBy: string, entitlements: readonly string[]): Job | undefined => {
      const user = one.get(integrationId, personId)
      if ((type === 'inviteUser') === (user !== undefined)) return undefined
      if (user?.status === 'removing' || user?.status === 'inviting') return undefined
      put.run(integrationId, personId, type === 'inviteUser' ? 'inviting' : 'removing', user?.entitlements ?? JSON.stringify(entitlements), now())
      const job: Job = { id: randomUUID(), type, status: 'pending', integrationId, personId, startedBy, createdAt: now(), updatedAt: now() }
      insertJob.run(job.id, type, integrationId, personId, startedBy, job.createdAt, job.updatedAt)
      return job
    }).immediate,
    job: id => {
      const row = jobById.get(id)
      return row && jobOf(row)
    },
    work: () => unfinished.all().map(row => carryOut.immediate(jobOf(row))),
  }
}
