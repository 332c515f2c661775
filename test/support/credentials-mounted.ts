import { execFileSync, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { Secret } from '../../electron/core/secret.ts'
import { publication } from './credentials-memory.ts'
import { openPlace } from './credentials-place.ts'

/*
 * What happens on file systems of one's own: a full one, a read-only one, a mounted single file. Runs in a mount
 * namespace (`unshare --mount`), so that nothing of it is left behind, however it ends. Prints its findings as JSON.
 */

const [scenario = '', home = ''] = process.argv.slice(2)
const mount = (...args: string[]) => execFileSync('mount', args)
const hash = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex')
const folder = join(home, '.cerby')

/** A small file system at `at` with `free` bytes left on it beside a file of `size` bytes. */
function fullDisk(at: string, file: string, size: number, free: number): void {
  mount('-t', 'tmpfs', '-o', 'size=128k,mode=0700', 'tmpfs', at)
  writeFileSync(file, `[other]\nx = ${'y'.repeat(size)}\n`, { mode: 0o600 })
  const page = 4096
  const filler = 128 * 1024 - Math.ceil((size + 20) / page) * page - free
  writeFileSync(join(at, 'filler'), Buffer.alloc(Math.max(0, filler)))
}

async function onFullDisks() {
  const findings = []
  for (const size of [100, 5000, 20_000, 50_000]) {
    for (const free of [0, 4096, 12_288, 24_576, 61_440]) {
      mkdirSync(folder, { recursive: true })
      const { path, publisher } = openPlace(home)
      fullDisk(folder, path, size, free)
      const before = hash(path)
      const outcome = await publisher.publish(publication({ profile: 'acme', bearerToken: new Secret('t'.repeat(5000)) }))
      const after = hash(path)
      const text = readFileSync(path, 'utf8')
      findings.push({
        outcome: outcome.ok ? 'ok' : outcome.failure.code,
        isOld: before === after,
        isNew: text.startsWith('[other]') && text.endsWith('Z\n') && text.includes(`= ${'t'.repeat(5000)}\n`),
        left: readdirSync(folder).filter(name => !['credentials', 'credentials.lock', 'filler'].includes(name)),
      })
      execFileSync('umount', ['--lazy', folder])
    }
  }
  return findings
}

async function onReadOnlyMount() {
  mkdirSync(folder)
  const { path, publisher } = openPlace(home)
  mount('-t', 'tmpfs', '-o', 'size=64k,mode=0700', 'tmpfs', folder)
  writeFileSync(path, '[other]\nx = 1\n', { mode: 0o600 })
  mount('-o', 'remount,ro', folder)
  const outcome = await publisher.publish(publication())
  return { outcome: outcome.ok ? 'ok' : outcome.failure.code, text: readFileSync(path, 'utf8'), names: readdirSync(folder) }
}

/** A file of the host, mounted over ours as a container sees it. */
function mountedFile(text: string): { host: string; path: string } {
  const host = join(home, 'host')
  const path = join(folder, 'credentials')
  mkdirSync(host)
  mkdirSync(folder, { mode: 0o700 })
  writeFileSync(join(host, 'credentials'), text, { mode: 0o600 })
  writeFileSync(path, '')
  mount('--bind', join(host, 'credentials'), path)
  return { host: join(host, 'credentials'), path }
}

async function onMountedFile() {
  const { host, path } = mountedFile('[other]\nx = 1\n')
  const { file, publisher } = openPlace(home)
  const inode = statSync(path).ino
  const first = await publisher.publish(publication())
  const untouched = readFileSync(host, 'utf8')
  await file.allow('in_place')
  const second = await publisher.publish(publication())
  const longer = readFileSync(host, 'utf8')
  const third = await publisher.remove(publication().profile)
  const codes = [first, second, third].map(outcome => (outcome.ok ? 'ok' : outcome.failure.code))
  return { codes, untouched, longer, shorter: readFileSync(host, 'utf8'), isSameFile: statSync(path).ino === inode, names: readdirSync(folder).sort() }
}

async function inReadOnlyFolder() {
  const { host, path } = mountedFile('[other]\nx = 1\n')
  mount('--bind', folder, folder)
  mount('--bind', host, path)
  mount('-o', 'remount,ro,bind', folder)
  const { file, publisher } = openPlace(home, { path, isDefault: false })
  const first = await publisher.publish(publication())
  await file.allow('in_place')
  const second = await publisher.publish(publication())
  return { codes: [first, second].map(outcome => (outcome.ok ? 'ok' : outcome.failure.code)), text: readFileSync(host, 'utf8') }
}

async function onReadOnlyMountedFile() {
  const { path } = mountedFile('[other]\nx = 1\n')
  mount('-o', 'remount,ro,bind', path)
  const { file, publisher } = openPlace(home)
  await file.allow('in_place')
  const outcome = await publisher.publish(publication())
  const left = [folder, join(home, 'data')].flatMap(each => readdirSync(each)).filter(name => name.endsWith('.unfinished'))
  const base64 = (text: string) => Buffer.from(text).toString('base64')
  const journal = join(folder, '.credentials.unfinished')
  const sweptWith = async (before: string, after: string) => {
    writeFileSync(journal, JSON.stringify({ before: base64(before), after: base64(after) }))
    await file.sweep()
    return existsSync(journal)
  }
  // Half way from `y` to `x`, or not yet begun.
  const keepsUnfinished = await sweptWith('[other]\ny = 1\n', '[other]\nx = 2\n')
  const keepsUnbegun = await sweptWith('[other]\nx = 1\n', '[other]\nx = 2\n')
  return { outcome: outcome.ok ? 'ok' : outcome.failure.code, left, keepsUnfinished, keepsUnbegun, text: readFileSync(path, 'utf8') }
}

async function onFullMountedFile() {
  const small = join(home, 'small')
  mkdirSync(small)
  mkdirSync(folder, { mode: 0o700 })
  const path = join(folder, 'credentials')
  fullDisk(small, join(small, 'credentials'), 4000, 0)
  writeFileSync(path, '')
  mount('--bind', join(small, 'credentials'), path)
  const { file, publisher } = openPlace(home)
  await file.allow('in_place')
  const before = hash(path)
  const outcome = await publisher.publish(publication({ profile: 'acme', bearerToken: new Secret('t'.repeat(9000)) }))
  return { outcome: outcome.ok ? 'ok' : outcome.failure.code, isOld: hash(path) === before, names: readdirSync(folder).sort() }
}

/** Kills in the middle of writes in place, each followed by the start that finishes it. */
async function killedInPlace() {
  const { host, path } = mountedFile('[other]\nx = 1\n\n[default]\n')
  const writer = join(import.meta.dirname, 'credentials-writer.ts')
  const findings = { kills: 8, broken: 0, finished: 0, journalsLeft: 0, refused: 0 }
  for (let round = 0; round < findings.kills; round += 1) {
    const child = spawn(process.execPath, [writer, 'in-place', home], { stdio: ['pipe', 'pipe', 'inherit'] })
    const ended = new Promise(resolve => child.once('exit', resolve))
    child.stdin.write('go\n')
    // It says that it is up, and when its first write is done.
    let heard = ''
    for await (const chunk of child.stdout) {
      heard += String(chunk)
      if (heard.includes('failed')) findings.refused += 1
      if (heard.includes('firstMs') || heard.includes('failed')) break
    }
    await new Promise(resolve => setTimeout(resolve, Math.random() * 6))
    child.kill('SIGKILL')
    await ended
    const { file, notices } = openPlace(home)
    await file.sweep()
    if (notices.some(notice => notice.code === 'interrupted_write_finished')) findings.finished += 1
    const text = readFileSync(host, 'utf8')
    if (!/^\[other\]\nx = 1\n\n\[default\]\n(cerby_\w+ = \S+\n){4}$/.test(text)) findings.broken += 1
    if (existsSync(join(dirname(path), '.credentials.unfinished'))) findings.journalsLeft += 1
  }
  return findings
}

const scenarios: Record<string, () => Promise<unknown>> = { onFullDisks, onReadOnlyMount, onMountedFile, inReadOnlyFolder, onReadOnlyMountedFile, onFullMountedFile, killedInPlace }
const findings = await scenarios[scenario]?.()
process.stdout.write(JSON.stringify(findings))
rmSync(join(home, 'data'), { recursive: true, force: true })
