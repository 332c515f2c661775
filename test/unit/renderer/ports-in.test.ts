import { expect, test } from 'vitest'
import { portsIn } from '../../../renderer/screens/settings/ports-in.ts'

test.each([
  { text: '', gives: [] },
  { text: '8401', gives: [8401] },
  { text: '8401, 8402;8403  8404', gives: [8401, 8402, 8403, 8404] },
  { text: '8401,8401', gives: [8401] },
  { text: '80', gives: undefined },
  { text: '70000', gives: undefined },
  { text: 'any', gives: undefined },
  { text: '8401-8405', gives: undefined },
  { text: Array.from({ length: 11 }, (_, index) => 8400 + index).join(), gives: undefined },
])('"$text" gives $gives', ({ text, gives }) => {
  expect(portsIn(text)).toEqual(gives)
})
