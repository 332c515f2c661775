/**
 * Runs one of the project's commands on a machine that may have nothing but git and Node 20:
 *
 *     node scripts/run.mjs <command> [words ...]
 *
 * It provides the packages and a recent enough Node, then hands over to scripts/<command>.mjs. So this file and
 * provide/node.mjs, provide/packages.mjs, provide/debian.mjs and what they import keep to Node 20 and to no package at
 * all; everything else in scripts/ may use a newer Node and the packages.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { constants } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { packagesForTests, provideDebianPackages } from './provide/debian.mjs'
import { environmentFor, provideNode } from './provide/node.mjs'
import { providePackages } from './provide/packages.mjs'
import { repository } from './provide/repository.mjs'
import { runCommand } from './provide/say.mjs'

await runCommand(async () => {
  const [command = '', ...words] = process.argv.slice(2)
  const [node] = await Promise.all([
    provideNode(),
    providePackages(),
    // Here already, so that apt-get and npm wait for their servers side by side.
    command === 'test' ? provideDebianPackages(packagesForTests) : undefined,
  ])
  const child = spawn(node, [join(repository, 'scripts', `${command}.mjs`), ...words],
    { cwd: repository, env: environmentFor(node), stdio: 'inherit' })
  // The child decides when to end: a Ctrl+C reaches both of us at once.
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => { if (signal !== 'SIGINT') child.kill(signal) })
  }
  const [code, signal] = /** @type {[number | null, NodeJS.Signals | null]} */ (await once(child, 'close'))
  return code ?? 128 + (signal === null ? 0 : constants.signals[signal])
})
