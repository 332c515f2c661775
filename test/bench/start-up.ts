import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { chromium } from 'playwright-core'
import { repository } from '../../scripts/provide/repository.mjs'
import { startMachine, type Machine } from '../support/machine.ts'
import { memoryOfTree } from '../support/process-tree.ts'

const RUNS = 7
/** How long a started app is left alone before its memory is read. */
const SETTLED_MS = 3_000

interface Run {
  paintedMs: number
  memoryMiB: number | undefined
}

/**
 * Time from the start of the process to the first painted content, and the memory of all its processes three seconds
 * later: Latchkey beside a bare Electron window of the same size on the same Electron, in turns. The first run of each
 * fills caches and is not counted.
 */
export async function measure(): Promise<unknown> {
  const machine = await startMachine()
  try {
    const bare = await bareApp(machine.home)
    const runs: Record<'latchkey' | 'bare', Run[]> = { latchkey: [], bare: [] }
    for (let index = 0; index <= RUNS; index += 1) {
      runs.latchkey.push(await runOnce(machine, repository))
      runs.bare.push(await runOnce(machine, bare))
    }
    const [latchkey, bareWindow] = [sumUp(runs.latchkey), sumUp(runs.bare)]
    return {
      runs: RUNS, latchkey, bareWindow,
      timesItsTime: ratio(latchkey.paintedMs, bareWindow.paintedMs),
      timesItsMemory: ratio(latchkey.memoryMiB, bareWindow.memoryMiB),
    }
  } finally {
    await machine.stop()
  }
}

async function bareApp(home: string): Promise<string> {
  const folder = join(home, 'bare')
  await mkdir(folder)
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'bare', version: '1.0.0', main: 'main.cjs' }))
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>Bare</title><h1>Bare</h1>')
  await writeFile(join(folder, 'main.cjs'), `const { app, BrowserWindow } = require('electron')
app.whenReady().then(() => new BrowserWindow({ width: 1120, height: 740 }).loadFile('index.html'))
`)
  return folder
}

async function runOnce(machine: Machine, app: string): Promise<Run> {
  const program = process.env['LATCHKEY_TESTED']
  if (program === undefined) throw new Error('No app was made ready: run this through `npm run bench`.')
  const root = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const startedAt = Date.now()
  const child = spawn(program, [...root, '--remote-debugging-port=0', app], { env: machine.env, stdio: ['ignore', 'ignore', 'pipe'] })
  try {
    const paintedAt = await firstPaint(await endpoint(child.stderr))
    await wait(SETTLED_MS)
    return { paintedMs: paintedAt - startedAt, memoryMiB: await memoryOfTree(child.pid ?? 0) }
  } finally {
    const gone = once(child, 'close')
    child.kill('SIGKILL')
    await gone
  }
}

function endpoint(stream: NodeJS.ReadableStream): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    // Read to the end, or the app would block once the pipe is full.
    stream.on('data', chunk => {
      text += String(chunk)
      const found = /DevTools listening on (\S+)/.exec(text)?.[1]
      if (found !== undefined) resolve(found)
    })
    stream.once('end', () => reject(new Error(`The app ended before it opened a window:\n${text}`)))
  })
}

/** @returns epoch ms of the first contentful paint, by the window's own clock */
async function firstPaint(address: string): Promise<number> {
  const browser = await chromium.connectOverCDP(address)
  try {
    const context = browser.contexts()[0]
    if (context === undefined) throw new Error('The app has no window')
    const page = context.pages()[0] ?? await context.waitForEvent('page')
    await page.waitForLoadState()
    return await page.evaluate(() => new Promise<number>(resolve => {
      new PerformanceObserver(list => {
        const paint = list.getEntriesByName('first-contentful-paint')[0]
        if (paint !== undefined) resolve(performance.timeOrigin + paint.startTime)
      }).observe({ type: 'paint', buffered: true })
    }))
  } finally {
    await browser.close()
  }
}

function sumUp(runs: Run[]): { paintedMs: number; memoryMiB: number | undefined } {
  const counted = runs.slice(1)
  const memory = counted.flatMap(run => run.memoryMiB ?? [])
  return { paintedMs: Math.round(median(counted.map(run => run.paintedMs))), memoryMiB: memory.length === 0 ? undefined : Math.round(median(memory)) }
}

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

function ratio(ours: number | undefined, theirs: number | undefined): number | undefined {
  return ours === undefined || theirs === undefined ? undefined : Number((ours / theirs).toFixed(2))
}
