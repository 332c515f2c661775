import { randomUUID } from 'node:crypto'
import type { Database } from '../../sqlite/open-database.ts'

export interface Team {
  id: string
  name: string
  /** Teams that an identity provider manages can't be changed here. */
  managedBy: 'self' | 'provider'
  createdAt: number
}

type TeamRow = { id: string; name: string; managed_by: 'self' | 'provider'; created_at: number }

export interface Teams {
  list(): Team[]
  byId(id: string): Team | undefined
  ofPerson(personId: string): Team[]
  memberIds(teamId: string): string[]
  add(name: string, managedBy: 'self' | 'provider'): Team
  rename(id: string, name: string): void
  remove(id: string): void
  join(teamId: string, personId: string): void
  leave(teamId: string, personId: string): boolean
  leaveAll(personId: string): void
}

const teamOf = (row: TeamRow): Team => ({ id: row.id, name: row.name, managedBy: row.managed_by, createdAt: row.created_at })

export function openTeams(database: Database, now: () => number): Teams {
  const all = database.prepare<[], TeamRow>('SELECT * FROM teams ORDER BY created_at, id')
  const one = database.prepare<[string], TeamRow>('SELECT * FROM teams WHERE id = ?')
  const ofPerson = database.prepare<[string], TeamRow>('SELECT t.* FROM teams t JOIN team_members m ON m.team_id = t.id WHERE m.person_id = ? ORDER BY t.created_at, t.id')
  const members = database.prepare<[string], string>('SELECT person_id FROM team_members WHERE team_id = ? ORDER BY person_id').pluck()
  const insert = database.prepare('INSERT INTO teams (id, name, managed_by, created_at, updated_at) VALUES (?, ?, ?, ?, ?)')
  const rename = database.prepare('UPDATE teams SET name = ?, updated_at = ? WHERE id = ?')
  const remove = database.prepare('DELETE FROM teams WHERE id = ?')
  const dropRoles = database.prepare("DELETE FROM item_members WHERE subject_kind = 'team' AND subject_id = ?")
  const join = database.prepare('INSERT OR IGNORE INTO team_members (team_id, person_id) VALUES (?, ?)')
  const leave = database.prepare('DELETE FROM team_members WHERE team_id = ? AND person_id = ?')
  const leaveAll = database.prepare('DELETE FROM team_members WHERE person_id = ?')
  return {
    list: () => all.all().map(teamOf),
    byId: id => {
      const row = one.get(id)
      return row && teamOf(row)
    },
    ofPerson: personId => ofPerson.all(personId).map(teamOf),
    memberIds: teamId => members.all(teamId),
    add(name, managedBy) {
      const team: Team = { id: randomUUID(), name, managedBy, createdAt: now() }
      insert.run(team.id, name, managedBy, team.createdAt, team.createdAt)
      return team
    },
    rename: (id, name) => void rename.run(name, now(), id),
    remove: database.transaction((id: string) => {
      dropRoles.run(id)
      remove.run(id)
    }),
    join: (teamId, personId) => void join.run(teamId, personId),
    leave: (teamId, personId) => leave.run(teamId, personId).changes > 0,
    leaveAll: personId => void leaveAll.run(personId),
  }
}
