import { mkdir, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from 'zod'
import type { Consent } from '../../core/credentials/ports.ts'
import { errorCode } from './file-failure.ts'
import { PRIVATE, replaceFile } from './replace-file.ts'

const Stored = z.record(z.string(), z.array(z.enum(['in_place', 'network_share'])))

/** What the person allowed, by file. A store that can't be read allows nothing. */
export interface Consents {
  has(path: string, consent: Consent): Promise<boolean>
  give(path: string, consent: Consent): Promise<void>
}

/** Keeps consents in one small JSON file of our own. */
export function makeConsents(store: string, platform: NodeJS.Platform): Consents {
  let known: Promise<z.infer<typeof Stored>> | undefined
  const all = () => (known ??= readConsents(store))
  return {
    async has(path, consent) {
      return (await all())[path]?.includes(consent) ?? false
    },
    async give(path, consent) {
      const before = await all()
      const after = { ...before, [path]: [...new Set([...(before[path] ?? []), consent])] }
      await mkdir(dirname(store), { recursive: true, mode: 0o700 })
      await replaceFile(store, dirname(store), Buffer.from(`${JSON.stringify(after, null, 2)}\n`), PRIVATE, platform)
      known = Promise.resolve(after)
    },
  }
}

async function readConsents(store: string): Promise<z.infer<typeof Stored>> {
  try {
    const parsed = Stored.safeParse(JSON.parse(await readFile(store, 'utf8')))
    return parsed.success ? parsed.data : {}
  } catch (error) {
    if (error instanceof SyntaxError || errorCode(error) !== undefined) return {}
    throw error
  }
}
