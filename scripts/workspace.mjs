/**
 * Runs the workspace as a service of its own, under plain Node:
 *
 *     npm run workspace -- --port N --data DIR
 */
import { join } from 'node:path'
import process from 'node:process'
import { pathToFileURL } from 'node:url'
import { build } from './build.mjs'
import { repository } from './provide/repository.mjs'
import { runCommand } from './provide/say.mjs'

await runCommand(async () => {
  await build({ only: ['workspace'] })
  const program = join(repository, 'out', 'workspace.js')
  process.argv[1] = program
  await import(pathToFileURL(program).href)
})
