import type { ReactNode } from 'react'
import type { AppState } from '../../shared/app-state.ts'
import type { Words } from '../../shared/words/words.ts'
import type { Place } from '../navigation.tsx'
import type { Answers } from './sample-bridge.ts'

/** Presses the button of this name, or types into the field that has the focus. */
export type Play =
  | {
      readonly press: (words: Words) => string
      /** A narrow window has no such button, and its state is then what stands there without it. */
      readonly isWideOnly?: true
    }
  | { readonly type: string }

/** One state of a screen, by a name such as `home/offline`: the whole window, or one view alone. */
export type GalleryState = {
  readonly state?: AppState
  readonly answers?: Answers
  readonly place?: Partial<Place>
  /** Draws this view instead of the whole window. */
  readonly view?: () => ReactNode
  /** What a person does first. */
  readonly play?: readonly Play[]
}

export type Gallery = Readonly<Record<string, GalleryState>>
