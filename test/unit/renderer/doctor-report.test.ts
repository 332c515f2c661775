import { expect, test } from 'vitest'
import { NOW, WELL } from '../../../renderer/gallery/samples.ts'
import { rowsOf, sayFinding } from '../../../renderer/screens/doctor/finding-words.ts'
import { reportText, withoutSecrets } from '../../../renderer/screens/doctor/report-text.ts'
import { FoundCode, type Finding } from '../../../shared/doctor.ts'
import { makeWords } from '../../../shared/words/words.ts'

const FACTS = { path: '~/a', target: '~/b', mode: '0640', line: 3, count: 2, more: 1, folder: '~/c', seconds: 90, direction: 'ahead', host: 'acme.cerby.com', proxy: 'proxy:1', ms: 4, refresh: 'yes', revocation: 'no', list: 'Latchkey 1', profile: 'default', platform: 'linux', variable: 'CERBY_PROFILE' }

test.each(['en', 'es'])('every finding has its words, with nothing left open, in %s', locale => {
  const words = makeWords(locale, 'UTC')
  for (const code of FoundCode.options) {
    const said = sayFinding({ kind: 'found', check: 'file', standing: 'fine', code, facts: FACTS }, words)
    expect(said, code).not.toMatch(/[{}]|undefined/)
    expect(said.length, code).toBeGreaterThan(2)
  }
})

test.each([
  { says: 'a signed token', text: 'x eyJhbGciOiJSUzI1NiIsImtpZCI6IjEyMyJ9.eyJzdWIiOiIxMjMifQ.abc123 y', gives: 'x […] y' },
  { says: 'a key', text: 'lk_4f9Q2x7Kd0aZk9uPq81mN5tR3vB6cYe2Wh', gives: '[…]' },
  { says: 'an e-mail address', text: 'for ada@acme.example.', gives: 'for [@].' },
  { says: 'a home folder of Linux', text: '/home/ada/.cerby/credentials', gives: '~/.cerby/credentials' },
  { says: 'a home folder of macOS', text: 'at /Users/ada', gives: 'at ~' },
  { says: 'a home folder of Windows', text: 'C:\\Users\\ada\\x', gives: '~\\x' },
  { says: 'nothing of a plain sentence', text: 'acme.cerby.com answered in 48 ms, Chromium 148.0.7778.40', gives: 'acme.cerby.com answered in 48 ms, Chromium 148.0.7778.40' },
])('takes out $says', ({ text, gives }) => { expect(withoutSecrets(text)).toBe(gives) })

test('a report names what was found, worst first, and no person', () => {
  const words = makeWords('en-GB', 'UTC')
  const findings: Finding[] = [
    { kind: 'found', check: 'file', standing: 'fine', code: 'file_there', facts: { path: '/home/ada/.cerby/credentials' } },
    { kind: 'found', check: 'permissions', standing: 'broken', code: 'permissions_open', facts: { mode: '0644' } },
  ]
  const report = reportText(rowsOf(WELL, findings, true, words), NOW, words)
  expect(report).toMatch(/^Latchkey: doctor’s report\nChecked 2026-11-24T12:50:00\.000Z\n\n\[Broken\] File permissions: .*0644/)
  expect(report).toContain('[Fine] Credentials file: ~/.cerby/credentials')
  expect(report).not.toContain('ada')
})
