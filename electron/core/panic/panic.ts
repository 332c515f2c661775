import type { PanicKeys, PanicReceipt } from '../../../shared/panic.ts'
import type { DepartedSession } from '../session/departure.ts'
import { within } from '../session/within.ts'
import { settleDeparture } from './settle-departure.ts'
import { hasGivenUp, waitBeforeTry, type PanicPorts } from './ports.ts'
import type { OpenReceipt } from './open-receipt.ts'
import { givenUp, isQueued, panicPlan, withListedKeys, withStanding } from './receipt.ts'

/** Cuts this computer off, and goes on with what could not be done at once. */
export interface Panic {
  /** Begins at once; how it goes is told. A second wish while one is under way is nothing new. */
  start(wish: PanicKeys): void
  /** Shows what an earlier run left, and goes on with it. Called once, at the start. */
  resume(): Promise<void>
  /** Tries what is queued now: the person asks, or the network came back. */
  retry(): void
  /** The person has seen the receipt. */
  dismiss(): void
  /** Ends when nothing runs. */
  settled(): Promise<void>
  /** Plans no further try; waits a moment for what runs. What is cut off is gone on with at the next start. */
  close(): Promise<void>
}

const CLOSE_WAIT_MS = 3000

interface Open {
  receipt: PanicReceipt
  isPutAway: boolean
  left: DepartedSession[]
}

export function makePanic(ports: PanicPorts): Panic {
  let open: Open | undefined
  let running: Promise<void> | undefined
  let attempt = 0
  let cancelTimer: (() => void) | undefined
  let isClosed = false

  const show = () => {
    const isShown = open !== undefined && !open.isPutAway
    ports.tell({ kind: 'panicChanged', panic: open !== undefined && isShown ? { kind: 'shown', receipt: open.receipt, isUnderway: running !== undefined } : { kind: 'idle' } })
  }
  const change = (next: (receipt: PanicReceipt) => PanicReceipt) => {
    if (open === undefined) return
    open.receipt = next(open.receipt)
    show()
  }
  const receipt: OpenReceipt = {
    note: (line, standing) => { change(before => withStanding(before, line, standing)) },
    done: line => { change(before => withStanding(before, line, { kind: 'done', at: ports.clock.now() })) },
    listed: ({ record }, keys) => { change(before => withListedKeys(before, record.id, record.workspace.name, keys, ports.clock.now())) },
  }

  /** One thing at a time: a retry waits for what runs. */
  function run(work: () => Promise<void>): void {
    cancelTimer?.()
    running = (running ?? Promise.resolve()).then(work).catch(ports.reportBug).then(async () => {
      running = undefined
      await rest().catch(ports.reportBug)
    })
    show()
  }

  /** Keeps the receipt; plans the next try, or gives up. */
  async function rest(): Promise<void> {
    if (open === undefined) return
    if (hasGivenUp(open.receipt.startedAt, ports.clock.now())) await giveUp(open)
    const isOver = open.left.length === 0 && !open.receipt.items.some(isQueued)
    if (isOver && open.isPutAway) {
      open = undefined
      await ports.shelf.clear()
    } else {
      await ports.shelf.keep(open.receipt, open.isPutAway)
    }
    show()
    if (isOver || isClosed) return
    attempt += 1
    cancelTimer = ports.timer.after(waitBeforeTry(attempt), () => { run(tryAgain) })
  }

  async function giveUp(mine: Open): Promise<void> {
    mine.receipt = givenUp(mine.receipt)
    await Promise.all(mine.left.map(departed => departed.forget()))
    mine.left = []
  }

  async function settleAll(): Promise<void> {
    if (open === undefined) return
    const mine = open
    const isLeft = await Promise.all(mine.left.map(departed => settleDeparture(ports, receipt, departed).catch((error: unknown) => {
      ports.reportBug(error)
      return true
    })))
    mine.left = mine.left.filter((_, index) => isLeft[index])
  }

  const clearClipboard = async () => {
    if (await ports.clearClipboard().catch(() => false)) receipt.done({ kind: 'clipboard' })
    else receipt.note({ kind: 'clipboard' }, { kind: 'queued', why: 'clipboard' })
  }

  async function begin(wish: PanicKeys): Promise<void> {
    const { connections, madeKeys } = ports.known()
    const plan = panicPlan(wish, connections, madeKeys, ports.clock.now())
    attempt = 0
    // A panic upon a panic: what the first one owes is still owed.
    const owedBefore = open?.left ?? []
    const itemsBefore = open?.receipt.items.filter(isQueued) ?? []
    open = { receipt: { ...plan.receipt, items: [...plan.receipt.items, ...itemsBefore.filter(({ connectionId }) => connectionId !== undefined)] }, isPutAway: false, left: owedBefore }
    show()
    ports.dropReveals()
    await clearClipboard()
    const left = await Promise.all(plan.departures.map(({ id, owed }) => ports.departures.leave(id, owed)))
    open.left = [...owedBefore, ...left.filter(departed => departed !== undefined)]
    await ports.shelf.keep(open.receipt, false)
    await settleAll()
  }

  async function tryAgain(): Promise<void> {
    if (open === undefined) return
    if (open.receipt.items.some(item => item.subject.kind === 'clipboard' && isQueued(item))) await clearClipboard()
    await settleAll()
  }

  return {
    start(wish) {
      if (running === undefined) run(() => begin(wish))
    },
    async resume() {
      const [kept, left] = await Promise.all([ports.shelf.read(), ports.departures.remaining()])
      if (kept === undefined && left.length === 0) return
      // The receipt may have been cut off with the process; what is owed stands in the records.
      const known = kept ?? { receipt: { startedAt: ports.clock.now(), items: [] }, isPutAway: true }
      open = { ...known, left }
      if (left.length > 0 || known.receipt.items.some(isQueued)) run(tryAgain)
      else show()
    },
    retry() {
      if (open !== undefined && running === undefined && (open.left.length > 0 || open.receipt.items.some(isQueued))) run(tryAgain)
    },
    dismiss() {
      if (open === undefined) return
      open.isPutAway = true
      show()
      if (running === undefined) void rest().catch(ports.reportBug)
    },
    async settled() {
      while (running !== undefined) await running
    },
    async close() {
      isClosed = true
      cancelTimer?.()
      await within(ports.timer, CLOSE_WAIT_MS, running ?? Promise.resolve())
    },
  }
}
