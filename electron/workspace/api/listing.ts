import { z } from 'zod'
import { list, type Resource } from '../http/envelope.ts'
import type { Answer } from '../http/operation.ts'
import { PAGE_QUERY, query, sortBy } from '../http/query.ts'

const words = new Intl.Collator('en', { numeric: true })

type Sort = { field: string; descending: boolean }
type ListQuery = { 'page[number]': number; 'page[size]': number; sort: Sort } & Record<string, unknown>

/**
 * The query of a list that can be filtered and sorted by attributes: `filter[name]` finds a part of the name, every other
 * filter the exact value. `also` names further parameters that the operation reads itself.
 */
export function listQuery<S extends z.ZodRawShape = Record<never, never>>(filters: readonly string[], sorts: readonly string[], also: S = {} as S) {
  const [first = 'createdAt', ...others] = sorts
  return query({
    ...PAGE_QUERY,
    ...Object.fromEntries(filters.map(name => [`filter[${name}]`, z.string().max(254).optional()])) as Record<never, never>,
    sort: sortBy([first, ...others], { field: 'createdAt', descending: false }),
    ...also,
  })
}

function matches(resource: Resource, asked: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(asked).every(([name, wanted]) => {
    const field = /^filter\[(\w+)\]$/.exec(name)?.[1]
    if (field === undefined || typeof wanted !== 'string' || !(field in resource.attributes)) return true
    const value = resource.attributes[field]
    const text = typeof value === 'string' || typeof value === 'boolean' ? String(value).toLowerCase() : ''
    return field === 'name' ? text.includes(wanted.toLowerCase()) : text === wanted.toLowerCase()
  })
}

function compare({ field, descending }: Sort): (a: Resource, b: Resource) => number {
  const turn = descending ? -1 : 1
  const text = (resource: Resource) => {
    const value = resource.attributes[field]
    return typeof value === 'string' ? value : ''
  }
  // Times are RFC 3339 in UTC: their order is that of their text.
  return (a, b) => turn * words.compare(text(a), text(b)) || (a.id < b.id ? -turn : turn)
}

/** Filters, sorts and cuts resources to the page that was asked for. */
export function listAnswer(resources: readonly Resource[], asked: ListQuery, url: URL): Answer {
  const found = resources.filter(resource => matches(resource, asked)).sort(compare(asked.sort))
  const page = { number: asked['page[number]'], size: asked['page[size]'] }
  return { status: 200, body: list(found.slice((page.number - 1) * page.size, page.number * page.size), found.length, page, url) }
}
