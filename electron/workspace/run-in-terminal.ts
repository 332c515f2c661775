import { logError } from './log.ts'
import { startWorkspace } from './start-workspace.ts'
import { startFailureWords, type WorkspaceOptions } from './workspace-options.ts'

/** Runs the workspace under plain Node: one line with its address, a second with the way to set it up while it has no Owner. */
export async function runInTerminal(options: WorkspaceOptions): Promise<void> {
  const started = await startWorkspace(options, logError)
  if (!started.ok) {
    process.stderr.write(`${startFailureWords(started.failure)}\n`)
    process.exitCode = 1
    return
  }
  const { url, setUpToken, stop } = started.value
  process.stdout.write(`The workspace listens on ${url}\n`)
  process.stdout.write(setUpToken === undefined ? 'Sign in with Latchkey: connect to that address.\n' : `Create its Owner: ${url}/set-up?code=${setUpToken}\n`)
  let ending = false
  const end = () => {
    if (ending) process.exit(130)
    ending = true
    void stop().catch(logError).finally(() => process.exit(0))
  }
  process.on('SIGTERM', end)
  process.on('SIGINT', end)
}
