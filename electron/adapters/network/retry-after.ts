const LONGEST_SECONDS = 900

/**
 * Reads a Retry-After header (RFC 9110, section 10.2.3): seconds or an HTTP-date.
 *
 * @param header  its value, or null when there was none
 * @param nowMs   epoch milliseconds by the wall clock, for the HTTP-date form
 * @returns whole seconds from 0 to 900, or undefined for a header that is absent or makes no sense
 */
export function retryAfterSeconds(header: string | null, nowMs: number): number | undefined {
  if (header === null) return undefined
  const text = header.trim()
  if (/^\d{1,10}$/.test(text)) return Math.min(Number(text), LONGEST_SECONDS)
  // Date.parse takes far more than HTTP-dates ("-5" is a year); those begin with a day's name.
  const at = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)/.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(at)) return undefined
  return Math.min(Math.max(Math.ceil((at - nowMs) / 1_000), 0), LONGEST_SECONDS)
}
