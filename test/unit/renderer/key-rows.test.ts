import { describe, expect, test } from 'vitest'
import { KEYS } from '../../../renderer/gallery/samples.ts'
import { openKeyList, PAGE_SIZE, type RowsQuery } from '../../../renderer/screens/keys/key-rows.ts'
import { rowAfter } from '../../../renderer/screens/keys/use-table-keys.ts'
import type { ApiKey, KeyPage, KeyQuery } from '../../../shared/api-key.ts'
import type { ApiFailure } from '../../../shared/failures.ts'
import type { Outcome } from '../../../shared/outcome.ts'

const query: RowsQuery = { search: '', statuses: [], sort: { field: 'name', descending: false } }

/** A workspace with `total` keys whose answers come when told. */
function workspace(total: number) {
  const waiting: { asked: KeyQuery; answer: (outcome?: Outcome<KeyPage, ApiFailure>) => Promise<void> }[] = []
  const fetchPage = (asked: KeyQuery) => new Promise<Outcome<KeyPage, ApiFailure>>(resolve => {
    const first = (asked.page - 1) * asked.size
    const keys = Array.from({ length: Math.max(0, Math.min(asked.size, total - first)) }, (_, index): ApiKey => ({ ...(KEYS[0] as ApiKey), id: `${asked.search}${first + index}` }))
    waiting.push({ asked, answer: async outcome => {
      resolve(outcome ?? { ok: true, value: { keys, total } })
      await new Promise(later => { setTimeout(later) })
    } })
  })
  return { fetchPage, waiting, last: () => waiting.at(-1) }
}

describe('a list of any length', () => {
  test('fetches only the pages in sight', async () => {
    const { fetchPage, waiting } = workspace(100_000)
    const list = openKeyList(fetchPage, query)
    list.ask(query)
    await waiting[0]?.answer()
    expect(list.current().total).toBe(100_000)
    list.see(70_040, 70_070)
    expect(waiting.map(({ asked }) => asked.page)).toEqual([1, 701])
    expect(list.current().rowAt(70_050)).toBeUndefined()
    await waiting[1]?.answer()
    expect(list.current().rowAt(70_050)?.id).toBe('70050')
  })

  test('asks for a page once, however often it is seen', async () => {
    const { fetchPage, waiting } = workspace(1000)
    const list = openKeyList(fetchPage, query)
    list.ask(query)
    await waiting[0]?.answer()
    list.see(PAGE_SIZE, PAGE_SIZE + 10)
    list.see(PAGE_SIZE, PAGE_SIZE + 20)
    expect(waiting).toHaveLength(2)
  })

  test('keeps the old rows until the new ones are here', async () => {
    const { fetchPage, waiting } = workspace(5)
    const list = openKeyList(fetchPage, query)
    list.ask(query)
    await waiting[0]?.answer()
    list.ask({ ...query, search: 'ci' })
    expect(list.current().rowAt(0)?.id).toBe('0')
    await waiting[1]?.answer()
    expect(list.current().rowAt(0)?.id).toBe('ci0')
  })

  test('asks while one types only as fast as it is answered, drops what is not asked any more, and ends with the last', async () => {
    const { fetchPage, waiting } = workspace(5)
    const list = openKeyList(fetchPage, query)
    for (const search of ['c', 'ci', 'ci-']) list.ask({ ...query, search })
    expect(waiting).toHaveLength(1)
    await waiting[0]?.answer()
    expect(list.current().total).toBeUndefined()
    expect(waiting.map(({ asked }) => asked.search)).toEqual(['c', 'ci-'])
    await waiting[1]?.answer()
    expect(list.current().rowAt(0)?.id).toBe('ci-0')
  })

  test('mixes no rows of two questions where keys change between them', async () => {
    const { fetchPage, waiting } = workspace(150)
    const list = openKeyList(fetchPage, query)
    list.ask(query)
    await waiting[0]?.answer()
    list.see(100, 110)
    await waiting[1]?.answer()
    list.ask({ ...query, search: 'ci' })
    list.askAgain()
    await waiting[2]?.answer()
    await waiting[3]?.answer()
    expect(list.current().rowAt(0)?.id).toBe('ci0')
    expect(list.current().rowAt(100)).toBeUndefined()
  })

  test('keeps what it has when the workspace stops answering, and says so', async () => {
    const { fetchPage, waiting } = workspace(5)
    const list = openKeyList(fetchPage, query)
    list.ask(query)
    await waiting[0]?.answer()
    list.askAgain()
    await waiting[1]?.answer({ ok: false, failure: { code: 'workspace_failed', status: 503 } })
    expect(list.current()).toMatchObject({ total: 5, failure: { code: 'workspace_failed' } })
    expect(list.current().rowAt(4)?.id).toBe('4')
  })

  test('asks nothing again before it was asked at all', () => {
    const { fetchPage, waiting } = workspace(5)
    openKeyList(fetchPage, query).askAgain()
    expect(waiting).toEqual([])
  })
})

describe('the keyboard in the grid', () => {
  test.each([
    { says: 'goes down', key: 'ArrowDown', from: 3, gives: 4 },
    { says: 'stops at the end', key: 'ArrowDown', from: 99, gives: 99 },
    { says: 'stops at the start', key: 'ArrowUp', from: 0, gives: 0 },
    { says: 'leaps by a page', key: 'PageDown', from: 3, gives: 13 },
    { says: 'leaps to the end', key: 'End', from: 3, gives: 99 },
    { says: 'leaps to the start', key: 'Home', from: 3, gives: 0 },
    { says: 'leaves other keys alone', key: 'x', from: 3, gives: undefined },
  ])('$says', ({ key, from, gives }) => { expect(rowAfter(key, from, 100)).toBe(gives) })
})
