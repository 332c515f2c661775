/** A row of an ordered list, and how many rows come before it. */
export interface Place { before: number; createdAt: number; id: string }

/** Rows whose place in a list is known from pages that were read: a page near one of them skips few rows. */
export interface PagePlaces {
  /** The nearest one at or before the row that `offset` rows come before. */
  near(offset: number): Place | undefined
  add(place: Place): void
}

const MOST = 2_000

export function makePagePlaces(): PagePlaces {
  /** In the order of the list. */
  const places: Place[] = []
  /** How many of them lie there or before. */
  const countUpTo = (offset: number): number => {
    let [low, high] = [0, places.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((places[middle]?.before ?? 0) <= offset) low = middle + 1
      else high = middle
    }
    return low
  }
  return {
    near: offset => places[countUpTo(offset) - 1],
    add(place) {
      if (places.length === MOST) places.length = 0
      const at = countUpTo(place.before)
      if (places[at - 1]?.before !== place.before) places.splice(at, 0, place)
    },
  }
}
