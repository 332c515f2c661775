import { connect } from 'node:net'
import { sessionBusSocket, signalsOnSessionBus } from './session-bus.ts'

/** Who tells of the lock, each by the same signal: GNOME, KDE and others after freedesktop.org, Cinnamon, MATE, Xfce. */
const TELLERS = ['org.gnome.ScreenSaver', 'org.freedesktop.ScreenSaver', 'org.cinnamon.ScreenSaver', 'org.mate.ScreenSaver', 'org.xfce.ScreenSaver']
const SIGNAL = 'ActiveChanged'

/**
 * Tells when the screen of a Linux desktop is locked and unlocked; elsewhere Electron does.
 *
 * @param changed  true for locked; some desktops tell it twice
 * @param ended    the bus hung up or could not be reached: nothing is told from then on
 * @returns stops it
 */
export function watchScreenLock(
  environment: Readonly<Record<string, string | undefined>>, platform: NodeJS.Platform, changed: (isLocked: boolean) => void, ended: () => void,
): () => void {
  if (platform !== 'linux') return () => undefined
  const path = sessionBusSocket(environment)
  if (path === undefined) {
    ended()
    return () => undefined
  }
  const socket = connect({ path })
  let isStopped = false
  const hear = async () => {
    for await (const { member, isLittleEndian, body } of signalsOnSessionBus(socket, TELLERS.map(teller => `type='signal',interface='${teller}',member='${SIGNAL}'`))) {
      // A boolean, as four bytes; the bus itself sends other signals, such as the name that it gave us.
      if (member === SIGNAL && body.length === 4) changed((isLittleEndian ? body.readUInt32LE() : body.readUInt32BE()) !== 0)
    }
  }
  const end = () => {
    if (!isStopped) ended()
  }
  hear().then(end, end)
  return () => {
    isStopped = true
    socket.destroy()
  }
}
