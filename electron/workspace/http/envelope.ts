import { toRfc3339, instant } from '../../../shared/instant.ts'

export interface Resource {
  id: string
  type: string
  attributes: Readonly<Record<string, unknown>>
}

export interface PageRequest { number: number; size: number }

/** The most that one page holds. */
export const MAX_PAGE_SIZE = 500
export const DEFAULT_PAGE_SIZE = 50

/** Epoch milliseconds as RFC 3339 UTC; `null` for never. */
export function timeOrNull(epochMs: number | undefined): string | null {
  return epochMs === undefined ? null : toRfc3339(instant(epochMs))
}

export function single(data: Resource, self: string) {
  return { data, links: { self }, meta: {} }
}

function pageLink(url: URL, number: number): string {
  const link = new URL(url)
  link.searchParams.set('page[number]', String(number))
  return link.toString()
}

/** One page of a list: `links.next` and `links.previous` are null where there is none. */
export function list(data: readonly Resource[], total: number, page: PageRequest, url: URL) {
  const hasNext = page.number * page.size < total
  return {
    data,
    links: {
      self: url.toString(),
      next: hasNext ? pageLink(url, page.number + 1) : null,
      previous: page.number > 1 ? pageLink(url, page.number - 1) : null,
    },
    meta: { page: { maxSize: MAX_PAGE_SIZE, total } },
  }
}
