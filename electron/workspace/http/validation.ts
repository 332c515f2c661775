import type { z } from 'zod'
import { ApiRefusal, validationEntry, type ApiErrorEntry } from './api-refusal.ts'

type Loc = readonly (string | number)[]

const loc = (path: readonly PropertyKey[]): Loc => path.map(step => (typeof step === 'symbol' ? String(step) : step))

function sizeOf(issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig): { type: string; ctx: Record<string, unknown> } {
  const side = issue.code === 'too_small' ? 'short' : 'long'
  const bound = issue.code === 'too_small' ? { min: Number(issue.minimum) } : { max: Number(issue.maximum) }
  if (issue.origin === 'string' || issue.origin === 'array') return { type: `too_${side}`, ctx: bound }
  return { type: issue.code === 'too_small' ? 'greater_than_equal' : 'less_than_equal', ctx: bound }
}

function typeOf(issue: z.core.$ZodIssue): { type: string; ctx: Record<string, unknown> } {
  if (issue.code === 'invalid_type') {
    return issue.message.includes('received undefined') ? { type: 'missing', ctx: {} } : { type: `${issue.expected}_type`, ctx: { expected: issue.expected } }
  }
  if (issue.code === 'invalid_value') return { type: 'enum', ctx: { expected: issue.values } }
  if (issue.code === 'too_small' || issue.code === 'too_big') return sizeOf(issue)
  return { type: issue.code === 'invalid_format' ? `${issue.format}_parsing` : 'value_error', ctx: {} }
}

function entriesOf(issue: z.core.$ZodIssue, at: Loc): ApiErrorEntry[] {
  const here = [...at, ...loc(issue.path)]
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map(key => validationEntry([...here, key], 'extra_forbidden', 'Extra inputs are not permitted', {}))
  }
  const { type, ctx } = typeOf(issue)
  return [validationEntry(here, type, type === 'missing' ? 'Field required' : issue.message, ctx)]
}

/** Parses a part of a request; throws the 400 that names each wrong place, `at` (`body`, `query`) first in its path. */
export function parsed<S extends z.ZodType>(schema: S, value: unknown, at: Loc): z.output<S> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  throw new ApiRefusal(400, result.error.issues.flatMap(issue => entriesOf(issue, at)))
}
