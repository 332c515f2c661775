import { expect, test } from 'vitest'
import { receiptGroups, receiptText } from '../../../renderer/screens/panic/receipt-truth.ts'
import { ConnectionId } from '../../../shared/connection.ts'
import { instant } from '../../../shared/instant.ts'
import type { PanicReceipt, PanicStanding } from '../../../shared/panic.ts'
import { makeWords } from '../../../shared/words/words.ts'

const english = makeWords('en-GB', 'UTC')
const AT = instant(Date.UTC(2026, 10, 24, 12, 50))
const ACME = ConnectionId.parse('5f1c7a52-0f6b-4f0e-9c43-0d0a7a8f2f11')
const done: PanicStanding = { kind: 'done', at: AT }
const key = (name: string, standing: PanicStanding) => ({ connectionId: ACME, subject: { kind: 'key', workspace: 'Acme', keyId: `id-${name}`, name } as const, standing })

const RECEIPT: PanicReceipt = {
  startedAt: AT,
  items: [
    { subject: { kind: 'clipboard' }, standing: done },
    { connectionId: ACME, subject: { kind: 'section', profile: 'default' }, standing: { kind: 'queued', why: 'file' } },
    key('ci', done), key('cron', { kind: 'failed', why: 'refused' }), key('etl', { kind: 'failed', why: 'refused' }),
    { connectionId: ACME, subject: { kind: 'session', workspace: 'Acme' }, standing: { kind: 'waiting' } },
  ],
}

test('a step fails by its worst line, and says each reason once', () => {
  expect(receiptGroups(RECEIPT, english).map(({ group, state, title, names, troubles }) => [group, state, title, names, troubles.map(trouble => trouble.names)])).toEqual([
    ['clipboard', 'done', 'Clipboard emptied', [], []],
    ['section', 'later', 'To take out of the file', [], [['[default]']]],
    ['keys', 'failed', '1 of 3 keys deleted', ['ci, Acme'], [['cron, Acme', 'etl, Acme']]],
    ['session', 'now', 'Sessions to revoke', [], []],
  ])
})

test('as text it names everything, for whoever reads it later', () => {
  expect(receiptText(RECEIPT, english).split('\n')).toEqual([
    `Latchkey cut this computer off, ${english.fullMoment(AT)}`,
    '',
    '[done 12:50] clipboard emptied',
    '[waits] profile [default] taken out of the credentials file: The file could not be written. It is tried again by itself; you can take the section out with an editor.',
    '[done 12:50] API key ci (id-ci) of Acme deleted',
    '[not done] API key cron (id-cron) of Acme deleted: The workspace refused. Delete it on the workspace’s own page, or ask an Owner to.',
    '[not done] API key etl (id-etl) of Acme deleted: The workspace refused. Delete it on the workspace’s own page, or ask an Owner to.',
    '[under way] session at Acme revoked',
    '',
  ])
})
