import { z } from 'zod'
import { logError } from './log.ts'
import { startWorkspace } from './start-workspace.ts'
import { startFailureWords, type WorkspaceOptions } from './workspace-options.ts'

/** The end of Electron's message port in a utility process. */
export interface ParentPort {
  postMessage(message: unknown): void
  on(event: 'message', listener: (event: { data: unknown }) => void): unknown
}

/** What this process tells the app. `setupToken` is there while no Owner exists. */
export type WorkspaceMessage =
  | { type: 'listening'; url: string; port: number; setupToken?: string }
  | { type: 'failed'; code: string; message: string }

const Order = z.object({ type: z.literal('stop') })

/** Runs the workspace for the app: says where it listens, stops on `{ type: 'stop' }`. */
export async function runEmbedded(port: ParentPort, options: WorkspaceOptions): Promise<void> {
  const tell = (message: WorkspaceMessage) => { port.postMessage(message) }
  const started = await startWorkspace(options, logError).catch((error: unknown) => {
    logError(error)
    return undefined
  })
  if (!started?.ok) {
    const failure = started?.failure
    tell({
      type: 'failed', code: failure?.code ?? 'unexpected',
      message: failure ? startFailureWords(failure) : 'The workspace did not start. Its log says why.',
    })
    setImmediate(() => process.exit(1))
    return
  }
  const { url, port: at, setUpToken, stop } = started.value
  const end = () => void stop().catch(logError).finally(() => process.exit(0))
  port.on('message', event => { if (Order.safeParse(event.data).success) end() })
  process.once('SIGTERM', end)
  tell({ type: 'listening', url, port: at, ...(setUpToken === undefined ? {} : { setupToken: setUpToken }) })
}
