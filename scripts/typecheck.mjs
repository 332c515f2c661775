/** Checks every type of every room: `tsc -b`, which builds one project after another and remembers what it has seen. */
import process from 'node:process'
import { run } from './provide/child.mjs'
import { tool } from './provide/repository.mjs'

const { code } = await run(process.execPath, [tool('typescript/bin/tsc'), '-b', ...process.argv.slice(2)])
process.exitCode = code
