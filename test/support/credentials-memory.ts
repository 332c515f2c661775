import type { CredentialsFile } from '../../electron/core/credentials/ports.ts'
import type { Publication } from '../../electron/core/session/ports.ts'
import { Secret } from '../../electron/core/secret.ts'
import { instant } from '../../shared/instant.ts'
import { ProfileName } from '../../shared/profile.ts'
import { succeed } from '../../shared/outcome.ts'

/** A credentials file that is a variable: for rules that are tried on thousands of texts. */
export function memoryFile(text: string | undefined): CredentialsFile & { text: string | undefined } {
  return {
    path: 'credentials',
    text,
    read() {
      return Promise.resolve(succeed({ text: this.text ?? '', exists: this.text !== undefined }))
    },
    replace(_basis, next) {
      this.text = next
      return Promise.resolve(succeed(null))
    },
    whileLocked: work => work(),
    sweep: () => Promise.resolve(0),
    allow: () => Promise.resolve(),
    async *changes() {
      // Nobody else can change it.
    },
  }
}

export const EXPIRES_AT = instant(Date.UTC(2026, 10, 23, 20, 15, 4))

/** A publication as the session makes them; `change` says what is special about this one. */
export function publication(change: Partial<Omit<Publication, 'profile'>> & { profile?: string } = {}): Publication {
  return {
    workspaceSlug: 'acme',
    baseUrl: 'https://acme.cerby.com/api/v1',
    bearerToken: new Secret('eyJhbGciOiJFUzI1NiJ9.e30.c2ln'),
    expiresAt: EXPIRES_AT,
    isOurs: false,
    takeOver: false,
    ...change,
    profile: ProfileName.parse(change.profile ?? 'default'),
  }
}
