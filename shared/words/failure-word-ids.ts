import type { Failure } from '../failures.ts'

/** A message for each part of each failure: a new code without words doesn't compile. */
export type FailureWordId = `failure.${Failure['code']}.${'happened' | 'means' | 'todo'}`
