/**
 * Opens Latchkey: builds what has changed, provides Electron, and starts it. Further words go to the app.
 *
 *     npm start [-- words ...]
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, statSync } from 'node:fs'
import { constants } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { staleTargets } from './build.mjs'
import { run } from './provide/child.mjs'
import { packagesForWindow, provideDebianPackages } from './provide/debian.mjs'
import { hasDisplay, isOnPath, startDisplay } from './provide/display.mjs'
import { provideElectron } from './provide/electron.mjs'
import { repository } from './provide/repository.mjs'
import { StepFailed, runCommand, say } from './provide/say.mjs'

await runCommand(async () => {
  const [electron] = await Promise.all([provideElectron(), buildInAnotherProcess()])
  const display = await provideDisplay()
  say('Starting Latchkey.')
  try {
    return await runApp(electron.program, { ...process.env, ...display?.env })
  } finally {
    await display?.stop()
  }
})

/** The bundler takes a gigabyte and would keep it as long as the app runs. */
async function buildInAnotherProcess() {
  if (staleTargets().length === 0) return
  const { code } = await run(process.execPath, [join(repository, 'scripts', 'build.mjs')])
  if (code !== 0) throw new StepFailed('So Latchkey was not started.', 'What to mend stands above.')
}

async function provideDisplay() {
  if (hasDisplay()) return undefined
  if (!isOnPath('Xvfb')) await provideDebianPackages(packagesForWindow)
  const display = await startDisplay()
  say(`There is no display here: Latchkey runs on one without a screen (Xvfb, DISPLAY=${display.env.DISPLAY} XAUTHORITY=${display.env.XAUTHORITY}).`)
  return display
}

/**
 * @param {string} program
 * @param {NodeJS.ProcessEnv} env
 */
async function runApp(program, env) {
  const isRoot = process.platform === 'linux' && process.getuid?.() === 0
  if (!isRoot) adviseOnSandbox(program)
  // SECURITY: Chromium refuses to run as root inside its sandbox; nobody else goes without it.
  const words = [...(isRoot ? ['--no-sandbox'] : []), repository, ...process.argv.slice(2)]
  const app = spawn(program, words, { env, stdio: 'inherit' })
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => { if (signal !== 'SIGINT') app.kill(signal) })
  }
  const [code, signal] = /** @type {[number | null, NodeJS.Signals | null]} */ (await once(app, 'close'))
  return code ?? 128 + (signal === null ? 0 : constants.signals[signal])
}

/**
 * Says beforehand what Electron would only abort over: a system that lets no ordinary program make a sandbox.
 *
 * @param {string} program
 */
function adviseOnSandbox(program) {
  if (process.platform !== 'linux' || !forbidsUserNamespaces()) return
  const helper = join(program, '..', 'chrome-sandbox')
  const { uid, mode } = statSync(helper)
  if (uid === 0 && (mode & 0o4000) !== 0) return
  say(`This system lets only root make a sandbox. If Latchkey does not open, run once: sudo chown root ${helper} && sudo chmod 4755 ${helper}`)
}

function forbidsUserNamespaces() {
  return setting('/proc/sys/kernel/unprivileged_userns_clone') === '0'
    || setting('/proc/sys/kernel/apparmor_restrict_unprivileged_userns') === '1'
}

/** @param {string} path */
function setting(path) {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch {
    return undefined
  }
}
