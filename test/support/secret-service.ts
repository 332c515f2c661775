import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'

const execute = promisify(execFile)
const PASSWORD = 'correct horse'
const UNLOCK = 1

export interface SecretService {
  /** What a program needs to find the bus and the keyring on it. */
  env: Record<string, string>
  /** Locks the keyring as a screen lock may: reading and writing ask for its password, and nobody is there to give it. */
  lock(): Promise<void>
  unlock(): Promise<void>
  /** Ends the keyring and leaves the bus: nothing answers for `org.freedesktop.secrets`. */
  removeKeyring(): Promise<void>
  stop(): Promise<void>
}

/**
 * Starts a session bus of its own with gnome-keyring's Secret Service on it, unlocked and empty.
 *
 * @param home  where the keyring keeps its file
 */
export async function startSecretService(home: string): Promise<SecretService> {
  const runtime = join(home, '.runtime')
  await mkdir(runtime, { recursive: true, mode: 0o700 })
  const base = { PATH: process.env['PATH'] ?? '', HOME: home, XDG_RUNTIME_DIR: runtime, XDG_DATA_HOME: join(home, '.local', 'share') }
  const config = join(runtime, 'bus.conf')
  await writeFile(config, busWithoutActivation(runtime))
  const bus = spawn('dbus-daemon', [`--config-file=${config}`, '--nofork', '--print-address=3'], { env: base, stdio: ['ignore', 'ignore', 'ignore', 'pipe'] })
  const address = await firstLine(bus)
  const env = { ...base, DBUS_SESSION_BUS_ADDRESS: address }
  const keyring = spawn('gnome-keyring-daemon', ['--foreground', '--unlock', '--components=secrets', `--control-directory=${runtime}/keyring`], { env, stdio: ['pipe', 'ignore', 'ignore'] })
  keyring.stdin.end(PASSWORD)
  await whenAnswering(env, keyring)
  return {
    env: { XDG_RUNTIME_DIR: runtime, DBUS_SESSION_BUS_ADDRESS: address },
    lock: async () => {
      await call(env, 'org.freedesktop.secrets', '/org/freedesktop/secrets', 'org.freedesktop.Secret.Service.Lock', 'array:objpath:/org/freedesktop/secrets/collection/login')
    },
    unlock: () => unlock(`${runtime}/keyring/control`),
    removeKeyring: () => end(keyring),
    stop: async () => {
      await end(keyring)
      await end(bus)
    },
  }
}

/** A session bus that starts nothing by itself: a keyring that was removed stays away. */
const busWithoutActivation = (folder: string): string => `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:dir=${folder}</listen>
  <policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy>
</busconfig>
`

/**
 * Unlocks the keyring as a log-in does: through the control socket of gnome-keyring, which its PAM module speaks to.
 *
 * A message is one byte that carries who asks, then the length of what follows, the operation and the password.
 */
async function unlock(control: string): Promise<void> {
  const socket = connect(control)
  await once(socket, 'connect')
  const password = Buffer.from(PASSWORD)
  const message = Buffer.alloc(12)
  message.writeUInt32BE(12 + password.length, 0)
  message.writeUInt32BE(UNLOCK, 4)
  message.writeUInt32BE(password.length, 8)
  socket.write(Buffer.concat([Buffer.from([0]), message, password]))
  const [answer] = await once(socket, 'data') as [Buffer]
  socket.destroy()
  if (answer.readUInt32BE(4) !== 0) throw new Error('gnome-keyring refused to unlock')
}

async function firstLine(bus: ChildProcess): Promise<string> {
  const output = bus.stdio[3]
  if (!output || !('on' in output)) throw new Error('dbus-daemon has no output to read')
  const started = Promise.race([once(output, 'data'), once(bus, 'close').then(() => { throw new Error('dbus-daemon ended at once') })])
  const [chunk] = await started as [Buffer]
  return chunk.toString('utf8').trim()
}

async function whenAnswering(env: NodeJS.ProcessEnv, keyring: ChildProcess): Promise<void> {
  const until = Date.now() + 10_000
  while (Date.now() < until) {
    if (keyring.exitCode !== null) throw new Error(`gnome-keyring-daemon ended with code ${keyring.exitCode}`)
    if (await isOwned(env)) return
    await wait(20)
  }
  throw new Error('gnome-keyring-daemon did not take org.freedesktop.secrets within 10 s')
}

async function isOwned(env: NodeJS.ProcessEnv): Promise<boolean> {
  const answer = await call(env, 'org.freedesktop.DBus', '/', 'org.freedesktop.DBus.NameHasOwner', 'string:org.freedesktop.secrets')
  return answer.includes('boolean true')
}

async function call(env: NodeJS.ProcessEnv, destination: string, path: string, method: string, argument: string): Promise<string> {
  const { stdout } = await execute('dbus-send', ['--session', '--print-reply', `--dest=${destination}`, path, method, argument], { env })
  return stdout
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const closed = once(child, 'close')
  child.kill()
  await closed
}
