import { lazy, Suspense, useState, type ComponentType } from 'react'

/** A component whose code is not in the window's first file. */
export type LoadedLater<Props extends object> = ComponentType<Props> & {
  /** Loads the code, so that the first time it is shown waits for nothing. */
  load(): Promise<void>
}

/**
 * Gives a component that loads its code when it is first shown (nothing stands there until then), or earlier by `load`. Unlike one
 * of `lazy` alone, it is then drawn at once: React holds what has once waited back for up to 300 ms.
 */
export function loadedLater<Props extends object>(read: () => Promise<ComponentType<Props>>): LoadedLater<Props> {
  let loaded: ComponentType<Props> | undefined
  const load = async () => (loaded ??= await read())
  const Waiting = lazy(async () => ({ default: await load() }))
  function Later(props: Props) {
    // Chosen once: another type of component in the same place would lose what it holds.
    const [{ Shown }] = useState(() => ({ Shown: loaded ?? Waiting }))
    return <Suspense><Shown {...props} /></Suspense>
  }
  return Object.assign(Later, { load: async () => { await load() } })
}
