import type { ConnectionId } from '../../shared/connection.ts'
import type { PublicationState } from '../../shared/publication-state.ts'
import type { SessionState } from '../../shared/session-state.ts'
import { makeWorld, workspaceNamed, type App, type World } from './session-world.ts'

/** An app with one session, in a world that can be changed. */
export interface Signed {
  world: World
  app: App
  id: ConnectionId
}

/** @param life  of its bearer tokens, in seconds */
export async function signed(life = 3600): Promise<Signed> {
  const world = makeWorld()
  world.workspaces = [workspaceNamed('Acme', life)]
  const app = world.start()
  app.sessions.signIn('acme')
  await world.time.pass(0)
  const id = app.store.state().connections[0]?.id
  if (id === undefined) throw new Error('a connection was expected')
  return { world, app, id }
}

export const sessionOf = ({ app, id }: Signed): SessionState | undefined => app.store.state().connections.find(connection => connection.id === id)?.session

export const publicationOf = ({ app, id }: Signed): PublicationState | undefined =>
  app.store.state().connections.find(connection => connection.id === id)?.publication

/** The token that other tools find. */
export const inFile = ({ world }: Signed): string | undefined => world.machine.file.sections.get('default')?.token

/** Whether the provider takes the token that other tools find. */
export const isFileGood = (signedIn: Signed): boolean => signedIn.world.provider.personOf(inFile(signedIn)) !== undefined

/** Every state of a session that was told. */
export const sessionsTold = ({ app }: Signed): SessionState[] => app.events.flatMap(event => (event.kind === 'sessionChanged' ? [event.session] : []))
