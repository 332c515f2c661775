import { mkdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { thisMachine } from '../../../electron/adapters/credentials-file/private-folder.ts'
import { watchFile } from '../../../electron/adapters/credentials-file/watch-file.ts'
import { publication } from '../../support/credentials-memory.ts'
import { openPlace, withHome, type CredentialsPlace } from '../../support/credentials-place.ts'

/** Long enough for a busy machine; the rule itself is 2 seconds, which `npm run bench` measures. */
const PATIENCE_MS = 20_000
/** Longer than the watch needs to tell what it may tell twice, and to look for the first time. */
const QUIET_MS = 1300

/** Makes one change after the other, each when all was quiet, and says whether the watch told of it. */
async function seen(place: CredentialsPlace, changes: readonly (() => Promise<unknown>)[], watched = place.file.changes()): Promise<boolean[]> {
  let told = 0
  let heard = () => {}
  const listening = (async () => {
    for await (const _ of watched) {
      told += 1
      heard()
    }
  })()
  const answers: boolean[] = []
  for (const change of changes) {
    let before = -1
    while (before !== told) {
      before = told
      await sleep(QUIET_MS)
    }
    const next = new Promise<boolean>(resolve => {
      heard = () => {
        resolve(true)
      }
    })
    await change()
    answers.push(await Promise.race([next, sleep(PATIENCE_MS, false, { ref: false })]))
  }
  await watched.return?.()
  await listening
  return answers
}

/** Makes a folder anew under its old inode, where this file system gives one out again: in one go, lest somebody else gets it. */
function withOldInode(folder: string, place: string): void {
  const { ino } = statSync(folder)
  rmSync(folder, { recursive: true })
  let made = ''
  for (let attempt = 0; attempt < 100; attempt += 1) {
    made = `${place}-${String(attempt)}`
    mkdirSync(made)
    if (statSync(made).ino === ino) break
  }
  renameSync(made, folder)
}

describe('a watch of the file', () => {
  test.concurrent('sees it made, edited, replaced and deleted', () =>
    withHome(async home => {
      const place = openPlace(home)
      await mkdir(dirname(place.path))
      const other = join(home, '.cerby', 'other')
      expect(
        await seen(place, [
          () => writeFile(place.path, '[a]\n'),
          () => writeFile(place.path, '[b]\n'),
          async () => {
            await writeFile(other, '[c]\n')
            await rename(other, place.path)
          },
          () => rm(place.path),
        ]),
      ).toEqual([true, true, true, true])
    }), 120_000)

  test.concurrent('sees its folder go and come back', () =>
    withHome(async home => {
      const place = openPlace(home)
      await place.publisher.publish(publication())
      expect(
        await seen(place, [
          () => rm(dirname(place.path), { recursive: true }),
          async () => {
            await mkdir(dirname(place.path))
            await writeFile(place.path, '[again]\n')
          },
          () => writeFile(place.path, '[and again]\n'),
        ]),
      ).toEqual([true, true, true])
    }), 120_000)

  test.concurrent('watches a folder that was made anew under the inode of the one that was deleted', () =>
    withHome(async home => {
      const place = openPlace(home)
      await mkdir(dirname(place.path))
      await writeFile(place.path, '[a]\n')
      const madeAnew = () => {
        withOldInode(dirname(place.path), join(home, 'new'))
        return writeFile(place.path, '[again]\n')
      }
      // No look of its own comes to its help.
      const watched = watchFile(place.path, thisMachine(), 600_000)
      expect(await seen(place, [madeAnew, () => writeFile(place.path, '[and again]\n')], watched)).toEqual([true, true])
    }), 120_000)

  test.concurrent('sees a change behind a link, and the link led elsewhere', () =>
    withHome(async home => {
      await mkdir(join(home, '.cerby'))
      const place = openPlace(home)
      for (const name of ['one', 'two']) {
        await mkdir(join(home, name))
        await writeFile(join(home, name, 'file'), '[x]\n')
      }
      await symlink(join(home, 'one', 'file'), place.path)
      expect(
        await seen(place, [
          () => writeFile(join(home, 'one', 'file'), '[y]\n'),
          async () => {
            await symlink(join(home, 'two', 'file'), join(home, '.cerby', 'next'))
            await rename(join(home, '.cerby', 'next'), place.path)
          },
        ]),
      ).toEqual([true, true])
    }), 120_000)

  test('ends when it is told to', () =>
    withHome(async home => {
      const watched = openPlace(home).file.changes()
      const next = watched.next()
      await watched.return?.()
      expect(await next).toEqual({ done: true, value: undefined })
      expect(await watched.next()).toEqual({ done: true, value: undefined })
    }))
})
