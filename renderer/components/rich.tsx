import { Fragment } from 'react'
import type { Part } from '../../shared/words/words.ts'

/** Draws a message with its emphasis. */
export function Rich(props: { parts: readonly Part[] }) {
  return props.parts.map((part, index) =>
    typeof part === 'string' ? <Fragment key={index}>{part}</Fragment> : <strong key={index}>{part.strong}</strong>)
}
