import { appendFile, mkdir, open, readFile, readdir, rename, rm, utimes, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { allBytes, readFileAt } from '../../../electron/adapters/credentials-file/read-file.ts'
import { publication } from '../../support/credentials-memory.ts'
import { openPlace, withHome, type CredentialsPlace } from '../../support/credentials-place.ts'

/** A place in which `meddle` runs once between our reading and our writing. */
async function meddled(home: string, meddle: (path: string) => Promise<unknown>): Promise<CredentialsPlace> {
  const place = openPlace(home)
  await mkdir(join(home, '.cerby'), { mode: 0o700 })
  await writeFile(place.path, '[other]\nx = 1\n', { mode: 0o600 })
  const { replace } = place.file
  let isDone = false
  place.file.replace = async (basis, text) => {
    if (!isDone) await meddle(place.path)
    isDone = true
    return replace(basis, text)
  }
  return place
}

const OURS = '[default]\ncerby_workspace = acme\n'

describe('what others write while we are at it', () => {
  test.each([
    {
      says: 'a file that an editor put in place',
      async meddle(path: string) {
        await writeFile(`${path}~`, '[other]\nx = 2\n')
        await rename(`${path}~`, path)
      },
      keeps: '[other]\nx = 2\n',
    },
    { says: 'a file that was emptied and filled', meddle: (path: string) => writeFile(path, '[other]\nx = 22\n'), keeps: '[other]\nx = 22\n' },
    { says: 'a file that was emptied and filled with as many bytes', meddle: (path: string) => writeFile(path, '[other]\nx = 2\n'), keeps: '[other]\nx = 2\n' },
    { says: 'a line at the end', meddle: (path: string) => appendFile(path, 'y = 2\n'), keeps: '[other]\nx = 1\ny = 2\n' },
    { says: 'a file that was deleted', meddle: (path: string) => rm(path), keeps: '' },
  ])('$says stays', ({ meddle, keeps }) =>
    withHome(async home => {
      const place = await meddled(home, meddle)
      expect((await place.publisher.publish(publication())).ok).toBe(true)
      expect(await readFile(place.path, 'utf8')).toContain(`${keeps}${keeps === '' ? '' : '\n'}${OURS}`)
    }))

  test('a file that is being filled is waited for', () =>
    withHome(async home => {
      const place = openPlace(home)
      await mkdir(join(home, '.cerby'), { mode: 0o700 })
      const file = await open(place.path, 'w', 0o600)
      const published = place.publisher.publish(publication())
      // Emptied, and filled a moment later.
      await new Promise(resolve => setTimeout(resolve, 100))
      await file.write('[other]\nx = 1\n')
      await file.close()
      expect((await published).ok).toBe(true)
      expect(await readFile(place.path, 'utf8')).toContain(`[other]\nx = 1\n\n${OURS}`)
    }))

  test('a file that was emptied in this very millisecond is waited for, too', () =>
    withHome(async home => {
      const path = join(home, 'credentials')
      await writeFile(path, '')
      const soon = (Date.now() + 500) / 1000
      await utimes(path, soon, soon)
      const read = readFileAt(path)
      await new Promise(resolve => setTimeout(resolve, 100))
      await appendFile(path, '[other]\n')
      expect(await read).toEqual({ ok: true, value: { text: '[other]\n', exists: true } })
    }))

  test('a file that grows between its measuring and its reading is read whole', async () => {
    const whole = Buffer.from('[other]\nx = 1\n')
    const sizes = [0, 3]
    const bytes = await allBytes({
      stat: () => ({ size: sizes.shift() ?? whole.length }),
      read: (buffer, offset, length, position) => ({ bytesRead: whole.copy(buffer, offset, position, position + length) }),
    })
    expect(bytes.toString()).toBe(whole.toString())
  })

  test('somebody who never stops writing makes us say so', () =>
    withHome(async home => {
      const place = openPlace(home)
      const { replace } = place.file
      let count = 0
      place.file.replace = async (basis, text) => {
        count += 1
        await writeFile(place.path, `[other]\nx = ${String(count)}\n`)
        return replace(basis, text)
      }
      expect(await place.publisher.publish(publication())).toEqual({ ok: false, failure: { code: 'write_failed', path: place.path } })
      expect(await readFile(place.path, 'utf8')).toBe(`[other]\nx = ${String(count)}\n`)
    }))
})

test('files of killed writers are deleted at the next start, and nothing else is', () =>
  withHome(async home => {
    const place = openPlace(home)
    await place.publisher.publish(publication())
    const left = ['.credentials.4242.0123456789abcdef01234567.tmp', '..credentials.unfinished.4242.0123456789abcdef01234567.tmp']
    const others = ['.credentials.swp', 'credentials.tmp', '.other.4242.0123456789abcdef01234567.tmp']
    for (const name of [...left, ...others]) await writeFile(join(home, '.cerby', name), 'token')
    expect(await place.file.sweep()).toBe(2)
    expect(place.notices).toEqual([{ code: 'swept', count: 2 }])
    for (const name of others) expect(await readFile(join(home, '.cerby', name), 'utf8')).toBe('token')
    for (const name of left) await expect(readFile(join(home, '.cerby', name))).rejects.toThrow('ENOENT')
  }))

test.each(['{"before": "W2", "aft', '', '[]', '{"before": "W2E=", "after": 1}'])('a journal that makes no sense (%s) is deleted, and the file left alone', journal =>
  withHome(async home => {
    const { path, file } = openPlace(home)
    await mkdir(dirname(path), { mode: 0o700 })
    await writeFile(path, '[other]\nx = 1\n')
    await writeFile(join(dirname(path), '.credentials.unfinished'), journal)
    await file.sweep()
    expect(await readFile(path, 'utf8')).toBe('[other]\nx = 1\n')
    expect(await readdir(dirname(path))).not.toContain('.credentials.unfinished')
  }))

test('a sweep where nothing was ever written makes nothing', () =>
  withHome(async home => {
    expect(await openPlace(home).file.sweep()).toBe(0)
    expect(await readdir(home)).toEqual([])
  }))
