/**
 * A text that must not be seen: a token, a key, a code verifier.
 *
 * Printing, interpolating, inspecting or JSON gives `[secret]`; a structured clone gives `{}`, so that a mistake at a
 * process border fails closed. JavaScript can't overwrite a string: dropping the reference is all that can be done.
 */
export class Secret {
  readonly #text: string

  constructor(text: string) {
    this.#text = text
  }

  /** The plain text. The one way out; lint allows it in few places. */
  expose(): string {
    return this.#text
  }

  /** Whether both hold the same text; neither is let out. */
  equals(other: Secret): boolean {
    return this.#text === other.#text
  }

  toString(): string {
    return '[secret]'
  }

  toJSON(): string {
    return '[secret]'
  }

  // Node's inspect looks this symbol up; it is written out because core/ imports nothing of Node.
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return '[secret]'
  }
}
