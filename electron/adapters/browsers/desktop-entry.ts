/** What we need of a desktop entry (freedesktop.org, Desktop Entry Specification 1.5). */
export interface DesktopEntry {
  name: string
  /** The words of `Exec`, quoting undone, field codes as they are. */
  words: string[]
  mimeTypes: string[]
}

const HEAD = /^\[Desktop Entry\][ \t]*$/m

/** Reads an entry of an application that can be started; undefined for anything else, hidden ones among it. */
export function readDesktopEntry(text: string): DesktopEntry | undefined {
  const values = valuesIn(text)
  if (values === undefined || values.get('Type') !== 'Application') return undefined
  if (['Hidden', 'NoDisplay', 'Terminal'].some(key => values.get(key) === 'true')) return undefined
  const name = unescaped(values.get('Name') ?? '')
  const words = execWords(unescaped(values.get('Exec') ?? ''))
  if (name === '' || words === undefined || words.length === 0) return undefined
  return { name, words, mimeTypes: (values.get('MimeType') ?? '').split(';').filter(type => type !== '') }
}

/** The keys of the first group; localized ones are left out. */
function valuesIn(text: string): Map<string, string> | undefined {
  const head = HEAD.exec(text)
  if (head === null) return undefined
  const group = text.slice(head.index + head[0].length).split(/^\[/m)[0] ?? ''
  return new Map(group.split('\n').flatMap(line => {
    const [, key, value] = /^([A-Za-z0-9-]+)[ \t]*=[ \t]*(.*?)[ \t\r]*$/.exec(line) ?? []
    return key === undefined || value === undefined ? [] : [[key, value] as const]
  }))
}

// "Values": \s, \n, \t, \r and \\ stand for themselves in every string.
function unescaped(value: string): string {
  return value.replace(/\\([sntr\\])/g, (_, letter: string) => ({ s: ' ', n: '\n', t: '\t', r: '\r' })[letter] ?? '\\')
}

/** "The Exec key": words at spaces; in double quotes, a backslash keeps `"`, a backtick, `$` and itself. Undefined for an open quote. */
function execWords(text: string): string[] | undefined {
  const words: string[] = []
  for (let rest = text.trimStart(); rest !== ''; rest = rest.trimStart()) {
    const quoted = /^"((?:[^"\\]|\\["`$\\])*)"(?=\s|$)/.exec(rest)
    const plain = quoted === null ? /^[^\s"]+(?=\s|$)/.exec(rest) : null
    const found = quoted ?? plain
    if (found === null) return undefined
    words.push(quoted === null ? found[0] : (quoted[1] ?? '').replace(/\\(["`$\\])/g, '$1'))
    rest = rest.slice(found[0].length)
  }
  return words
}

/**
 * The program and arguments of an entry for one address, or undefined where it takes none. Each word stays one argument:
 * no shell reads it.
 */
export function commandFor({ words, name }: DesktopEntry, address: string): readonly [string, ...string[]] | undefined {
  if (!words.some(word => /%[uU]/.test(word.replaceAll('%%', '')))) return undefined
  const [program, ...rest] = words
  if (program === undefined || program.includes('%')) return undefined
  return [program, ...rest.flatMap(word => withoutCodes(word, name, address))]
}

function withoutCodes(word: string, name: string, address: string): string[] {
  // An icon needs an icon's name, which is nothing that a browser needs; files there are none.
  if (/^%[ifFkdDnNvm]$/.test(word)) return []
  return [word.replace(/%(.)/g, (_, code: string) => (code === '%' ? '%' : code === 'u' || code === 'U' ? address : code === 'c' ? name : ''))]
}
