import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { snippetOf, type SnippetLanguage } from '../../../renderer/screens/home/snippets.ts'

const run = promisify(execFile)

// An opaque token may hold `=`, which a careless reader cuts at.
const TOKEN = 'eyJhbGciOi.J9-_+/=='

let home: string
let server: Server
/** The Authorization headers that arrived. */
const asked: string[] = []

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'latchkey-snippets-'))
  server = createServer((request, response) => {
    asked.push(`${request.url ?? ''} ${request.headers.authorization ?? ''}`)
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"email":"ada@acme.example"}')
  })
  await new Promise<void>(listening => server.listen(0, '127.0.0.1', listening))
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1`
  await mkdir(join(home, '.cerby'))
  // Neighbours, comments, blanks and both line ends: what a file looks like after years.
  const text = [
    '# tools of mine', '[other]', 'cerby_bearer_token = wrong', `cerby_base_url = ${base}/wrong`, '',
    '[default]', 'region = eu', 'cerby_bearer_token_old = older', 'cerby_workspace = acme', `cerby_base_url = ${base}`, `cerby_bearer_token = ${TOKEN}`, 'cerby_token_expiration = 2026-11-24T13:32:00Z', '',
    '[this-computer]', `cerby_base_url=${base}/here\r`, `cerby_bearer_token=here\r`, '',
  ].join('\n')
  await writeFile(join(home, '.cerby', 'credentials'), text, { mode: 0o600 })
  await writeFile(join(home, "it's mine"), text, { mode: 0o600 })
})
afterAll(async () => {
  await new Promise(closed => server.close(closed))
  await rm(home, { recursive: true, force: true })
})

const FILES: Partial<Record<SnippetLanguage, string>> = { python: 'me.py', node: 'me.mjs', go: 'me.go', powershell: 'me.ps1' }
const PROGRAMS: Record<SnippetLanguage, readonly string[]> = { curl: ['sh', '-c'], shell: ['sh', '-c'], python: ['python3'], node: [process.execPath], go: ['go', 'run'], powershell: ['pwsh', '-NoProfile', '-File'] }

async function perform(language: SnippetLanguage, code: string): Promise<string> {
  const [program = '', ...words] = PROGRAMS[language]
  const file = FILES[language]
  const what = file === undefined ? code : join(home, file)
  if (file !== undefined) await writeFile(what, code)
  const { stdout } = await run(program, [...words, what], { env: { ...process.env, HOME: home, USERPROFILE: home, GOCACHE: join(home, 'go'), GOFLAGS: '' } })
  return stdout
}

async function isHere(program: string): Promise<boolean> {
  const found = await Promise.all((process.env['PATH'] ?? '').split(delimiter).map(folder => run(join(folder, program), [program === 'go' ? 'version' : '--version']).then(() => true, () => false)))
  return found.includes(true)
}

// Every machine that builds Latchkey has these; Go and PowerShell are tried where they are.
const languages: readonly SnippetLanguage[] = ['curl', 'python', 'node', ...(await isHere('go') ? ['go'] as const : []), ...(await isHere('pwsh') ? ['powershell'] as const : [])]

describe.each(languages)('the %s snippet', language => {
  test.each([
    { says: 'reads the default profile', path: '~/.cerby/credentials', profile: 'default', sends: `/api/v1/me Bearer ${TOKEN}` },
    { says: 'reads another profile, of a file with other line ends', path: '~/.cerby/credentials', profile: 'this-computer', sends: '/api/v1/here/me Bearer here' },
    { says: 'reads a file that stands elsewhere, under an awkward name', path: 'elsewhere', profile: 'default', sends: `/api/v1/me Bearer ${TOKEN}` },
  ])('$says', async ({ path, profile, sends }) => {
    asked.length = 0
    const code = snippetOf(language, path === 'elsewhere' ? join(home, "it's mine") : path, profile)
    expect(code).not.toContain(TOKEN)
    expect(await perform(language, code)).toContain('ada@acme.example')
    expect(asked).toEqual([sends])
  })
})

test('the shell snippet exports the token and the address', async () => {
  const code = `${snippetOf('shell', '~/.cerby/credentials', 'default')}\nenv`
  const lines = (await perform('shell', code)).split('\n')
  expect(lines).toContain(`CERBY_BEARER_TOKEN=${TOKEN}`)
  expect(lines.find(line => line.startsWith('CERBY_BASE_URL='))).toMatch(/\/api\/v1$/)
})

test('the PowerShell snippet reads the place and the profile as PowerShell quotes them', () => {
  const code = snippetOf('powershell', "C:\\it's mine", 'default')
  expect(code).toContain("Get-Content -Encoding utf8 'C:\\it''s mine'")
  expect(code).toContain("-ceq '[default]'")
  expect(snippetOf('powershell', '%userprofile%\\.cerby\\credentials', 'default')).toContain("(Join-Path $HOME '.cerby/credentials')")
})
