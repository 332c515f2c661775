import type * as AwsKms from '@aws-sdk/client-kms'
import { KmsRefused, type Kms } from './kms.ts'

const TIMEOUT_MS = 10_000

/** What AWS said, without the request: its name tells enough (AccessDeniedException, NotFoundException, ...). */
async function asked<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw new KmsRefused(`AWS KMS: ${error instanceof Error ? error.name : 'no answer'}`)
  }
}

function filled(bytes: Uint8Array | undefined): Uint8Array {
  if (!bytes || bytes.length === 0) throw new KmsRefused('AWS KMS gave an empty answer.')
  return bytes
}

function kmsOf(client: AwsKms.KMSClient, keyId: string, commands: typeof AwsKms): Kms {
  return {
    keyId: `aws:${keyId}`,
    wrap: (plain, context) => asked(async () =>
      filled((await client.send(new commands.EncryptCommand({ KeyId: keyId, Plaintext: plain, EncryptionContext: { ...context } }))).CiphertextBlob)),
    // No KeyId: the blob names the key that wrapped it, so what was wrapped before a rotation still opens.
    unwrap: (wrapped, context) => asked(async () =>
      filled((await client.send(new commands.DecryptCommand({ CiphertextBlob: wrapped, EncryptionContext: { ...context } }))).Plaintext)),
  }
}

/**
 * AWS KMS by its own SDK: region and credentials as the AWS command line finds them. The SDK is loaded only here.
 *
 * @param endpoint  another address of the service; its scheme may be http on loopback alone
 */
export async function openAwsKms(keyId: string, endpoint: string | undefined): Promise<Kms> {
  if (endpoint !== undefined && !isSafe(endpoint)) throw new KmsRefused('The address of AWS KMS must be https, or http on loopback.')
  const commands = await import('@aws-sdk/client-kms')
  const client = new commands.KMSClient({
    maxAttempts: 3, requestHandler: { connectionTimeout: TIMEOUT_MS, requestTimeout: TIMEOUT_MS }, ...(endpoint === undefined ? {} : { endpoint }),
  })
  return kmsOf(client, keyId, commands)
}

function isSafe(endpoint: string): boolean {
  const { protocol, hostname } = new URL(endpoint)
  return protocol === 'https:' || (protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(hostname))
}
