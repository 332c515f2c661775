import { stat } from 'node:fs/promises'

const LOOK_EVERY_MS = 60_000

/** Which file stands there now; `undefined` while none does, as in the middle of an installation. */
async function identityOf(path: string): Promise<string | undefined> {
  try {
    const { dev, ino, size, mtimeNs } = await stat(path, { bigint: true })
    return [dev, ino, size, mtimeNs].join(':')
  } catch {
    return undefined
  }
}

/**
 * Looks once a minute whether an installer or a package manager put another file in the place of the running program.
 * `replaced` is called once, when the new one was the same at two looks: by then the installation is over.
 *
 * @returns a function that ends the looking
 */
export function watchProgram(path: string, replaced: () => void): () => void {
  let running: string | undefined
  let seen: string | undefined
  const look = async () => {
    const now = await identityOf(path)
    running ??= now
    if (now !== undefined && now !== running && now === seen) {
      clearInterval(timer)
      replaced()
    }
    seen = now
  }
  const timer = setInterval(() => void look(), LOOK_EVERY_MS)
  timer.unref()
  void look()
  return () => clearInterval(timer)
}
