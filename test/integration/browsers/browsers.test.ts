import { mkdir, mkdtemp, readFile, rm, watch, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findBrowsersOn, makeBrowsers } from '../../../electron/adapters/browsers/browsers.ts'
import { findMacBrowsers } from '../../../electron/adapters/browsers/mac-browsers.ts'

let home: string
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'latchkey-browsers-'))
})
afterAll(() => rm(home, { recursive: true, force: true }))

const entry = (name: string, exec: string, mime = 'text/html;x-scheme-handler/https;') => `[Desktop Entry]\nType=Application\nName=${name}\nExec=${exec}\nMimeType=${mime}\n`

async function machine(entries: Record<string, string>) {
  const folder = await mkdtemp(join(home, 'm-'))
  const programs = join(folder, 'bin')
  await mkdir(programs)
  await writeFile(join(programs, 'fox'), `#!/bin/sh\nfor word; do printf '%s\\n' "$word"; done > ${folder}/opened.new && mv ${folder}/opened.new ${folder}/opened\n`, { mode: 0o755 })
  for (const [path, text] of Object.entries(entries)) {
    await mkdir(join(folder, path, '..'), { recursive: true })
    await writeFile(join(folder, path), text)
  }
  const environment = { XDG_DATA_HOME: join(folder, 'own'), XDG_DATA_DIRS: join(folder, 'all'), PATH: `${programs}:/usr/bin:/bin` }
  return { folder, programs, browsers: makeBrowsers(findBrowsersOn('linux', environment, folder)) }
}

test.runIf(process.platform === 'linux')('finds what opens https, the person\'s own entry before the machine\'s, and nothing that can\'t be run', async () => {
  const { browsers } = await machine({
    'own/applications/fox.desktop': entry('My Fox', 'fox --own %u'),
    'all/applications/fox.desktop': entry('Fox', 'fox %u'),
    'all/applications/vendor/other.desktop': entry('Another', 'fox --other %u'),
    'all/applications/gone.desktop': entry('Gone', 'uninstalled %u'),
    'all/applications/editor.desktop': entry('Editor', 'fox %f', 'text/plain;'),
  })
  expect(await browsers.list()).toEqual([{ id: 'vendor-other.desktop', name: 'Another' }, { id: 'fox.desktop', name: 'My Fox' }])
})

test.runIf(process.platform === 'linux')('opens an address as one argument that no shell reads', async () => {
  const { folder, programs, browsers } = await machine({})
  await mkdir(join(folder, 'own', 'applications'), { recursive: true })
  await writeFile(join(folder, 'own', 'applications', 'fox.desktop'), entry('Fox', `${programs}/fox -- %u`))
  const noticed = (async () => {
    for await (const { filename } of watch(folder)) if (filename === 'opened') return
  })()
  const hostile = 'https://id.acme.example/$(touch%20owned);`id`?a=1&b=%27"|x'
  expect(await browsers.open('fox.desktop', new URL(hostile))).toBe(true)
  await noticed
  expect((await readFile(join(folder, 'opened'), 'utf8')).split('\n')).toEqual(['--', new URL(hostile).href, ''])
})

test('a browser that is gone, or does not start, is told', async () => {
  const { browsers } = await machine({})
  expect(await browsers.open('gone.desktop', new URL('https://acme.example/'))).toBe(false)
  const broken = makeBrowsers(() => Promise.resolve([{ id: 'x', name: 'X', command: () => ['/nowhere/x'] as const }]))
  expect(await broken.open('x', new URL('https://acme.example/'))).toBe(false)
})

test('macOS: a known application is opened by its bundle', async () => {
  const applications = join(home, 'Applications')
  await mkdir(join(applications, 'Firefox.app'), { recursive: true })
  const [firefox, ...others] = await findMacBrowsers([applications])()
  expect(others).toEqual([])
  expect(firefox?.command('https://acme.example/')).toEqual(['/usr/bin/open', '-b', 'org.mozilla.firefox', 'https://acme.example/'])
})
