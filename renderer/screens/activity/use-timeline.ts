import { useCallback, useEffect, useRef, useState } from 'react'
import type { TimelineEntry, TimelinePage, TimelineQuery } from '../../../shared/activity.ts'
import type { Instant } from '../../../shared/instant.ts'
import { useSend } from '../../use-send.ts'

export type Timeline = {
  /** `undefined` before the first page. */
  readonly entries: readonly TimelineEntry[] | undefined
  readonly next: Instant | undefined
  readonly missing: TimelinePage['missing']
  readonly isReading: boolean
}

const NOTHING: Timeline = { entries: undefined, next: undefined, missing: [], isReading: true }

/** The logs, page by page, as they are asked for. Another question begins anew; what still comes for the last one is dropped. */
export function useTimeline(query: Omit<TimelineQuery, 'before'>, key: string): Timeline & { older: () => void } {
  const send = useSend()
  const asked = useRef(0)
  const [shown, setShown] = useState({ key, timeline: NOTHING })
  const read = useCallback((before: Instant | undefined) => {
    asked.current += 1
    const mine = asked.current
    void send('readTimeline', { ...query, ...(before === undefined ? {} : { before }) }).then(page => {
      if (page === undefined || asked.current !== mine) return
      setShown(last => {
        const earlier = before === undefined || last.key !== key ? [] : last.timeline.entries ?? []
        return { key, timeline: { entries: [...earlier, ...page.entries], next: page.next, missing: page.missing, isReading: false } }
      })
    })
    // The key says when the question is another one.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [send, key])
  useEffect(() => {
    read(undefined)
    return () => { asked.current += 1 }
  }, [read])
  const timeline = shown.key === key ? shown.timeline : NOTHING
  const older = () => {
    if (timeline.next === undefined || timeline.isReading) return
    setShown({ key, timeline: { ...timeline, isReading: true } })
    read(timeline.next)
  }
  return { ...timeline, older }
}
