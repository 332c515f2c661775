import type { ApiKey, KeyPage, KeyQuery } from '../../../shared/api-key.ts'
import type { ApiFailure } from '../../../shared/failures.ts'
import type { Outcome } from '../../../shared/outcome.ts'

/** What to list; pages are the list's own business. */
export type RowsQuery = Omit<KeyQuery, 'page' | 'size'>

/** What is known of a long list at one moment. A new object with every change. */
export type KeyRows = {
  /** `undefined` until the first answer to the first question. */
  readonly total: number | undefined
  readonly failure: ApiFailure | undefined
  /** Whether what is shown belongs to an older question, or an older answer. */
  readonly isOld: boolean
  rowAt(index: number): ApiKey | undefined
  /** A key of a row that is in hand. */
  withId(id: string): ApiKey | undefined
}

export type KeyList = {
  current(): KeyRows
  subscribe(changed: () => void): () => void
  /**
   * Asks something else. The old rows stay until the new ones are here: nothing flickers while one types. What is asked
   * while an answer is on its way is asked after it, the last of it alone: a workspace answers as fast as it can.
   */
  ask(query: RowsQuery): void
  /** Asks the same again, since keys may have changed. Nothing, where nothing was asked yet. */
  askAgain(): void
  /** Fetches what is missing of rows `from` to `to`, both included. */
  see(from: number, to: number): void
  close(): void
}

export const PAGE_SIZE = 100

type Fetch = (query: KeyQuery) => Promise<Outcome<KeyPage, ApiFailure> | undefined>

/** A list of any length, of which only the pages in sight are fetched. */
export function openKeyList(fetchPage: Fetch, first: RowsQuery): KeyList {
  let query = first
  /** Answers to an older turn are dropped. */
  let turn = 0
  let isClosed = false
  /** Whether a first page is being fetched, and whether another one is wanted after it. */
  let isAsking = false
  let isWanted = false
  /** Whether the pages in hand answer another question. */
  let isOtherList = true
  let total: number | undefined
  let failure: ApiFailure | undefined
  let pages = new Map<number, readonly ApiKey[]>()
  /** Pages that belong to the question in hand, and those being fetched for it. */
  let fresh = new Set<number>()
  let asked = new Set<number>()
  const drawing = new Set<() => void>()
  let rows = snapshot()

  function snapshot(): KeyRows {
    const held = pages
    return {
      total,
      failure,
      isOld: fresh.size === 0,
      rowAt: index => held.get(Math.floor(index / PAGE_SIZE))?.[index % PAGE_SIZE],
      withId: id => {
        for (const keys of held.values()) {
          const found = keys.find(key => key.id === id)
          if (found) return found
        }
        return undefined
      },
    }
  }
  const changed = () => {
    rows = snapshot()
    for (const draw of drawing) draw()
  }
  const take = (page: number, outcome: Outcome<KeyPage, ApiFailure>) => {
    if (!outcome.ok) {
      failure = outcome.failure
      return
    }
    pages = isOtherList ? new Map([[page, outcome.value.keys]]) : new Map(pages).set(page, outcome.value.keys)
    isOtherList = false
    fresh.add(page)
    total = outcome.value.total
    failure = undefined
  }
  const fetchOne = async (page: number) => {
    if (asked.has(page)) return
    asked.add(page)
    const mine = turn
    const outcome = await fetchPage({ ...query, page: page + 1, size: PAGE_SIZE })
    if (isClosed || mine !== turn) return
    asked.delete(page)
    if (outcome) take(page, outcome)
    changed()
  }
  const begin = async () => {
    turn += 1
    isWanted = true
    if (isAsking) return
    isAsking = true
    while (isWanted) {
      isWanted = false
      fresh = new Set()
      asked = new Set()
      await fetchOne(0)
    }
    isAsking = false
  }
  return {
    current: () => rows,
    subscribe: draw => {
      drawing.add(draw)
      return () => drawing.delete(draw)
    },
    ask: next => {
      query = next
      isOtherList = true
      void begin()
    },
    askAgain: () => { if (turn > 0) void begin() },
    see: (from, to) => {
      if (total === undefined || failure !== undefined) return
      const last = Math.floor(Math.min(to, Math.max(0, total - 1)) / PAGE_SIZE)
      for (let page = Math.floor(Math.max(0, from) / PAGE_SIZE); page <= last; page += 1) {
        // Before the first answer to a new question, the rows in sight are those of the old one.
        if (!fresh.has(page) && fresh.size > 0) void fetchOne(page)
      }
    },
    close: () => { isClosed = true },
  }
}
