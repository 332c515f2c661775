import fc from 'fast-check'
import { expect, test } from 'vitest'
import { publishedText } from '../../../../electron/core/credentials/file-edits.ts'
import { knowText, makeTextMemory } from '../../../../electron/core/credentials/known-text.ts'
import { makeProfilePublisher } from '../../../../electron/core/credentials/publish.ts'
import { atOnce } from '../../../../electron/core/credentials/slices.ts'
import { memoryFile, publication } from '../../../support/credentials-memory.ts'
import { soundText } from '../../../support/credentials-texts.ts'

const profiles = (count: number) => Array.from({ length: count }, (_, index) => `[p${String(index)}]\nregion = eu-west-1\n\n`).join('')

/** Counts how often others had their turn. */
function counted() {
  const turns = { count: 0, breathe: () => Promise.resolve(void (turns.count += 1)) }
  return turns
}

test('a large text is read in slices, to the same end as in one go', async () => {
  const text = profiles(10_000)
  const turns = counted()
  expect(await makeTextMemory(turns.breathe).know(text)).toEqual(atOnce(knowText(text)))
  // Its 30,000 lines are walked once as a document and once as its readers do.
  expect(turns.count).toBeGreaterThan(100)
})

test('a text is read once, as long as nobody changes it', async () => {
  const turns = counted()
  const memory = makeTextMemory(turns.breathe)
  const known = await memory.know(profiles(1000))
  const { count } = turns
  expect(await memory.know(profiles(1000))).toBe(known)
  expect(turns.count).toBe(count)
  expect((await memory.know(profiles(1001))).document.sections).toHaveLength(1001)
})

test('what was written is known without reading it; what somebody else wrote since is not', async () => {
  const turns = counted()
  const file = memoryFile(profiles(1000))
  const publisher = makeProfilePublisher(file, { now: () => publication().expiresAt }, turns.breathe)
  const publish = () => publisher.publish(publication({ isOurs: true }))
  expect((await publish()).ok).toBe(true)
  const { count } = turns
  expect((await publish()).ok).toBe(true)
  expect(await publisher.read(publication().profile)).toMatchObject({ ok: true, value: { kind: 'section', workspaceSlug: 'acme' } })
  expect(turns.count).toBe(count)
  file.text = `${file.text ?? ''}nonsense\n`
  expect(await publish()).toMatchObject({ ok: false, failure: { code: 'unreadable_by_tools' } })
})

test('what is known of a written text is what a reader finds in it', () => {
  let written = 0
  fc.assert(
    fc.property(soundText, before => {
      const outcome = atOnce(publishedText('credentials', atOnce(knowText(before)), publication({ isOurs: true, takeOver: true })))
      if (!outcome.ok) return
      written += 1
      expect(outcome.value).toEqual(atOnce(knowText(outcome.value.text)))
    }),
    { numRuns: 3000, seed: 7 },
  )
  expect(written).toBeGreaterThan(1000)
})

test.each([0, 1, 4999, 5000, 9999])('of ten thousand sections the one at %i alone is written anew', index => {
  const { profile } = publication()
  const before = `# ours\n${profiles(10_000)}`.replace(`[p${String(index)}]\n`, `[${profile}]\n`)
  const outcome = atOnce(publishedText('credentials', atOnce(knowText(before)), publication({ isOurs: true })))
  if (!outcome.ok) throw new Error(outcome.failure.code)
  const { text } = outcome.value
  expect(outcome.value).toEqual(atOnce(knowText(text)))
  expect(text.replaceAll(/^cerby_.*\n/gm, '')).toBe(before)
  expect(text.match(/^cerby_/gm)).toHaveLength(4)
})
