import { useCallback, useState } from 'react'
import type { Call, CommandName, Output } from '../shared/contract.ts'
import type { Outcome } from '../shared/outcome.ts'
import { useWindow } from './window-context.tsx'

export type Send = <N extends CommandName>(name: N, input: Call<N>) => Promise<Output<N> | undefined>

/** Sends commands. A refused call is our bug: it is shown as such, and the answer is then `undefined`. */
export function useSend(): Send {
  const { bridge, reportBroken } = useWindow()
  return useCallback(async (name, input) => {
    try {
      return await bridge.call(name, input)
    } catch {
      reportBroken()
      return undefined
    }
  }, [bridge, reportBroken])
}

export type Attempt<Failure> =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running' }
  | { readonly kind: 'failed'; readonly failure: Failure }

/** One thing that a person tries: whether it runs, and why it failed. */
export function useAttempt<Failure>() {
  const [attempt, setAttempt] = useState<Attempt<Failure>>({ kind: 'idle' })
  /** Runs it; gives the value, or `undefined` when it failed. */
  const run = useCallback(async <Value>(ask: () => Promise<Outcome<Value, Failure> | undefined>): Promise<{ value: Value } | undefined> => {
    setAttempt({ kind: 'running' })
    const outcome = await ask()
    if (outcome && !outcome.ok) {
      setAttempt({ kind: 'failed', failure: outcome.failure })
      return undefined
    }
    setAttempt({ kind: 'idle' })
    return outcome && { value: outcome.value }
  }, [])
  const reset = useCallback(() => { setAttempt({ kind: 'idle' }) }, [])
  return { attempt, run, reset }
}
