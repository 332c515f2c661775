import { z } from 'zod'
import { DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE } from './envelope.ts'

/** A whole number in a query string. */
const whole = (min: number, max: number) =>
  z.string().regex(/^\d{1,7}$/, 'must be a whole number').transform(Number).pipe(z.number().min(min).max(max))

export const PAGE_QUERY = {
  'page[number]': whole(1, 1_000_000).default(1),
  'page[size]': whole(1, MAX_PAGE_SIZE).default(DEFAULT_PAGE_SIZE),
} as const

/** `sort=-createdAt`: a field, with `-` to turn it. Fields also answer to their snake_case spelling. */
export function sortBy<F extends string>(fields: readonly [F, ...F[]], byDefault: { field: F; descending: boolean }) {
  const named = new Map<string, F>()
  for (const field of fields) {
    named.set(field, field)
    named.set(field.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`), field)
  }
  return z.string().transform((text, context) => {
    const descending = text.startsWith('-')
    const field = named.get(descending ? text.slice(1) : text)
    if (field) return { field, descending }
    context.addIssue({ code: 'custom', message: `must be one of ${fields.join(', ')}, with "-" to turn it` })
    return z.NEVER
  }).default(byDefault)
}

/** `a,b,c` of an enumeration. */
export function commaSeparated<V extends string>(values: readonly V[]) {
  return z.string().transform(text => text.split(',').map(part => part.trim()).filter(part => part !== ''))
    .pipe(z.array(z.enum([...values]))).default([])
}

const STRUCTURED = /^(filter|page|fields)(\[|$)/

/** The parameters of a query, by name. */
export function query<S extends z.ZodRawShape>(shape: S) {
  return z.strictObject(shape)
}

/**
 * The parameters that matter to an operation: those it knows, and those that would change what is answered if it knew them
 * (it then refuses them). Others, a cache buster say, are passed over.
 */
export function relevant(given: unknown, shape: z.ZodRawShape): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(given as Record<string, unknown>).filter(([name]) => Object.hasOwn(shape, name) || STRUCTURED.test(name)))
}
