import process from 'node:process'

/**
 * Says one step to whoever started the command.
 *
 * It goes to standard error: standard output belongs to what the command is for (the JSON of a bench, say).
 *
 * @param {string} line
 */
export function say(line) {
  process.stderr.write(`${line}\n`)
}

/**
 * @param {number} since  performance.now() at the start
 * @returns {string} such as `3.2 s`
 */
export function seconds(since) {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`
}

/** A step that failed for a reason that the person at the machine can mend: printed without a stack. */
export class StepFailed extends Error {
  /**
   * @param {string} what    what went wrong
   * @param {string} remedy  what to do about it
   */
  constructor(what, remedy) {
    super(`${what}\n${remedy}`)
    this.name = 'StepFailed'
  }
}

/**
 * Runs a command's body: a failed step ends the process with its words, a bug with its stack.
 *
 * @param {() => Promise<number | void>} body  gives the exit code; none means 0
 */
export async function runCommand(body) {
  try {
    process.exitCode = (await body()) ?? 0
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error
    say(`\n${error.message}`)
    process.exitCode = 1
  }
}
