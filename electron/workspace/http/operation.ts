import type { z } from 'zod'
import type { SeenItem } from '../items/items.ts'
import type { Kept } from '../storage/kept.ts'
import type { Caller } from './authenticate.ts'
import type { CredentialAccess } from './credential-access.ts'

export type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'

/**
 * Who may call an operation. `anyScope`: a key passes with one of these scopes; an empty list means that no key passes.
 * `roles` are the workspace roles that pass; others are told 403. `item`: the caller must hold a role on the item that the
 * path names (404 otherwise), Owner where that is needed (403 otherwise).
 */
export type Access = { kind: 'public' } | CredentialAccess

export interface Answer {
  status: number
  body?: unknown
  headers?: Readonly<Record<string, string>>
}

/** A call that passed its access rule, its parts parsed. */
export interface Call<Q, A> {
  caller: Caller
  params: Readonly<Record<string, string>>
  /** The item of the path, where the access rule names one. */
  item: SeenItem | undefined
  query: Q
  attributes: A
  url: URL
  header: (name: string) => string | undefined
  requestId: string
}

export interface Operation {
  /** The operationId of the OpenAPI document. */
  id: string
  method: Method
  /** Below `/api/v1`, as OpenAPI writes it: `/api-keys/{id}`. */
  path: string
  summary: string
  access: Access
  query: z.ZodObject | undefined
  attributes: z.ZodType | undefined
  /** The `type` of resource that a body carries. */
  bodyType: string | undefined
  /** Whether the attributes may also come bare, without the envelope. */
  bareBody: boolean
  /** Request headers that the operation reads. */
  headers: readonly string[]
  answers: Readonly<Record<number, z.ZodType | undefined>>
  /** Where an answer depends on nothing but the address and what is kept with it: the bytes that were answered, as Latin-1. */
  shared: Kept<Map<string, string>> | undefined
  handle: (call: Call<unknown, unknown>) => Answer | Promise<Answer>
}

type Declared<Q extends z.ZodObject, A extends z.ZodType> =
  Omit<Operation, 'query' | 'attributes' | 'bodyType' | 'bareBody' | 'headers' | 'shared' | 'handle'> & {
    query?: Q
    body?: { type: string; attributes: A; bare?: boolean }
    headers?: readonly string[]
    shared?: Kept<Map<string, string>>
    handle: (call: Call<z.output<Q>, z.output<A>>) => Answer | Promise<Answer>
  }

/** Declares an operation: one value from which its route, its access rule and its part of the OpenAPI document are made. */
export function operation<Q extends z.ZodObject = z.ZodObject, A extends z.ZodType = z.ZodUndefined>(declared: Declared<Q, A>): Operation {
  const { query, body, handle, headers, shared, ...rest } = declared
  return {
    ...rest, query, attributes: body?.attributes, bodyType: body?.type, bareBody: body?.bare ?? false, headers: headers ?? [], shared,
    // The server parses a call by this operation's own schemas before it hands it over.
    handle: call => handle(call as Call<z.output<Q>, z.output<A>>),
  }
}

/** The item of a call whose access rule names one. */
export function itemOf(call: Call<unknown, unknown>): SeenItem {
  if (!call.item) throw new Error('the access rule of this operation names no item')
  return call.item
}
