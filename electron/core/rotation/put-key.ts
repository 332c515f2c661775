import type { PutFailure } from '../../../shared/failures.ts'
import { fail, succeed, type Outcome } from '../../../shared/outcome.ts'
import type { Put, PutChoice, Rotation } from '../../../shared/rotation.ts'
import type { WorkspaceAccess } from '../api-keys/ports.ts'
import type { HeldKey } from '../api-keys/reveals.ts'
import type { RotationParts } from './ports.ts'

type Parts = Pick<RotationParts, 'api' | 'clipboard' | 'envFile' | 'clock'>

/** Puts the new key where the person wants it. */
export async function putKey(parts: Parts, rotation: Rotation, access: WorkspaceAccess, held: HeldKey, choice: PutChoice): Promise<Outcome<Put, PutFailure>> {
  if (held.isDamaged) return fail({ code: 'key_damaged' })
  switch (choice.kind) {
    case 'clipboard': {
      const copied = await parts.clipboard.put('apiKey', held.plain)
      return copied.ok ? succeed({ kind: 'clipboard', at: parts.clock.now() }) : copied
    }
    case 'secret': {
      const name = rotation.old.name
      const stored = await parts.api.storeSecret(access, name, held.plain)
      return stored.ok ? succeed({ kind: 'secret', at: parts.clock.now(), name }) : stored
    }
    case 'envFile': {
      const saved = await parts.envFile.save(choice.variable, held.plain)
      return saved.ok ? succeed({ kind: 'envFile', at: parts.clock.now(), variable: choice.variable, path: saved.value.path }) : saved
    }
  }
}
