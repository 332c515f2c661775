import { z } from 'zod'
import { notFound } from '../http/api-refusal.ts'
import { single } from '../http/envelope.ts'
import { itemOf, operation, type Operation } from '../http/operation.ts'
import { dataAccess, READ_SCOPES, WRITE_SCOPES } from './access.ts'
import { singleOf } from './answers.ts'
import { listItems, memberOperations } from './item-operations.ts'
import { itemResource, ItemResource, OpenedSecretResource, SecretCategory } from './item-shapes.ts'
import { note, type Parts } from './parts.ts'

const NewSecret = z.strictObject({
  name: z.string().trim().min(1).max(200).refine(text => !/\p{Cc}/u.test(text), 'must not contain control characters'),
  category: SecretCategory.default('text'),
  value: z.string().min(1).max(32_000),
  vaultId: z.union([z.uuid(), z.null()]).default(null),
})

export function secretOperations(parts: Parts): Operation[] {
  return [
    listItems(parts, 'secret', ['name', 'category', 'vaultId']),
    operation({
      id: 'readSecret', method: 'GET', path: '/secrets/{id}', summary: 'Reads one secret and its value',
      access: dataAccess(READ_SCOPES.secret, { kind: 'secret', needs: 'collaborator' }), answers: { 200: singleOf(OpenedSecretResource) },
      handle: call => {
        const { item } = itemOf(call)
        note(parts, call, { action: 'secretRead', targetType: 'secret', targetId: item.id })
        const shown = itemResource(item)
        return { status: 200, body: single({ ...shown, attributes: { ...shown.attributes, value: item.attributes['value'] } }, call.url.toString()) }
      },
    }),
    operation({
      id: 'storeSecret', method: 'POST', path: '/secrets', summary: 'Stores a value as a secret of its own; you are its Owner',
      access: dataAccess(WRITE_SCOPES.secret), answers: { 201: singleOf(ItemResource.secret) }, body: { type: 'secret', bare: true, attributes: NewSecret },
      handle: call => {
        const { vaultId } = call.attributes
        if (vaultId !== null && !parts.vaults.has(vaultId)) throw notFound()
        const stored = parts.atomically(() => {
          const item = parts.items.add('secret', call.attributes, call.caller.person.id)
          note(parts, call, { action: 'secretStored', targetType: 'secret', targetId: item.id, details: { name: call.attributes.name } })
          return item
        })
        const self = `${call.url.origin}${call.url.pathname}/${stored.id}`
        return { status: 201, body: single(itemResource(stored), self), headers: { location: self } }
      },
    }),
    operation({
      id: 'deleteSecret', method: 'DELETE', path: '/secrets/{id}', summary: 'Deletes a secret',
      access: dataAccess(WRITE_SCOPES.secret, { kind: 'secret', needs: 'owner' }), answers: { 204: undefined },
      handle: call => {
        const { item } = itemOf(call)
        parts.atomically(() => {
          parts.items.remove(item.id)
          note(parts, call, { action: 'secretDeleted', targetType: 'secret', targetId: item.id })
        })
        return { status: 204 }
      },
    }),
    ...memberOperations(parts, 'secret', 'user', 'members/users'),
  ]
}
