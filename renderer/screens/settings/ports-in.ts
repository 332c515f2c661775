const LOWEST = 1024
const HIGHEST = 65_535
const MOST = 10

/** The ports in a text such as `8401, 8402`; none for an empty one, `undefined` where it can't be read as up to ten ports. */
export function portsIn(text: string): number[] | undefined {
  const pieces = text.split(/[\s,;]+/).filter(piece => piece !== '')
  const ports = pieces.map(piece => (/^\d{4,5}$/.test(piece) ? Number(piece) : 0))
  const isFine = pieces.length <= MOST && ports.every(port => port >= LOWEST && port <= HIGHEST)
  return isFine ? [...new Set(ports)] : undefined
}
