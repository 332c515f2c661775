import { z } from 'zod'
import { conflict, forbidden, notFound } from '../http/api-refusal.ts'
import { single } from '../http/envelope.ts'
import { itemOf, operation, type Operation } from '../http/operation.ts'
import type { ItemKind } from '../items/items.ts'
import { dataAccess, READ_SCOPES, WRITE_SCOPES } from './access.ts'
import { listOf, singleOf } from './answers.ts'
import { listItems, memberOperations, readItem } from './item-operations.ts'
import { itemResource, ItemResource } from './item-shapes.ts'
import { listAnswer, listQuery } from './listing.ts'
import { note, type Parts } from './parts.ts'

const CollectionName = z.strictObject({
  name: z.string().trim().min(1).max(200).refine(text => !/\p{Cc}/u.test(text), 'must not contain control characters'),
})

type Held = Extract<ItemKind, 'account' | 'secret' | 'collection'>
const TITLES: Readonly<Record<Held, string>> = { account: 'Account', secret: 'Secret', collection: 'Collection' }

/** What a collection holds, and what is put in and taken out: the caller must own both. */
function contentOperations(parts: Parts, kind: Held): Operation[] {
  const path = `/collections/{id}/${kind}s`
  const Content = z.strictObject({ id: z.uuid() })
  return [
    operation({
      id: `listCollection${TITLES[kind]}s`, method: 'GET', path, summary: `Lists the ${kind}s in a collection`,
      access: dataAccess(READ_SCOPES.collection, { kind: 'collection', needs: 'collaborator' }),
      query: listQuery(['name'], ['createdAt', 'name']), answers: { 200: listOf(ItemResource[kind]) },
      handle: call => listAnswer(parts.items.contents(itemOf(call).item.id, kind).map(itemResource), call.query, call.url),
    }),
    operation({
      id: `addCollection${TITLES[kind]}`, method: 'POST', path, summary: `Puts a ${kind} that you own into the collection`,
      access: dataAccess(WRITE_SCOPES.collection, { kind: 'collection', needs: 'owner' }), answers: { 201: singleOf(ItemResource[kind]) },
      body: { type: kind, attributes: Content },
      handle: call => {
        const { item: collection } = itemOf(call)
        const seen = parts.items.seenBy(call.caller.person.id, kind, call.attributes.id)
        if (!seen) throw notFound()
        if (seen.role !== 'owner') throw forbidden('Only an Owner of both may put it there.')
        parts.atomically(() => {
          if (parts.items.include(collection.id, seen.item.id) === 'cycle') throw conflict('A collection can’t contain itself.')
          note(parts, call, { action: 'collectionChanged', targetType: 'collection', targetId: collection.id, details: { added: seen.item.id } })
        })
        return { status: 201, body: single(itemResource(seen.item), call.url.toString()) }
      },
    }),
    operation({
      id: `removeCollection${TITLES[kind]}`, method: 'DELETE', path, summary: `Takes a ${kind} out of the collection`,
      access: dataAccess(WRITE_SCOPES.collection, { kind: 'collection', needs: 'owner' }), answers: { 204: undefined },
      body: { type: kind, attributes: Content },
      handle: call => {
        const { item: collection } = itemOf(call)
        parts.atomically(() => {
          if (!parts.items.exclude(collection.id, call.attributes.id)) throw notFound()
          note(parts, call, { action: 'collectionChanged', targetType: 'collection', targetId: collection.id, details: { removed: call.attributes.id } })
        })
        return { status: 204 }
      },
    }),
  ]
}

export function collectionOperations(parts: Parts): Operation[] {
  return [
    listItems(parts, 'collection', ['name']),
    readItem('collection'),
    operation({
      id: 'createCollection', method: 'POST', path: '/collections', summary: 'Creates a collection; you are its Owner',
      access: dataAccess(WRITE_SCOPES.collection), answers: { 201: singleOf(ItemResource.collection) }, body: { type: 'collection', attributes: CollectionName },
      handle: call => {
        const made = parts.atomically(() => {
          const item = parts.items.add('collection', call.attributes, call.caller.person.id)
          note(parts, call, { action: 'collectionCreated', targetType: 'collection', targetId: item.id })
          return item
        })
        const self = `${call.url.origin}${call.url.pathname}/${made.id}`
        return { status: 201, body: single(itemResource(made), self), headers: { location: self } }
      },
    }),
    operation({
      id: 'changeCollection', method: 'PATCH', path: '/collections/{id}', summary: 'Renames a collection',
      access: dataAccess(WRITE_SCOPES.collection, { kind: 'collection', needs: 'owner' }), answers: { 200: singleOf(ItemResource.collection) },
      body: { type: 'collection', attributes: CollectionName },
      handle: call => {
        const changed = parts.atomically(() => {
          const item = parts.items.change(itemOf(call).item, call.attributes)
          note(parts, call, { action: 'collectionChanged', targetType: 'collection', targetId: item.id })
          return item
        })
        return { status: 200, body: single(itemResource(changed), call.url.toString()) }
      },
    }),
    ...contentOperations(parts, 'account'),
    ...contentOperations(parts, 'secret'),
    ...contentOperations(parts, 'collection'),
    ...memberOperations(parts, 'collection', 'user', 'users'),
    ...memberOperations(parts, 'collection', 'team', 'teams'),
  ]
}
