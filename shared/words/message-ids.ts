import type { english } from './en/catalogue.ts'

/** Names a message; English is the measure of completeness. */
export type MessageId = keyof typeof english

/** What may stand in a message. */
export type Value = string | number

/** A message said without types on its values. */
export type Plain = (id: MessageId, values?: Readonly<Record<string, Value>>) => string
