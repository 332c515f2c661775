/** Prints the figures of test/bench as JSON: `npm run bench [-- measurement ...]`. */
import process from 'node:process'
import { printFigures } from './figures.mjs'
import { runCommand } from './provide/say.mjs'

await runCommand(() => printFigures('test/bench', process.argv.slice(2), { needsApp: true }))
