import { url } from 'node:inspector'

/** Whether a debugger may attach. The fuses of a released build never let it. */
export function isInspectorOpen(): boolean {
  return url() !== undefined
}
