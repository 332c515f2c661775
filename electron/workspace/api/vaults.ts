import { z } from 'zod'
import { timeOrNull } from '../http/envelope.ts'
import { operation, type Operation } from '../http/operation.ts'
import { dataAccess } from './access.ts'
import { listOf, resourceOf, Time } from './answers.ts'
import { listAnswer, listQuery } from './listing.ts'
import type { Parts } from './parts.ts'

const VaultResource = resourceOf('vault', z.strictObject({ name: z.string(), createdAt: Time }))

export function vaultOperations(parts: Parts): Operation[] {
  return [
    operation({
      id: 'listVaults', method: 'GET', path: '/vaults', summary: 'Lists the vaults', access: dataAccess(['read:vaults']),
      query: listQuery(['name'], ['createdAt', 'name']), answers: { 200: listOf(VaultResource) },
      handle: ({ query, url }) => listAnswer(
        parts.vaults.list().map(({ id, name, createdAt }) => ({ id, type: 'vault', attributes: { name, createdAt: timeOrNull(createdAt) } })), query, url),
    }),
  ]
}
