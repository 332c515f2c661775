import { callOnSessionBus, sessionBusSocket } from '../session-bus/session-bus.ts'

const TIMEOUT_MS = 2_000

/** Whether the keychain is locked, as far as that can be asked without making it ask for its password. */
export type CollectionLock = 'locked' | 'unlocked' | 'unknown'

/**
 * How the default collection of the Secret Service stands (Secret Service API, org.freedesktop.Secret.Collection).
 *
 * libsecret's lookup says "no such entry" when the collection is locked and stays so: only this tells the two apart. No
 * default collection at all counts as unlocked: nothing is in it.
 */
export async function collectionLock(environment: Readonly<Record<string, string | undefined>>): Promise<CollectionLock> {
  const socket = sessionBusSocket(environment)
  if (socket === undefined) return 'unknown'
  try {
    const body = await callOnSessionBus(socket, {
      destination: 'org.freedesktop.secrets', path: '/org/freedesktop/secrets/aliases/default',
      interface: 'org.freedesktop.DBus.Properties', member: 'Get', arguments: ['org.freedesktop.Secret.Collection', 'Locked'],
    }, TIMEOUT_MS)
    // A variant of a boolean: signature "b" (1, 'b', 0), a byte of padding, and a number that is 0 or 1.
    if (body === undefined || body.length < 8) return 'unlocked'
    return body.subarray(4, 8).some(byte => byte !== 0) ? 'locked' : 'unlocked'
  } catch {
    return 'unknown'
  }
}
