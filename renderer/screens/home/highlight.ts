/** A piece of a program, for colour: a text in quotes, a remark, or the rest. */
export type Piece = { readonly kind: 'text' | 'remark' | 'rest'; readonly code: string }

// Quotes may span lines in a shell; a remark starts after two blanks, so that `#` and `//` inside of code are none.
const PIECES = /("(?:\\[\s\S]|[^"\\])*"|'(?:[^'])*'|`(?:\\[\s\S]|[^`\\])*`)|( {2}(?:#|\/\/)[^\n]*)/g

/** Cuts a program into pieces; joined again they are the program. */
export function highlight(code: string): Piece[] {
  const pieces: Piece[] = []
  let from = 0
  for (const found of code.matchAll(PIECES)) {
    if (found.index > from) pieces.push({ kind: 'rest', code: code.slice(from, found.index) })
    pieces.push({ kind: found[1] === undefined ? 'remark' : 'text', code: found[0] })
    from = found.index + found[0].length
  }
  if (from < code.length) pieces.push({ kind: 'rest', code: code.slice(from) })
  return pieces
}
