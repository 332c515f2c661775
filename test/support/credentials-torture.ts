import { execFile } from 'node:child_process'
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { isDeepStrictEqual, promisify } from 'node:util'
import fc from 'fast-check'
import { entryIn, publishedText } from '../../electron/core/credentials/file-edits.ts'
import { parseIni, printIni } from '../../electron/core/credentials/ini-document.ts'
import { knowText } from '../../electron/core/credentials/known-text.ts'
import { OUR_KEYS, type ProfileEntry } from '../../electron/core/credentials/profile-entry.ts'
import { dropKeys } from '../../electron/core/credentials/section-edit.ts'
import { atOnce } from '../../electron/core/credentials/slices.ts'
import { Secret } from '../../electron/core/secret.ts'
import type { Publication } from '../../electron/core/session/ports.ts'
import { publication } from './credentials-memory.ts'
import { openPlace, withHome } from './credentials-place.ts'
import { startReaders, startWriter, type Writer } from './credentials-processes.ts'
import { FOREIGN, faultIn } from './credentials-rewritten.ts'
import { anyText } from './credentials-texts.ts'

/* What the file must bear, in any length: `npm run torture` takes hours' worth, the tests a few seconds of it. */

/** Kills a writer at a random instant of its writing, as often as told, while readers poll the file. */
export function killWriters({ kills, readers }: { kills: number; readers: number }) {
  return withHome(async home => {
    const { path, file } = openPlace(home)
    await mkdir(dirname(path), { mode: 0o700 })
    await writeFile(path, FOREIGN, { mode: 0o600 })
    const stopReaders = startReaders(path, readers)
    const start = () => startWriter(['rewrite', home])
    // The next one starts up while this one writes.
    let next: Promise<Writer> = start()
    const result = { kills, fileFaults: 0, refusedWrites: 0, longestFirstWriteMs: 0, orphansSeen: 0 }
    for (let round = 0; round < kills; round += 1) {
      const writer = await next
      next = start()
      writer.go()
      const first = (await writer.said()) as { firstMs?: number; failed?: unknown }
      if (first.failed !== undefined) result.refusedWrites += 1
      result.longestFirstWriteMs = Math.max(result.longestFirstWriteMs, first.firstMs ?? 0)
      await sleep(Math.random() * 8)
      await writer.kill()
      if (faultIn(await readFile(path, 'utf8')) !== undefined) result.fileFaults += 1
    }
    await (await next).kill()
    result.orphansSeen = await orphansBeside(path)
    const swept = await file.sweep()
    const { reads, faults } = await stopReaders()
    return { ...result, longestFirstWriteMs: Math.round(result.longestFirstWriteMs), swept, orphansLeft: await orphansBeside(path), reads, tornReads: faults.length, faults: faults.slice(0, 5) }
  })
}

async function orphansBeside(path: string): Promise<number> {
  return (await readdir(dirname(path))).filter(name => name.endsWith('.tmp')).length
}

/** Has processes write profiles of their own into one file at once. */
export function contend({ processes, updates }: { processes: number; updates: number }) {
  return withHome(async home => {
    const { path } = openPlace(home)
    const writers = await Promise.all(Array.from({ length: processes }, (_, index) => startWriter(['profiles', home, `p${String(index)}`, String(updates)])))
    const since = performance.now()
    for (const writer of writers) writer.go()
    const reports = (await Promise.all(writers.map(writer => writer.said()))) as { failed: number }[]
    const ms = Math.round(performance.now() - since)
    const names = parseIni(await readFile(path, 'utf8')).sections.map(section => section.name)
    return { processes, updates, refused: reports.reduce((sum, { failed }) => sum + failed, 0), present: new Set(names).size, duplicates: names.length - new Set(names).size, ms }
  })
}

/**
 * Reads, prints and changes generated documents. A document that some tool can't read must be refused by its line; every
 * other one must give back what was set, with no other line changed.
 */
export function printDocuments({ documents, seed }: { documents: number; seed: number }) {
  const result = { documents, notIdentical: 0, written: 0, refused: 0, notWhatWasSet: 0, notWhatWasRemembered: 0, otherLinesChanged: 0 }
  const wanted = publication({ profile: 'acme', takeOver: true })
  fc.assert(
    fc.property(anyText, text => {
      if (printIni(parseIni(text)) !== text) result.notIdentical += 1
      const changed = atOnce(publishedText('', atOnce(knowText(text)), wanted))
      if (!changed.ok) {
        result.refused += 1
        return
      }
      result.written += 1
      // What is remembered of a text that was written is what reading it anew would give.
      if (!isDeepStrictEqual(changed.value, atOnce(knowText(changed.value.text)))) result.notWhatWasRemembered += 1
      if (!holds(entryIn(changed.value.document, wanted.profile), wanted)) result.notWhatWasSet += 1
      if (!keepsOtherLines(text, changed.value.text, 'acme')) result.otherLinesChanged += 1
    }),
    { numRuns: documents, seed },
  )
  return result
}

function holds(entry: ProfileEntry | undefined, wanted: Publication): boolean {
  return entry?.workspace === wanted.workspaceSlug && entry.baseUrl === wanted.baseUrl && entry.expiresAt === wanted.expiresAt
    && entry.bearerToken?.equals(wanted.bearerToken) === true
}

/**
 * Whether all lines that aren't ours still stand there, in their order. More may have come: a new section's header, the
 * blank line above it, a comment that stood behind an old value of ours.
 */
export function keepsOtherLines(before: string, after: string, profile: string): boolean {
  const [old, now] = [before, after].map(text => printIni({ ...dropKeys(parseIni(text), profile, OUR_KEYS), byteOrderMark: '' }).split(/\r\n|\n|\r/))
  let next = 0
  for (const line of now ?? []) {
    if (line === old?.[next]) next += 1
    else if (line !== '' && line !== `[${profile}]` && !/^[;#]/.test(line)) return false
  }
  return next === old?.length || old?.slice(next).every(line => line === '') === true
}

/**
 * Writes against a program that doesn't know our lock: `rename` replaces the file as editors do, `truncate` empties and
 * fills it as the AWS CLI does. Counts how often something that it had written was gone when it looked again.
 */
export function writeBesideForeigner({ style, writes }: { style: 'rename' | 'truncate'; writes: number }) {
  return withHome(async home => {
    const { path, publisher } = openPlace(home)
    await mkdir(dirname(path), { mode: 0o700 })
    await writeFile(path, '[foreign]\ncount = 0\n', { mode: 0o600 })
    const script = join(import.meta.dirname, 'credentials-foreign.py')
    const foreigner = promisify(execFile)('/usr/bin/python3', [script, style, path, String(writes)])
    const race = { isOver: false }
    void foreigner.finally(() => {
      race.isOver = true
    })
    let ours = 0
    let refused = 0
    while (!race.isOver) {
      const outcome = await publisher.publish(publication({ profile: 'acme', isOurs: true, bearerToken: new Secret(`t${String(ours)}`) }))
      if (outcome.ok) ours += 1
      else refused += 1
      await sleep(Math.random() * 5)
    }
    return { style, writes, ours, refused, ...(JSON.parse((await foreigner).stdout) as { lost: number; unreadable: number }) }
  })
}
