/** Markup that is safe to send. Made by {@link html} alone. */
export class Html {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

type Piece = string | number | Html | undefined | readonly Piece[]

function printed(piece: Piece): string {
  if (piece === undefined) return ''
  if (piece instanceof Html) return piece.text
  if (typeof piece === 'object') return piece.map(printed).join('')
  return String(piece).replace(/[&<>"']/g, character => ESCAPES[character] ?? '')
}

/** Markup with every inserted text escaped; inserted {@link Html} stays as it is. */
export function html(parts: TemplateStringsArray, ...pieces: readonly Piece[]): Html {
  return new Html(parts.reduce((text, part, index) => text + printed(pieces[index - 1]) + part))
}
