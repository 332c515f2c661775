import { utilityProcess, type UtilityProcess } from 'electron'
import { z } from 'zod'
import { fail, succeed, type Outcome } from '../../shared/outcome.ts'
import { Secret } from '../core/secret.ts'
import type { EmbeddedWorkspace } from '../core/session/ports.ts'

const Listening = z.object({ type: z.literal('listening'), url: z.url(), setupToken: z.string().optional() })
const Failed = z.object({ type: z.literal('failed'), code: z.string() })
const Message = z.discriminatedUnion('type', [Listening, Failed])

type Started = Awaited<ReturnType<EmbeddedWorkspace['start']>>

const START_LIMIT_MS = 20_000
const STOP_LIMIT_MS = 3_000

export interface SupervisedWorkspace extends EmbeddedWorkspace {
  /** Asks it to stop and waits at most three seconds. */
  stop(): Promise<void>
}

/**
 * Runs the workspace service in a process of its own, when somebody first needs it, and again when it died.
 *
 * @param entry   the built service
 * @param folder  where it keeps its data
 * @param options further words for its command line (`electron/workspace/command-line.ts`)
 * @param log     takes what it prints and how it ended
 */
export function makeEmbeddedWorkspace(entry: string, folder: string, options: readonly string[], log: (line: string) => void): SupervisedWorkspace {
  let running: { process: UtilityProcess; started: Promise<Started> } | undefined

  function launch(): { process: UtilityProcess; started: Promise<Started> } {
    const process = utilityProcess.fork(entry, ['--data', folder, ...options], { serviceName: 'Latchkey workspace', stdio: 'pipe' })
    process.stderr?.on('data', (chunk: Buffer) => log(chunk.toString('utf8').trimEnd()))
    process.stdout?.resume()
    const launched = { process, started: firstWord(process, log) }
    process.once('exit', code => {
      log(`the workspace ended with code ${code}`)
      if (running === launched) running = undefined
    })
    return launched
  }

  return {
    async start(): Promise<Started> {
      running ??= launch()
      const mine = running
      const started = await mine.started
      if (!started.ok && running === mine) running = undefined
      return started
    },
    async stop() {
      const process = running?.process
      if (process === undefined) return
      running = undefined
      const gone = new Promise<void>(resolve => process.once('exit', () => resolve()))
      process.postMessage({ type: 'stop' })
      const timer = setTimeout(() => process.kill(), STOP_LIMIT_MS)
      await gone
      clearTimeout(timer)
    },
  }
}

function firstWord(process: UtilityProcess, log: (line: string) => void): Promise<Started> {
  return new Promise(resolve => {
    const end = (outcome: Outcome<{ url: string; setupToken: Secret | undefined }, { code: 'workspace_did_not_start' }>) => {
      clearTimeout(timer)
      resolve(outcome)
    }
    const timer = setTimeout(() => {
      log('the workspace did not say that it listens')
      process.kill()
      end(fail({ code: 'workspace_did_not_start' }))
    }, START_LIMIT_MS)
    process.on('message', (raw: unknown) => {
      const message = Message.safeParse(raw)
      if (!message.success) return
      if (message.data.type === 'failed') return end(fail({ code: 'workspace_did_not_start' }))
      const { url, setupToken } = message.data
      end(succeed({ url, setupToken: setupToken === undefined ? undefined : new Secret(setupToken) }))
    })
    process.once('exit', () => end(fail({ code: 'workspace_did_not_start' })))
  })
}
