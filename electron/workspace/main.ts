import { parseCommandLine, USAGE } from './command-line.ts'
import { runEmbedded, type ParentPort } from './run-embedded.ts'
import { runInTerminal } from './run-in-terminal.ts'

// In a utility process of Electron there is a port to the app; under plain Node there is a terminal.
const { parentPort } = process as NodeJS.Process & { parentPort?: ParentPort }
const command = parseCommandLine(process.argv.slice(2), parentPort === undefined)

if (!command.ok) {
  process.stderr.write(`${command.failure}\n\n${USAGE}`)
  parentPort?.postMessage({ type: 'failed', code: 'bad_arguments', message: command.failure })
  process.exitCode = 64
} else if (command.value.kind === 'help') {
  process.stdout.write(USAGE)
} else if (parentPort) {
  await runEmbedded(parentPort, command.value.options)
} else {
  await runInTerminal(command.value.options)
}
