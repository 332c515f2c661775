import { randomUUID } from 'node:crypto'
import type { Database } from '../../sqlite/open-database.ts'
import type { Keep } from '../storage/kept.ts'
import type { WorkspaceRole } from './roles.ts'

export type PersonStatus = 'active' | 'invited' | 'removed'

export interface Person {
  id: string
  email: string
  name: string
  role: WorkspaceRole
  status: PersonStatus
  createdAt: number
  updatedAt: number
}

type PersonRow = {
  id: string; email: string; name: string; role: WorkspaceRole; status: PersonStatus
  password_hash: string | null; created_at: number; updated_at: number
}

/** People of the workspace. A removed person stays as a row, so that the log keeps a name; nothing else finds them. */
export interface People {
  byId(id: string): Person | undefined
  byEmail(email: string): Person | undefined
  /** Also a removed person: who was removed here is not let in again by their provider. */
  byExternal(issuer: string, subject: string): Person | undefined
  isExternal(id: string): boolean
  /** Ties a person to their identity at an external provider; an invitation counts as accepted by it. */
  linkExternal(id: string, issuer: string, subject: string): void
  list(): readonly Person[]
  /** Whether somebody holds the role Owner: until then the workspace waits to be set up. */
  hasOwner(): boolean
  passwordHash(id: string): string | undefined
  add(person: { email: string; name: string; role: WorkspaceRole; status: PersonStatus; passwordHash?: string }): Person
  /** Keeps what is read of people until one of them changes. */
  keep: Keep
  change(id: string, change: { name?: string; role?: WorkspaceRole; status?: PersonStatus; passwordHash?: string }): Person | undefined
}

/** Two spellings of one address are one person. */
export function emailKey(email: string): string {
  return email.normalize('NFKC').trim().toLowerCase()
}

function personOf(row: PersonRow): Person {
  return { id: row.id, email: row.email, name: row.name, role: row.role, status: row.status, createdAt: row.created_at, updatedAt: row.updated_at }
}

function readers(database: Database, keep: Keep) {
  const byId = database.prepare<[string], PersonRow>('SELECT * FROM people WHERE id = ?')
  const byEmail = database.prepare<[string], PersonRow>("SELECT * FROM people WHERE email_key = ? AND status <> 'removed'")
  const byExternal = database.prepare<[string, string], PersonRow>('SELECT * FROM people WHERE external_issuer = ? AND external_subject = ?')
  const isExternal = database.prepare<[string], number>('SELECT 1 FROM people WHERE id = ? AND external_subject IS NOT NULL').pluck()
  const all = database.prepare<[], PersonRow>("SELECT * FROM people WHERE status <> 'removed' ORDER BY created_at, id")
  const owner = database.prepare<[], number>("SELECT 1 FROM people WHERE role = 'owner' AND status = 'active'").pluck()
  const found = (row: PersonRow | undefined) => (row ? personOf(row) : undefined)
  const present = keep(() => all.all().map(personOf))
  const known = keep(() => new Map<string, Person>())
  return {
    byId: (id: string) => {
      const people = known.get()
      const person = people.get(id) ?? found(byId.get(id))
      if (person) people.set(id, person)
      return person
    },
    byEmail: (email: string) => found(byEmail.get(emailKey(email))),
    byExternal: (issuer: string, subject: string) => found(byExternal.get(issuer, subject)),
    isExternal: (id: string) => isExternal.get(id) !== undefined,
    list: () => present.get(),
    hasOwner: () => owner.get() !== undefined,
    passwordHash: (id: string) => byId.get(id)?.password_hash ?? undefined,
  }
}

export function openPeople(database: Database, keep: Keep, now: () => number): People {
  const kept: { forget: () => void }[] = []
  const keepPeople: Keep = read => {
    const held = keep(read)
    kept.push(held)
    return held
  }
  const changed = () => { for (const held of kept) held.forget() }
  const read = readers(database, keepPeople)
  const insert = database.prepare(`INSERT INTO people (id, email, email_key, name, role, status, password_hash, created_at, updated_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`)
  const update = database.prepare(`UPDATE people SET name = coalesce(?, name), role = coalesce(?, role), status = coalesce(?, status),
    password_hash = coalesce(?, password_hash), updated_at = ? WHERE id = ?`)
  const link = database.prepare("UPDATE people SET external_issuer = ?, external_subject = ?, status = 'active', updated_at = ? WHERE id = ?")
  return {
    ...read, keep: keepPeople,
    add(person) {
      const id = randomUUID()
      const email = person.email.trim()
      insert.run(id, email, emailKey(email), person.name, person.role, person.status, person.passwordHash ?? null, now(), now())
      changed()
      return { id, email, name: person.name, role: person.role, status: person.status, createdAt: now(), updatedAt: now() }
    },
    change(id, change) {
      update.run(change.name ?? null, change.role ?? null, change.status ?? null, change.passwordHash ?? null, now(), id)
      changed()
      return read.byId(id)
    },
    linkExternal(id, issuer, subject) {
      link.run(issuer, subject, now(), id)
      changed()
    },
  }
}
