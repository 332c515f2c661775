import { callOnSessionBus, sessionBusSocket } from './session-bus.ts'

const TIMEOUT_MS = 2_000

/**
 * Whether some panel of this Linux desktop shows tray icons (freedesktop's StatusNotifierItem: the watcher is there while
 * a host is); undefined on other systems, whose own bar always does.
 */
export async function hasTrayHost(environment: Readonly<Record<string, string | undefined>>, platform: NodeJS.Platform): Promise<boolean | undefined> {
  if (platform !== 'linux') return undefined
  const socket = sessionBusSocket(environment)
  if (socket === undefined) return false
  try {
    const body = await callOnSessionBus(socket, {
      destination: 'org.freedesktop.DBus', path: '/org/freedesktop/DBus', interface: 'org.freedesktop.DBus', member: 'NameHasOwner', arguments: ['org.kde.StatusNotifierWatcher'],
    }, TIMEOUT_MS)
    return body !== undefined && body.subarray(0, 4).some(byte => byte !== 0)
  } catch {
    return false
  }
}
