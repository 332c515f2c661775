/** What a wrapped key is bound to: it unwraps only with the same context. */
export type KmsContext = Readonly<Record<string, string>>

/**
 * A key management service: it wraps and unwraps the workspace's data keys, and its own key never leaves it.
 *
 * `keyId` names the key that wraps from now on; older wrapped keys must still unwrap after a rotation.
 */
export interface Kms {
  readonly keyId: string
  wrap(plain: Uint8Array, context: KmsContext): Promise<Uint8Array>
  /** Throws {@link KmsRefused} where the blob, the context or the key doesn't fit. */
  unwrap(wrapped: Uint8Array, context: KmsContext): Promise<Uint8Array>
}

/** The KMS could not be reached, or it said no. Its message holds no key. */
export class KmsRefused extends Error {
  override name = 'KmsRefused'
}
