import { execFileSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { withVariable } from '../../../electron/adapters/env-file/env-line.ts'

describe('a variable is set', () => {
  const rows: [string, string, string][] = [
    ['in an empty file', '', 'KEY=new\n'],
    ['at the end', 'A=1\n', 'A=1\nKEY=new\n'],
    ['after a last line without its end', 'A=1', 'A=1\nKEY=new\n'],
    ['in the manner of the file (CRLF)', 'A=1\r\nB=2', 'A=1\r\nB=2\r\nKEY=new\r\n'],
    ['in its own line', 'A=1\nKEY=old\nB=2\n', 'A=1\nKEY=new\nB=2\n'],
    ['in its own line at the end', 'A=1\nKEY=old', 'A=1\nKEY=new'],
    ['in its own CRLF line', 'KEY=old\r\nB=2\r\n', 'KEY=new\r\nB=2\r\n'],
    ['in an exported line', 'export KEY="old"\n', 'export KEY=new\n'],
    ['in a line with blanks', '  KEY = old # note\n', '  KEY=new\n'],
    ['in the last of two lines, which is the one that counts', 'KEY=a\nKEY=b\n', 'KEY=a\nKEY=new\n'],
    ['in an empty line of its own', 'KEY=\nB=2\n', 'KEY=new\nB=2\n'],
    ['beside a comment about it', '# KEY=example\n', '# KEY=example\nKEY=new\n'],
    ['beside others that end or begin alike', 'MY_KEY=1\nKEY_2=2\n', 'MY_KEY=1\nKEY_2=2\nKEY=new\n'],
    ['keeping a BOM', '\ufeffA=1\n', '\ufeffA=1\nKEY=new\n'],
  ]
  test.each(rows)('%s', (_, before, afterwards) => {
    expect(withVariable(before, 'KEY', 'new')).toBe(afterwards)
  })
})

describe.skipIf(process.platform === 'win32')('a shell reads back what was written', () => {
  test.each(['crbk_live_abc', 'with space', 'a#b', "it's", '$HOME', 'back\\slash', '`id`', 'a=b&c', '"quoted"', 'ünï'])('%s', value => {
    const text = withVariable('', 'KEY', value)
    if (text === undefined) throw new Error('refused')
    expect(execFileSync('sh', ['-c', `${text}printf %s "$KEY"`], { encoding: 'utf8' })).toBe(value)
  })
})

test.each(['two\nlines', 'a\0b', `both ' and $`])('%j can be carried by no quoting, and is refused', value => {
  expect(withVariable('A=1\n', 'KEY', value)).toBeUndefined()
})
