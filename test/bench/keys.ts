import { setTimeout as wait } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { startMachine } from '../support/machine.ts'
import { signInAsOwner } from '../support/sign-in-as-owner.ts'
import { newDataFolder, startWorkspaceProcess } from '../support/workspace-process.ts'
import { openSeed } from '../support/workspace-seed.ts'

const KEYS = 100_000
const DAY_MS = 86_400_000
const FRAME_MS = 1000 / 60
/** Each of them changes how many keys are found. */
const TYPED = ['7', '1', '3', '9', 'Backspace', 'Backspace', '5', '2', 'Backspace', '8']
const SCROLL_MS = 5_000

/**
 * The key screen of a workspace with 100,000 keys, in the real window: how long it takes from the press to the first
 * painted row, from each keystroke of a search to its painted result, and how many frames are dropped in five seconds of
 * turning the wheel. The keys are served over HTTP by the real service, as always.
 */
export async function measure(): Promise<unknown> {
  const [machine, folder] = await Promise.all([startMachine(), newDataFolder()])
  let workspace = await startWorkspaceProcess(folder, ['--name', 'Acme'])
  try {
    const { window } = await machine.launchApp()
    await window.getByLabel('Connect to a workspace').fill(workspace.url)
    await window.getByText('Acme').first().waitFor()
    await window.getByRole('button', { name: 'Continue in browser' }).click()
    await signInAsOwner(machine, window, workspace.setUpCode)
    await (await machine.browser()).close()
    await workspace.stop()
    await seedKeys(folder)
    workspace = await startWorkspaceProcess(folder, ['--port', String(workspace.port)])
    const firstRowMs = await timeToFirstRow(window)
    await window.getByRole('button', { name: 'Home' }).click()
    await wait(1_000)
    const again = await timeToFirstRow(window)
    const scroll = await scrollFor(window)
    const [firstKeystrokeMs, ...others] = await searchTimes(window)
    const sorted = others.toSorted((a, b) => a - b)
    return {
      keys: KEYS, firstRowMs, firstRowAgainMs: again, scroll,
      firstKeystrokeMs, keystrokeMedianMs: sorted[Math.floor(sorted.length / 2)], keystrokeSlowestMs: sorted.at(-1),
    }
  } finally {
    await Promise.all([machine.stop(), workspace.stop()])
  }
}

async function seedKeys(folder: string): Promise<void> {
  const { parts, close } = await openSeed(folder)
  const [owner] = parts.people.list()
  if (owner === undefined) throw new Error('the workspace has no Owner')
  const scopes = ['users:read', 'teams:read', 'accounts:read', 'secrets:read', 'activities:read']
  parts.atomically(() => {
    for (let index = 0; index < KEYS; index += 1) {
      const name = `${['deploy', 'backup', 'report', 'audit'][index % 4] ?? ''}-${String(index)} ${['prod', 'test', 'dev'][index % 3] ?? ''}`
      const expiresAt = index % 10 === 0 ? undefined : Date.now() + ((index * 7919) % 365 + 1) * DAY_MS
      parts.apiKeys.generate(owner.id, { name, scopes: scopes.slice(0, index % 5 + 1), expiresAt })
    }
  })
  close()
}

/** From the press to the frame that shows a row; in ms. */
function timeToFirstRow(window: Page): Promise<number> {
  return window.evaluate(() => new Promise<number>(resolve => {
    const button = [...document.querySelectorAll('nav button')].find(one => one.textContent.startsWith('API keys'))
    if (!(button instanceof HTMLElement)) throw new Error('no way to the keys')
    const since = performance.now()
    const look = () => {
      if (document.querySelector('.key-body .key-row:not(.key-row-loading)')) requestAnimationFrame(() => { setTimeout(() => { resolve(Math.round(performance.now() - since)) }) })
      else requestAnimationFrame(look)
    }
    button.click()
    look()
  }))
}

async function searchTimes(window: Page): Promise<number[]> {
  await window.getByRole('searchbox').click()
  const times: number[] = []
  for (const key of TYPED) {
    const shown = window.evaluate(() => new Promise<number>(resolve => {
      const field = document.querySelector('input[type=search]')
      field?.addEventListener('keydown', ({ timeStamp }) => {
        const grid = () => document.querySelector('[role=grid]:not([aria-busy=true])')?.getAttribute('aria-rowcount')
        const before = grid()
        const look = () => {
          const now = grid()
          if (now !== undefined && now !== before) setTimeout(() => { resolve(Math.round(performance.now() - timeStamp)) })
          else requestAnimationFrame(look)
        }
        look()
      }, { once: true })
      document.documentElement.dataset['listens'] = 'true'
    }))
    await window.waitForFunction(() => document.documentElement.dataset['listens'] === 'true')
    await window.keyboard.press(key)
    times.push(await Promise.race([shown, wait(5_000, Number.NaN)]))
    await window.evaluate(() => { delete document.documentElement.dataset['listens'] })
    await wait(150)
  }
  return times
}

/** Turns the wheel for five seconds and counts the frames that took longer than one. */
async function scrollFor(window: Page): Promise<unknown> {
  await window.locator('.key-body').hover({ position: { x: 200, y: 100 } })
  const frames = window.evaluate(ms => new Promise<{ times: number[]; withBlankRows: number; scrolledTo: number }>(resolve => {
    const times: number[] = []
    let withBlankRows = 0
    const since = performance.now()
    const frame = (now: number) => {
      times.push(now)
      if (document.querySelector('.key-row-loading')) withBlankRows += 1
      if (now - since < ms) requestAnimationFrame(frame)
      else resolve({ times, withBlankRows, scrolledTo: document.querySelector('.key-grid')?.scrollTop ?? 0 })
    }
    requestAnimationFrame(frame)
  }), SCROLL_MS)
  const until = Date.now() + SCROLL_MS
  while (Date.now() < until) {
    await window.mouse.wheel(0, 120)
    await wait(16)
  }
  const { times, withBlankRows, scrolledTo } = await frames
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? time))
  return {
    frames: gaps.length,
    dropped: gaps.reduce((sum, gap) => sum + Math.max(0, Math.round(gap / FRAME_MS) - 1), 0),
    longestFrameMs: Math.round(Math.max(...gaps)), withBlankRows, rowsScrolled: Math.round(scrolledTo / 40),
  }
}
