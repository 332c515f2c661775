import { expect, test } from 'vitest'
import { count } from '../../../scripts/test/suite.mjs'

const passed = { status: 'passed', fullName: 'a passes' }
const failed = { status: 'failed', fullName: 'b fails' }
const shaky = { status: 'passed', fullName: 'd passes late', failureMessages: ['Error: no answer\n    at a line'] }
const skipped = { status: 'skipped', fullName: 'c is for Windows' }
const file = (status: string, ...assertionResults: (typeof passed)[]) => ({ name: 'x.test.ts', status, assertionResults })

test.each([
  { says: 'counts what passed and what failed', code: 1, files: [file('failed', passed, failed)], gives: { passed: 1, failed: 1, notRun: [] } },
  { says: 'names what was not for this machine', code: 0, files: [file('passed', passed, skipped)], gives: { passed: 1, failed: 0, notRun: ['c is for Windows'] } },
  { says: 'names what passed at the second try only, and why', code: 0, files: [file('passed', passed, shaky)], gives: { passed: 2, failed: 0, again: ['d passes late: Error: no answer'] } },
  { says: 'counts a file that could not be loaded as one failed', code: 1, files: [file('passed', passed), file('failed')], gives: { passed: 1, failed: 1, notRun: [] } },
  { says: 'counts a suite without a test as one failed', code: 0, files: [], gives: { passed: 0, failed: 1, notRun: [] } },
  { says: 'counts a suite of skipped tests alone as one failed', code: 0, files: [file('passed', skipped)], gives: { passed: 0, failed: 1, notRun: ['c is for Windows'] } },
  { says: 'counts an error outside every test as one failed', code: 1, files: [file('passed', passed)], gives: { passed: 1, failed: 1, notRun: [] } },
])('$says', ({ code, files, gives }) => {
  expect(count('unit', code, '', { testResults: files })).toMatchObject(gives)
})

test('counts a suite that left no report as one failed', () => {
  expect(count('unit', 137, 'killed', undefined)).toMatchObject({ passed: 0, failed: 1 })
})
