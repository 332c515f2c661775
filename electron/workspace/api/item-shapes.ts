import { z } from 'zod'
import { timeOrNull, type Resource } from '../http/envelope.ts'
import type { Item, ItemKind } from '../items/items.ts'
import { resourceOf, Time, TimeOrNull } from './answers.ts'

const Text = z.union([z.string(), z.null()])

export const AccountAttributes = z.strictObject({
  name: z.string(), domain: z.string(), status: z.enum(['enabled', 'disabled']), url: Text, email: Text, phone: Text, businessId: Text,
  createdByEmail: Text, hasTotp: z.boolean(), hasPasskey: z.boolean(), mfaEnabled: z.boolean(), lastPasswordChange: TimeOrNull, rotatedAt: TimeOrNull,
  syncedAt: TimeOrNull, vaultId: z.union([z.uuid(), z.null()]), createdAt: Time, updatedAt: Time,
})

export const SecretCategory = z.enum(['text', 'server', 'ssh_key', 'database', 'wifi_password', 'software_license', 'custom'])

const SecretAttributes = z.strictObject({
  name: z.string(), category: SecretCategory, vaultId: z.union([z.uuid(), z.null()]), createdAt: Time, updatedAt: Time,
})
const CollectionAttributes = z.strictObject({ name: z.string(), createdAt: Time, updatedAt: Time })
const IntegrationAttributes = z.strictObject({ name: z.string(), application: z.string(), createdAt: Time, updatedAt: Time })

/** The resource of each kind of item, as lists show it. */
export const ItemResource: Readonly<Record<ItemKind, z.ZodType>> = {
  account: resourceOf('account', AccountAttributes),
  secret: resourceOf('secret', SecretAttributes),
  collection: resourceOf('collection', CollectionAttributes),
  integration: resourceOf('integration', IntegrationAttributes),
}

/** A secret read by itself shows its value. */
export const OpenedSecretResource = resourceOf('secret', SecretAttributes.extend({ value: z.string() }))

// What a record holds beyond these (values, an account's passwords) is never part of a list.
const SHOWN: Readonly<Record<ItemKind, readonly string[]>> = {
  account: ['name', 'domain', 'status', 'url', 'email', 'phone', 'businessId', 'createdByEmail', 'hasTotp', 'hasPasskey', 'mfaEnabled',
    'lastPasswordChange', 'rotatedAt', 'syncedAt', 'vaultId'],
  secret: ['name', 'category', 'vaultId'],
  collection: ['name'],
  integration: ['name', 'application'],
}

export function itemResource(item: Item): Resource {
  const shown = Object.fromEntries(SHOWN[item.kind].map(name => [name, item.attributes[name] ?? null]))
  return { id: item.id, type: item.kind, attributes: { ...shown, createdAt: timeOrNull(item.createdAt), updatedAt: timeOrNull(item.updatedAt) } }
}
