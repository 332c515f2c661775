import { useEffect, useState } from 'react'
import type { FindFailure } from '../../../shared/failures.ts'
import type { Workspace } from '../../../shared/workspace.ts'
import { useSend } from '../../use-send.ts'

export type Found =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'looking'; readonly address: string }
  | { readonly kind: 'found'; readonly address: string; readonly workspace: Workspace }
  | { readonly kind: 'failed'; readonly address: string; readonly failure: FindFailure }

/** A pause in typing that means "look". */
const PAUSE_MS = 350

/** Looks for a workspace while its address is typed. An answer to what was typed before is dropped. */
export function useFind(typed: string): Found {
  const send = useSend()
  const [found, setFound] = useState<Found>({ kind: 'nothing' })
  const address = typed.trim()
  useEffect(() => {
    if (address === '') return undefined
    let isOld = false
    const look = async () => {
      setFound({ kind: 'looking', address })
      const outcome = await send('findWorkspace', { address })
      if (isOld || !outcome) return
      setFound(outcome.ok ? { kind: 'found', address, workspace: outcome.value } : { kind: 'failed', address, failure: outcome.failure })
    }
    const timer = setTimeout(() => { void look() }, PAUSE_MS)
    return () => {
      isOld = true
      clearTimeout(timer)
    }
  }, [address, send])
  return found.kind !== 'nothing' && found.address === address ? found : { kind: 'nothing' }
}
