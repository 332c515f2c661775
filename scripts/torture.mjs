/** Prints the figures of test/torture as JSON: `npm run torture [-- measurement ...]`. */
import process from 'node:process'
import { printFigures } from './figures.mjs'
import { runCommand } from './provide/say.mjs'

await runCommand(() => printFigures('test/torture', process.argv.slice(2), { needsApp: false }))
