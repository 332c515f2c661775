/** Lints: eslint for the lines, dependency-cruiser for the walls between the rooms; both at once. */
import process from 'node:process'
import { run } from './provide/child.mjs'
import { repository, tool } from './provide/repository.mjs'

const eslint = run(process.execPath, [tool('eslint/bin/eslint.js'), '--max-warnings=0', '.'], { cwd: repository, quiet: true })
const walls = run(process.execPath, [tool('dependency-cruiser/bin/dependency-cruise.mjs'), 'electron', 'shared', 'renderer'], { cwd: repository, quiet: true })

for (const { code, output } of await Promise.all([walls, eslint])) {
  process.stdout.write(output)
  if (code !== 0) process.exitCode = 1
}
