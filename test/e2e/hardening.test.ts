import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunningApp } from '../support/app.ts'
import { seeAccessible } from '../support/accessible.ts'
import { startMachine, type Machine } from '../support/machine.ts'

let machine: Machine
let app: RunningApp
beforeAll(async () => {
  machine = await startMachine()
  app = await machine.launchApp()
  await app.window.getByRole('heading', { name: /Sign in once/ }).waitFor()
})
afterAll(() => machine.stop())

// First of all: a page that tries to leave, below, keeps the driver waiting.
test("settings can be reached before anything is connected, and keep a provider's redirect", async () => {
  const { window } = app
  await window.getByRole('button', { name: 'Settings' }).click()
  await window.getByLabel('Host of the workspace').fill('acme.cerby.com')
  await window.getByText('localhost', { exact: true }).click()
  await window.getByLabel('Ports').fill('8401, 8402')
  await window.getByRole('button', { name: 'Add' }).click()
  await window.getByText('localhost, 8401, 8402').waitFor()
  await machine.picture(window, 'settings-redirect')
  await seeAccessible(window)
  await window.getByRole('button', { name: 'Remove the redirect of acme.cerby.com' }).click()
  await expect.poll(() => window.getByText('localhost, 8401, 8402').count()).toBe(0)
})

// Each of these is what a script that slipped into the window would try. What counts is the effect, not the setting.
test.each([
  { says: 'a request to another host', tries: `fetch('https://example.org').then(() => 'let through', () => 'stopped')` },
  { says: 'a request to this computer', tries: `fetch('http://127.0.0.1:1').then(() => 'let through', () => 'stopped')` },
  { says: 'a web socket', tries: `new Promise(done => { try { const s = new WebSocket('ws://127.0.0.1:1'); s.onopen = () => done('let through'); s.onerror = () => done('stopped') } catch { done('stopped') } })` },
  // In a task of its own: what DevTools evaluates directly may use eval whatever the policy says.
  { says: 'eval', tries: `new Promise(done => setTimeout(() => { try { (0, eval)('1'); done('let through') } catch { done('stopped') } }))` },
  { says: 'an inline script', tries: `new Promise(done => { const s = document.createElement('script'); try { s.textContent = 'window.ran = 1' } catch {} document.body.append(s); setTimeout(() => done(window.ran ? 'let through' : 'stopped'), 200) })` },
  { says: 'a script from elsewhere', tries: `new Promise(done => { const s = document.createElement('script'); s.onload = () => done('let through'); s.onerror = () => done('stopped'); try { s.src = 'https://example.org/x.js' } catch { done('stopped') } document.body.append(s); setTimeout(() => done('stopped'), 2000) })` },
  { says: 'HTML made of text', tries: `Promise.resolve().then(() => { try { const d = document.createElement('div'); d.innerHTML = '<b>x</b>'; return 'let through' } catch { return 'stopped' } })` },
  { says: 'a picture from elsewhere', tries: `new Promise(done => { const i = new Image(); i.onload = () => done('let through'); i.onerror = () => done('stopped'); i.src = 'https://example.org/x.png' })` },
  { says: 'a frame', tries: `new Promise(done => { document.addEventListener('securitypolicyviolation', event => done(event.effectiveDirective === 'frame-src' ? 'stopped' : 'let through'), { once: true }); const f = document.createElement('iframe'); f.src = 'https://example.org'; document.body.append(f); setTimeout(() => done('let through'), 3000) })` },
  { says: 'a new window', tries: `Promise.resolve(window.open('https://example.org') === null ? 'stopped' : 'let through')` },
  { says: 'leaving the page', tries: `new Promise(done => { location.href = 'https://example.org/'; setTimeout(() => done(location.href.startsWith('app://latchkey') ? 'stopped' : 'let through'), 500) })` },
  { says: 'the camera', tries: `navigator.mediaDevices ? navigator.mediaDevices.getUserMedia({ video: true }).then(() => 'let through', () => 'stopped') : Promise.resolve('stopped')` },
  { says: 'the place', tries: `new Promise(done => navigator.geolocation.getCurrentPosition(() => done('let through'), () => done('stopped')))` },
  { says: 'reading the clipboard', tries: `navigator.clipboard ? navigator.clipboard.readText().then(() => 'let through', () => 'stopped') : Promise.resolve('stopped')` },
  { says: 'a file outside the window', tries: `fetch('app://latchkey/..%2f..%2fmain.js').then(r => r.ok ? 'let through' : 'stopped', () => 'stopped')` },
  { says: "Node's require", tries: `Promise.resolve(typeof require === 'undefined' && typeof process === 'undefined' ? 'stopped' : 'let through')` },
  { says: 'Electron itself through the bridge', tries: `Promise.resolve(Object.keys(window.latchkey).sort().join() === 'call,subscribe' ? 'stopped' : 'let through')` },
])('$says is stopped in the window', async ({ tries }) => {
  expect(await app.window.evaluate(tries)).toBe('stopped')
})

test.each([
  { says: 'a command that does not exist', name: 'readKeychain', input: {}, code: 'unknown_command' },
  { says: "an object's own name", name: 'constructor', input: {}, code: 'unknown_command' },
  { says: 'a field too many', name: 'clearClipboard', input: { all: true }, code: 'malformed_input' },
  { says: 'a page that is no https', name: 'openPage', input: { url: 'file:///etc/passwd' }, code: 'malformed_input' },
])('the door refuses $says', async ({ name, input, code }) => {
  const answer = await app.window.evaluate(([command, given]) => {
    const { latchkey } = window as unknown as { latchkey: { call: (name: string, input: unknown) => Promise<unknown> } }
    return latchkey.call(command, given)
  }, [name, input] as const)
  expect(answer).toEqual({ kind: 'refused', code })
})

test('every page runs with each protection on', async () => {
  const preferences = await app.application.evaluate(({ webContents }) => webContents.getAllWebContents().map(contents => {
    // Electron has it, its type declarations don't.
    const { getLastWebPreferences } = contents as unknown as { getLastWebPreferences: () => Electron.WebPreferences }
    const { contextIsolation, sandbox, webSecurity, nodeIntegration, webviewTag, allowRunningInsecureContent } = getLastWebPreferences.call(contents)
    return { contextIsolation, sandbox, webSecurity, nodeIntegration, webviewTag, allowRunningInsecureContent }
  }))
  expect(preferences.length).toBeGreaterThan(0)
  for (const each of preferences) {
    expect(each).toEqual({
      contextIsolation: true, sandbox: true, webSecurity: true, nodeIntegration: false, webviewTag: false, allowRunningInsecureContent: false,
    })
  }
})

test('closing the window keeps the app in the tray, and a second start brings it forward', async () => {
  const visible = () => app.application.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map(window => window.isVisible()))
  await app.application.evaluate(({ BrowserWindow }) => { BrowserWindow.getAllWindows()[0]?.close() })
  await expect.poll(visible).toEqual([false])
  await machine.startAgain()
  await expect.poll(visible, { timeout: 20_000 }).toEqual([true])
})
