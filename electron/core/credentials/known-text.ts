import { parseSlices, type IniDocument } from './ini-document.ts'
import { unreadableLine } from './readable-by-tools.ts'
import { inSlices, type Slices } from './slices.ts'

/** A text of the file with all that has to be found out about it before a change. */
export interface KnownText {
  text: string
  document: IniDocument
  /** The first line for which some tool gives up on the whole file. */
  unreadableLine: number | undefined
}

export function* knowText(text: string): Slices<KnownText> {
  return { text, document: yield* parseSlices(text), unreadableLine: yield* unreadableLine(text) }
}

/** The last text that was read or written: as long as nobody else writes the file, it is the next one too. */
export interface TextMemory {
  know(text: string): Promise<KnownText>
  keep(known: KnownText): void
}

/** @param breathe  lets everybody else have their turn while a large text is read */
export function makeTextMemory(breathe: () => Promise<void>): TextMemory {
  let last: KnownText | undefined
  return {
    async know(text) {
      // The text itself is compared: no time of a file is so fine that two writes can't share it.
      if (last?.text === text) return last
      const known = await inSlices(knowText(text), breathe)
      last = known
      return known
    },
    keep(known) {
      last = known
    },
  }
}
