import { setFlagsFromString } from 'node:v8'
import { parseCommandLine, USAGE, type Command } from './command-line.ts'
import { runEmbedded, type ParentPort } from './run-embedded.ts'
import { runInTerminal } from './run-in-terminal.ts'

// In a utility process of Electron there is a port to the app; under plain Node there is a terminal.
const { parentPort } = process as NodeJS.Process & { parentPort?: ParentPort }

// V8 lets the room for new objects grow to 48 MB under load, keeps it, and holds 100 MB more for what was promoted from it
// meanwhile. Requests live for less than a millisecond: the room it begins with serves as many of them.
setFlagsFromString('--semi-space-growth-factor=1')

async function run(command: Command): Promise<void> {
  if (command.kind === 'help') process.stdout.write(USAGE)
  else if (command.kind !== 'serve') process.exitCode = await (await import('./commands/run-command.ts')).runCommand(command)
  else if (parentPort) await runEmbedded(parentPort, command.options)
  else await runInTerminal(command.options)
}

const command = parseCommandLine(process.argv.slice(2), parentPort === undefined)
if (command.ok) await run(command.value)
else {
  process.stderr.write(`${command.failure}\n\n${USAGE}`)
  parentPort?.postMessage({ type: 'failed', code: 'bad_arguments', message: command.failure })
  process.exitCode = 64
}
