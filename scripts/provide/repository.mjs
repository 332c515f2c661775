import { realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

/** The folder that holds package.json. */
export const repository = join(dirname(fileURLToPath(import.meta.url)), '..', '..')

/**
 * Whether a file is the program that Node was asked to run, and not a part of another.
 *
 * @param {string} url  the file's import.meta.url
 * @returns {boolean}
 */
export function isRunDirectly(url) {
  const program = process.argv[1]
  return program !== undefined && realpathSync(program) === realpathSync(fileURLToPath(url))
}

/**
 * @param {string} path  within node_modules
 * @returns {string}
 */
export const tool = path => join(repository, 'node_modules', path)
