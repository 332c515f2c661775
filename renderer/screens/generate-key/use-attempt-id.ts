import { useCallback, useRef } from 'react'

/**
 * Names an attempt for the workspace: the same input keeps its name, so that a retry after a lost answer makes no
 * second key; a changed input gets a new one.
 */
export function useAttemptId(): (input: unknown) => string {
  const last = useRef<{ readonly input: string; readonly attemptId: string }>(undefined)
  return useCallback(input => {
    const text = JSON.stringify(input)
    if (last.current?.input !== text) last.current = { input: text, attemptId: crypto.randomUUID() }
    return last.current.attemptId
  }, [])
}
