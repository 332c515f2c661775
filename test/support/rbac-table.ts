import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

export const ROLES = ['owner', 'superAdmin', 'admin', 'user', 'guest'] as const
export type Role = (typeof ROLES)[number]
export const ITEM_ROLES = ['none', 'collaborator', 'owner'] as const
export type ItemRoleCell = (typeof ITEM_ROLES)[number]

/** One row of the table in docs/workspace.md. */
export interface Rule {
  method: string
  path: string
  isPublic: boolean
  roles: readonly Role[]
  /** Item roles that pass; empty where there is no item. */
  itemRoles: readonly ItemRoleCell[]
  scopes: readonly string[]
}

const BY_NAME: Readonly<Record<string, Role>> = { 'Owner': 'owner', 'Super Admin': 'superAdmin', 'Admin': 'admin', 'User': 'user', 'Guest': 'guest' }

function rolesOf(cell: string): readonly Role[] {
  if (cell === 'all' || cell === 'no credential') return ROLES
  return cell.split(', ').map(name => {
    const role = BY_NAME[name]
    if (!role) throw new Error(`the table names a role ${name}`)
    return role
  })
}

/** Reads the table of who may do what: what the documentation promises is what is tested. */
export async function readRbacTable(): Promise<Rule[]> {
  const text = await readFile(join(import.meta.dirname, '../../docs/workspace.md'), 'utf8')
  const rows = [...text.matchAll(/^\| `([A-Z]+) (\/\S*)` \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$/gm)]
  return rows.map(([, method = '', path = '', roles = '', item = '', scopes = '']) => ({
    method, path, isPublic: roles === 'no credential', roles: rolesOf(roles),
    itemRoles: item === '-' ? [] : item.split(', ').map(name => name.toLowerCase() as ItemRoleCell),
    scopes: scopes === '-' ? [] : scopes.split(', ').map(scope => scope.replaceAll('`', '')),
  }))
}
