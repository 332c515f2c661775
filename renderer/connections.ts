import type { AppState } from '../shared/app-state.ts'
import type { Connection, ConnectionId } from '../shared/connection.ts'
import type { WorkspaceRole } from '../shared/workspace.ts'

/** The connection that a person chose, else the default, else the first. */
export function chosenConnection(state: AppState, chosenId: ConnectionId | undefined): Connection | undefined {
  const find = (id: ConnectionId | undefined) => state.connections.find(connection => connection.id === id)
  return find(chosenId) ?? find(state.defaultConnectionId) ?? state.connections[0]
}

/** The default first, then by name: a card doesn't move when its state changes. */
export function inOrder(state: AppState): readonly Connection[] {
  const rank = (connection: Connection) => (connection.id === state.defaultConnectionId ? 0 : 1)
  return state.connections.toSorted((a, b) => rank(a) - rank(b) || a.workspace.name.localeCompare(b.workspace.name) || a.id.localeCompare(b.id))
}

/** Whether this role may hold a token and generate keys. The workspace decides; this only chooses what is offered. */
export function mayManageKeys(role: WorkspaceRole): boolean {
  return role === 'owner' || role === 'superAdmin' || role === 'admin'
}

export function offers(connection: Connection, feature: 'rotate' | 'secrets' | 'activities'): boolean {
  return connection.workspace.features.includes(feature)
}

export function hostOf(url: string): string {
  return new URL(url).host
}
