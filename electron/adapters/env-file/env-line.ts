/** A value in a form that dotenv readers and shells read alike: bare where it can be, else in single or double quotes. */
function quoted(value: string): string | undefined {
  if (/[\r\n\0]/.test(value)) return undefined
  if (/^[A-Za-z0-9_./:@%+=,-]+$/.test(value)) return value
  if (!value.includes("'")) return `'${value}'`
  return /["\\$`]/.test(value) ? undefined : `"${value}"`
}

/**
 * A .env file with one variable set: its last line is replaced (the one that counts), or a line is added at the end.
 * Every other byte stays.
 *
 * @returns undefined for a value that no form of quoting carries
 */
export function withVariable(text: string, variable: string, value: string): string | undefined {
  const right = quoted(value)
  if (right === undefined) return undefined
  const newline = text.includes('\r\n') ? '\r\n' : '\n'
  const line = new RegExp(`^([ \\t]*(?:export[ \\t]+)?${variable}[ \\t]*=)[^\\r\\n]*`, 'gm')
  const last = [...text.matchAll(line)].at(-1)
  if (last !== undefined) {
    const end = last.index + last[0].length
    return `${text.slice(0, last.index)}${(last[1] ?? '').replace(/[ \t]*=$/, '=')}${right}${text.slice(end)}`
  }
  const separator = text === '' || text.endsWith('\n') ? '' : newline
  return `${text}${separator}${variable}=${right}${newline}`
}
