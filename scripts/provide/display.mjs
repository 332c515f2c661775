import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { accessSync, constants, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import process from 'node:process'
import { StepFailed } from './say.mjs'

/**
 * @typedef {object} Display
 * @property {NodeJS.ProcessEnv} env  what a program needs to draw on it
 * @property {() => Promise<void>} stop
 */

/** Whether programs started from here can open a window. Elsewhere than on Linux they always can. */
export function hasDisplay() {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY) || Boolean(process.env.WAYLAND_DISPLAY)
}

/** @param {string} program */
export function isOnPath(program) {
  return (process.env.PATH ?? '').split(delimiter).some(folder => {
    try {
      accessSync(join(folder, program), constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}

/**
 * Starts a display without a screen (Xvfb). It picks a free number itself, so any number of them can run.
 *
 * @param {{ size?: string }} [wish]  width x height
 * @returns {Promise<Display>}
 */
export async function startDisplay({ size = '1600x1000' } = {}) {
  if (!isOnPath('Xvfb')) throw new StepFailed('There is no display, and Xvfb is not installed.', 'Install it: sudo apt-get install xvfb')
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-display-'))
  const authority = join(folder, 'authority')
  writeFileSync(authority, cookieForAnyDisplay(), { mode: 0o600 })
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', `${size}x24`, '-nolisten', 'tcp', '-auth', authority, '-noreset'],
    { stdio: ['ignore', 'ignore', 'pipe', 'pipe'] })
  let complaint = ''
  server.stderr?.setEncoding('utf8').on('data', text => { complaint += text })
  const ended = once(server, 'close')
  const number = await Promise.race([numberFrom(server), ended.then(() => undefined)])
  if (number === undefined) {
    rmSync(folder, { recursive: true, force: true })
    throw new StepFailed(`Xvfb did not start:\n${complaint}`, 'Start where there is a display, or make `Xvfb :99` work.')
  }
  return {
    env: { DISPLAY: `:${number}`, XAUTHORITY: authority },
    stop: async () => {
      server.kill()
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** @param {import('node:child_process').ChildProcess} server */
async function numberFrom(server) {
  let text = ''
  for await (const chunk of /** @type {import('node:stream').Readable} */ (server.stdio[3])) {
    text += String(chunk)
    if (text.includes('\n')) return text.trim()
  }
  return undefined
}

/**
 * An X authority file with one cookie that fits whatever number the server picks: without it any user of the machine
 * could look at the display (Xauth's FamilyWild; each field is its length in two bytes, then its bytes).
 */
function cookieForAnyDisplay() {
  /** @param {Buffer} bytes */
  const field = bytes => Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 255]), bytes])
  return Buffer.concat([
    Buffer.from([255, 255]),
    field(Buffer.alloc(0)),
    field(Buffer.alloc(0)),
    field(Buffer.from('MIT-MAGIC-COOKIE-1')),
    field(randomBytes(16)),
  ])
}
