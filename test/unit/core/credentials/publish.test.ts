import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseIni, printIni } from '../../../../electron/core/credentials/ini-document.ts'
import { readAsJavaScript } from '../../../../electron/core/credentials/javascript-reading.ts'
import { OUR_KEYS } from '../../../../electron/core/credentials/profile-entry.ts'
import { makeProfilePublisher } from '../../../../electron/core/credentials/publish.ts'
import { readAsPython } from '../../../../electron/core/credentials/python-reading.ts'
import { dropKeys } from '../../../../electron/core/credentials/section-edit.ts'
import { Secret } from '../../../../electron/core/secret.ts'
import { ProfileName } from '../../../../shared/profile.ts'
import { memoryFile, publication } from '../../../support/credentials-memory.ts'
import { anyText, soundText } from '../../../support/credentials-texts.ts'

const breathe = () => Promise.resolve()
const clock = { now: () => publication().expiresAt }
const ACME = ProfileName.parse('acme')
const LINES = [
  'cerby_workspace = acme', 'cerby_base_url = https://acme.cerby.com/api/v1', 'cerby_bearer_token = eyJhbGciOiJFUzI1NiJ9.e30.c2ln',
  'cerby_token_expiration = 2026-11-23T20:15:04Z',
]
const BLOCK = LINES.map(line => `${line}\n`).join('')

async function publishTo(text: string | undefined, change: Parameters<typeof publication>[0] = {}) {
  const file = memoryFile(text)
  const outcome = await makeProfilePublisher(file, clock, breathe).publish(publication({ profile: 'acme', ...change }))
  return { outcome, text: file.text }
}

describe('publishing', () => {
  test.each([
    { says: 'makes the file', before: undefined, after: `[acme]\n${BLOCK}` },
    { says: 'fills an empty file', before: '', after: `[acme]\n${BLOCK}` },
    { says: 'adds a section behind the others', before: '[b]\nx=1\n', after: `[b]\nx=1\n\n[acme]\n${BLOCK}` },
    { says: 'adds no second blank line', before: '[b]\nx=1\n\n', after: `[b]\nx=1\n\n[acme]\n${BLOCK}` },
    { says: 'ends a last line that had no end', before: '[b]\nx=1', after: `[b]\nx=1\n\n[acme]\n${BLOCK}` },
    { says: 'goes on with CRLF', before: '[b]\r\nx=1\r\n', after: `[b]\r\nx=1\r\n\r\n[acme]\r\n${BLOCK.replaceAll('\n', '\r\n')}` },
    { says: 'fills a section in which nothing stands', before: '[acme]\n# mine\n[b]\n', after: `[acme]\n${BLOCK}# mine\n[b]\n` },
    { says: 'leaves a file that says it all alone', before: `# hi\n[acme]\n${BLOCK}`, after: `# hi\n[acme]\n${BLOCK}`, isOurs: true },
    { says: 'changes one value and keeps its spacing', before: `[acme]\n${BLOCK.replace('workspace = acme', 'workspace=acme').replace('url = https://acme', 'url=\thttp://old')}`, after: `[acme]\n${BLOCK.replace('workspace = acme', 'workspace=acme').replace('url = https://acme', 'url=\thttps://acme')}`, isOurs: true },
    { says: 'writes a key anew that JavaScript would not find', before: `[acme]\n${BLOCK.replace('cerby_workspace = ', 'Cerby_Workspace: ')}`, after: `[acme]\n${BLOCK}`, isOurs: true },
    { says: 'gives a comment behind a value its own line', before: `[acme]\n${BLOCK.replace('= acme', '= acme ; ours')}`, after: `[acme]\n; ours\n${BLOCK}`, isOurs: true },
    { says: 'takes out what continues an old value', before: `[acme]\n${BLOCK.replace('c2ln\n', 'old\n  more\n')}`, after: `[acme]\n${BLOCK}`, isOurs: true },
    { says: 'indents as its neighbours are', before: '[acme]\n  cerby_workspace = acme\n  region = x\n', after: `[acme]\n${LINES.map(line => `  ${line}\n`).join('')}  region = x\n`, isOurs: true },
    { says: 'puts missing keys beneath its own', before: `[acme]\nregion = x\n${LINES.slice(0, 2).join('\n')}\noutput = y\n`, after: `[acme]\nregion = x\n${BLOCK}output = y\n`, isOurs: true },
    { says: 'keeps all it does not know', before: `; top\n\n[b] # b\nx : 1\n  2\n\n[acme]\n${LINES[0] ?? ''}\n\n# end`, after: `; top\n\n[b] # b\nx : 1\n  2\n\n[acme]\n${BLOCK}\n# end`, isOurs: true },
  ])('$says', async ({ before, after, isOurs = false }) => {
    expect(await publishTo(before, { isOurs })).toEqual({ outcome: { ok: true, value: { at: clock.now() } }, text: after })
  })

  test.each([
    { says: 'asks before it takes over a section with other keys', before: '[acme]\naws_access_key_id = x\n', failure: { code: 'profile_taken', path: 'credentials', profile: 'acme' } },
    { says: 'asks before it takes over keys of ours that it has no record of', before: `[acme]\n${BLOCK}`, failure: { code: 'profile_taken', path: 'credentials', profile: 'acme' } },
    { says: 'asks where its section names another workspace now', before: '[acme]\ncerby_workspace = other\n', isOurs: true, failure: { code: 'profile_taken', path: 'credentials', profile: 'acme' } },
    { says: 'names the second header of a section', before: '[b]\nx=1\n\n[b]\n', failure: { code: 'unreadable_by_tools', path: 'credentials', line: 4 } },
    { says: 'names the second value of a key', before: '[b]\nx=1\nX=2\n', failure: { code: 'unreadable_by_tools', path: 'credentials', line: 3 } },
    { says: 'names a line that means nothing', before: '[b]\nx=1\nnonsense\n', failure: { code: 'unreadable_by_tools', path: 'credentials', line: 3 } },
    { says: 'names a key above all headers', before: '\nx=1\n', failure: { code: 'unreadable_by_tools', path: 'credentials', line: 2 } },
    { says: 'names a byte order mark', before: '\uFEFF[b]\n', failure: { code: 'unreadable_by_tools', path: 'credentials', line: 1 } },
    { says: 'names the header over which JavaScript loses all', before: '[b]\n[__proto__]\n', failure: { code: 'unreadable_by_tools', path: 'credentials', line: 2 } },
    { says: 'names a nested value that is none', before: '[b]\ns3 =\n  nonsense\n', failure: { code: 'unreadable_by_tools', path: 'credentials', line: 2 } },
    { says: 'names our header where JavaScript reads another one of its name later', before: `[acme]\n${BLOCK}[b]\nx = 1\n  [acme]\n  cerby_bearer_token = old\n`, isOurs: true, change: { workspaceSlug: 'acme', bearerToken: new Secret('new') }, failure: { code: 'unreadable_by_tools', path: 'credentials', line: 1 } },
    { says: 'refuses a token that is no b64token', before: '', change: { bearerToken: new Secret('two words') }, failure: { code: 'write_failed', path: 'credentials' } },
    { says: 'refuses a token with a line break', before: '', change: { bearerToken: new Secret('a\ncerby_workspace = b') }, failure: { code: 'write_failed', path: 'credentials' } },
    { says: 'refuses an address with a space', before: '', change: { baseUrl: 'https://acme.example/ #' }, failure: { code: 'write_failed', path: 'credentials' } },
  ])('$says, and leaves the file alone', async ({ before, failure, isOurs = false, change = {} }) => {
    expect(await publishTo(before, { isOurs, ...change })).toEqual({ outcome: { ok: false, failure }, text: before })
  })

  test('takes a section over when it may, and leaves its other lines', async () => {
    const { text } = await publishTo('[acme]\naws_access_key_id = x\n', { takeOver: true })
    expect(text).toBe(`[acme]\naws_access_key_id = x\n${BLOCK}`)
  })

  test('gives every tool our four values and leaves every other value, or fails and writes nothing', async () => {
    let written = 0
    await fc.assert(
      fc.asyncProperty(anyText, fc.boolean(), async (before, takeOver) => {
        const { outcome, text = '' } = await publishTo(before, { isOurs: true, takeOver })
        if (!outcome.ok) {
          expect(text).toBe(before)
          return
        }
        written += 1
        // To Python, keys of [DEFAULT] stand in a new section as they do in every other one.
        if (!before.includes('[DEFAULT]')) expect(others(text)).toEqual(others(before))
        for (const values of [pythonValues(text)?.get('acme'), readAsJavaScript(text)?.get('acme')]) {
          expect(OUR_KEYS.map(key => `${key} = ${values?.get(key) ?? ''}`)).toEqual(LINES)
        }
      }),
      { numRuns: 3000, seed: 4 },
    )
    expect(written).toBeGreaterThan(300)
  })

  test('changes no other line', async () => {
    await fc.assert(
      fc.asyncProperty(soundText, async before => {
        const { outcome, text = '' } = await publishTo(before, { isOurs: true, takeOver: true })
        if (!outcome.ok) return
        const rest = printIni(dropKeys(parseIni(text), 'acme', OUR_KEYS))
        const was = printIni(dropKeys(parseIni(before), 'acme', OUR_KEYS))
        const isNew = !parseIni(before).sections.some(section => section.name === 'acme')
        // A new section brings its header, a blank line above it and an end for the line before; comments may move up.
        const expected = isNew ? [`${was}\n[acme]\n`] : [was]
        const tidy = (each: string) => each.replace(/\r\n/g, '\n').split('\n').filter(line => line !== '' && !/^[;#]/.test(line)).join('\n')
        expect(expected.map(tidy)).toContain(tidy(rest))
      }),
      { numRuns: 2000, seed: 5 },
    )
  })
})

function pythonValues(text: string) {
  const python = readAsPython(text)
  return python.ok ? python.sections : undefined
}

/** What both parsers read, without our keys in our section and without sections in which nothing stands. */
function others(text: string) {
  return [pythonValues(text), readAsJavaScript(text)].map(sections =>
    [...(sections ?? [])]
      .map(([name, values]) => [name, [...values].filter(([key]) => name !== 'acme' || !(OUR_KEYS as readonly string[]).includes(key))] as const)
      .filter(([name, values]) => name !== 'acme' || values.length > 0),
  )
}

describe('taking out', () => {
  const publisherOf = (text: string | undefined) => {
    const file = memoryFile(text)
    return { file, publisher: makeProfilePublisher(file, clock, breathe) }
  }

  test.each([
    { says: 'token and expiration go, the rest of the section stays', before: `[acme]\nregion = x\n${BLOCK}# end\n`, after: `[acme]\nregion = x\n${LINES.slice(0, 2).join('\n')}\n# end\n` },
    { says: 'a token goes with what continues it', before: '[acme]\ncerby_bearer_token = a\n  b\n\nregion = x\n', after: '[acme]\n\nregion = x\n' },
    { says: 'a token goes from a file that Python refuses', before: `[acme]\n${BLOCK}nonsense\n[acme]\ncerby_bearer_token = b\n`, after: `[acme]\n${LINES.slice(0, 2).join('\n')}\nnonsense\n[acme]\n` },
    { says: 'another section keeps its token', before: `[acme]\n${BLOCK}[b]\n${BLOCK}`, after: `[acme]\n${LINES.slice(0, 2).join('\n')}\n[b]\n${BLOCK}` },
    { says: 'no file stays no file', before: undefined, after: undefined },
  ])('withdrawing: $says', async ({ before, after }) => {
    const { file, publisher } = publisherOf(before)
    expect((await publisher.withdraw(ACME, undefined)).ok).toBe(true)
    expect(file.text).toBe(after)
  })

  test.each([
    { says: 'the dead token goes', dead: 'old', token: 'old', end: '2030-01-01T00:00:00Z', isSpared: false },
    { says: 'a token that another process of ours put there stays', dead: 'old', token: 'new', end: '2030-01-01T00:00:00Z', isSpared: true },
    { says: 'a token that ended goes, whoever put it there', dead: 'old', token: 'new', end: '2020-01-01T00:00:00Z', isSpared: false },
    { says: 'a token of which nobody says when it ends goes', dead: 'old', token: 'new', end: 'soon', isSpared: false },
  ])('withdrawing one token: $says', async ({ dead, token, end, isSpared }) => {
    const before = `[acme]\ncerby_bearer_token = ${token}\ncerby_token_expiration = ${end}\n`
    const { file, publisher } = publisherOf(before)
    expect((await publisher.withdraw(ACME, new Secret(dead))).ok).toBe(true)
    expect(file.text).toBe(isSpared ? before : '[acme]\n')
  })

  test.each([
    { says: 'our section goes with its header', before: `[b]\nx = 1\n\n[acme]\n${BLOCK}`, after: '[b]\nx = 1\n\n' },
    { says: 'comments in it stay', before: `[acme]\n# note\n${BLOCK}\n[b]\n`, after: '# note\n\n[b]\n' },
    { says: 'the header stays over keys of others', before: `[acme]\n${BLOCK}region = x\n`, after: '[acme]\nregion = x\n' },
    { says: 'a header over nothing of ours stays', before: '[acme]\n\n[b]\n', after: '[acme]\n\n[b]\n' },
  ])('removing: $says', async ({ before, after }) => {
    const { file, publisher } = publisherOf(before)
    expect((await publisher.remove(ACME)).ok).toBe(true)
    expect(file.text).toBe(after)
  })

  test('publishing again after a withdrawal gives the same bytes', async () => {
    const before = `[b]\nx=1\n\n[acme]\n${BLOCK}region = x\n`
    const { file, publisher } = publisherOf(before)
    await publisher.withdraw(ACME, undefined)
    await publisher.publish(publication({ profile: 'acme', isOurs: true }))
    expect(file.text).toBe(before)
  })
})

describe('reading a section', () => {
  test.each([
    { says: 'no file', text: undefined, gives: { ok: true, value: { kind: 'no_file' } } },
    { says: 'no section', text: '[b]\n', gives: { ok: true, value: { kind: 'no_section' } } },
    { says: 'a section without a key of ours', text: '[acme]\nregion = x\n', gives: { ok: true, value: { kind: 'no_section' } } },
    { says: 'a file that tools refuse', text: `[acme]\n${BLOCK}x\n`, gives: { ok: false, failure: { code: 'unreadable_by_tools', path: 'credentials', line: 6 } } },
    { says: 'values that mean nothing', text: '[acme]\ncerby_bearer_token = two words\ncerby_token_expiration = soon\n', gives: { ok: true, value: { kind: 'section', workspaceSlug: undefined, baseUrl: undefined, bearerToken: undefined, expiresAt: undefined } } },
  ])('$says', async ({ text, gives }) => {
    expect(await makeProfilePublisher(memoryFile(text), clock, breathe).read(ACME)).toEqual(gives)
  })

  test('gives back what was published', async () => {
    const { text } = await publishTo('')
    const read = await makeProfilePublisher(memoryFile(text), clock, breathe).read(ACME)
    expect(read).toMatchObject({ ok: true, value: { kind: 'section', workspaceSlug: 'acme', expiresAt: publication().expiresAt } })
    expect(read.ok && read.value.kind === 'section' && read.value.bearerToken?.equals(publication().bearerToken)).toBe(true)
  })
})
