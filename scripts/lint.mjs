/** Lints: eslint for the lines, dependency-cruiser for the walls between the rooms; both at once. */
import process from 'node:process'
import { run } from './provide/child.mjs'
import { repository, tool } from './provide/repository.mjs'

const [walls, lines] = await Promise.all([
  run(process.execPath, [tool('dependency-cruiser/bin/dependency-cruise.mjs'), '--no-progress', 'electron', 'shared', 'renderer'], { cwd: repository, quiet: true }),
  run(process.execPath, [tool('eslint/bin/eslint.js'), '--max-warnings=0', '.'], { cwd: repository, quiet: true }),
])
process.stdout.write(walls.output + lines.output)
// With a TypeScript that it can't read, dependency-cruiser sees nothing and is content.
const sawNothing = !/[1-9]\d* modules/.test(walls.output)
if (sawNothing) process.stdout.write('dependency-cruiser has read no module: it proves nothing.\n')
if (walls.code !== 0 || lines.code !== 0 || sawNothing) process.exitCode = 1
