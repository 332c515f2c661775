import { execFile } from 'node:child_process'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { listPackage } from '@electron/asar'
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startMachine, type Machine } from '../support/machine.ts'

const execute = promisify(execFile)

/** What SECURITY asks of the shipped Electron, written out once more: the list that packs it may not be its own judge. */
const wanted: [keyof typeof FuseV1Options, FuseState][] = [
  ['RunAsNode', FuseState.DISABLE],
  ['EnableCookieEncryption', FuseState.ENABLE],
  ['EnableNodeOptionsEnvironmentVariable', FuseState.DISABLE],
  ['EnableNodeCliInspectArguments', FuseState.DISABLE],
  ['EnableEmbeddedAsarIntegrityValidation', FuseState.ENABLE],
  ['OnlyLoadAppFromAsar', FuseState.ENABLE],
  ['LoadBrowserProcessSpecificV8Snapshot', FuseState.DISABLE],
  ['GrantFileProtocolExtraPrivileges', FuseState.DISABLE],
]

const packed = (): string => process.env['LATCHKEY_PACKED'] ?? ''
const asRoot = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : []

let machine: Machine

beforeAll(async () => {
  machine = await startMachine()
})
afterAll(() => machine.stop())

interface Ended {
  code: number | undefined
  output: string
}

/** Starts the packed app as somebody would who wants it to run code of theirs. */
async function start(words: string[], env: Record<string, string> = {}): Promise<Ended> {
  const options = { env: { ...machine.env, ...env }, timeout: 20_000, killSignal: 'SIGKILL' as const }
  try {
    const { stdout, stderr } = await execute(packed(), [...asRoot, ...words], options)
    return { code: 0, output: stdout + stderr }
  } catch (error) {
    const { code, stdout, stderr } = error as { code?: number; stdout: string; stderr: string }
    return { code, output: stdout + stderr }
  }
}

describe('the packed app', () => {
  test.each(wanted)('has the fuse %s as it should be', async (name, state) => {
    const wire = await getCurrentFuseWire(packed())
    expect(wire[FuseV1Options[name]]).toBe(state)
  })

  test('holds what it runs, and no source map, test or driver for another machine', () => {
    const files = listPackage(join(dirname(packed()), process.platform === 'darwin' ? '../Resources' : 'resources', 'app.asar'), { isPack: false })
      .map(path => path.replaceAll('\\', '/'))
    expect(files).toEqual(expect.arrayContaining(['/package.json', '/out/main.js', '/out/preload.cjs', '/out/workspace.js', '/out/renderer/index.html']))
    expect(files.filter(path => /\.map$|\.tsx?$|\.tsbuildinfo$|^\/(test|scripts|dist)(\/|$)/.test(path))).toEqual([])
    const native = files.filter(path => path.endsWith('.node'))
    expect(native.filter(path => path.includes('keytar'))).toHaveLength(1)
    expect(native).toHaveLength(2)
  })

  test('is no Node for whoever asks it to be one', async () => {
    const { output } = await start(['-e', 'console.log("our code ran")', '--remote-debugging-port=0'], { ELECTRON_RUN_AS_NODE: '1' })
    expect(output).not.toContain('our code ran')
  })

  test('preloads nothing that NODE_OPTIONS names', async () => {
    const { output } = await start(['--remote-debugging-port=0'], { NODE_OPTIONS: '--require=/nowhere/preloaded.cjs' })
    expect(output).not.toContain('preloaded.cjs')
  })

  test.each(['--remote-debugging-port=0', '--remote-debugging-pipe', '--js-flags=--expose-gc', '--host-rules=MAP * 127.0.0.1'])('does not start with %s', async word => {
    expect((await start([word])).code).toBe(78)
  })

  test('opens no inspector', async () => {
    const { code, output } = await start(['--inspect=0', '--remote-debugging-port=0'])
    expect(output).not.toContain('Debugger listening')
    // It went on to look at its words, and refused the second one.
    expect(code).toBe(78)
  })
})
