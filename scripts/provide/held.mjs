import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import process from 'node:process'
import { setTimeout as wait } from 'node:timers/promises'

/**
 * Runs `body` while no other process does so under the same lock file.
 *
 * A lock whose process is gone is taken over. This orders the tool chain's own work on one machine; it is no lock for
 * data that matters.
 *
 * @template T
 * @param {string} lock
 * @param {() => Promise<T>} body
 * @returns {Promise<T>}
 */
export async function held(lock, body) {
  mkdirSync(dirname(lock), { recursive: true })
  while (!take(lock)) await wait(100)
  try {
    return await body()
  } finally {
    rmSync(lock, { force: true })
  }
}

/** @param {string} lock */
function take(lock) {
  const claim = `${lock}.${process.pid}`
  // Linked into place, so that the lock never exists without its owner's number in it.
  writeFileSync(claim, String(process.pid))
  try {
    linkSync(claim, lock)
    return true
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
  } finally {
    rmSync(claim, { force: true })
  }
  if (!isAlive(ownerOf(lock))) rmSync(lock, { force: true })
  return false
}

/** @param {string} lock */
function ownerOf(lock) {
  try {
    return Number(readFileSync(lock, 'utf8'))
  } catch {
    return process.pid
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return codeOf(error) === 'EPERM'
  }
}

/** @param {unknown} error */
function codeOf(error) {
  return error instanceof Error && 'code' in error ? error.code : undefined
}
