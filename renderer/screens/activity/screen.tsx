import { useState } from 'react'
import { inOrder } from '../../connections.ts'
import { asInstant } from '../../time/ticks.ts'
import { useMinute } from '../../time/use-now.ts'
import { useAppState, useWindow } from '../../window-context.tsx'
import { useTimeline } from './use-timeline.ts'
import { ActivityView, SINCE, type Filters } from './view.tsx'
import './activity.css'

const ALL: Filters = { of: 'all', groups: [], since: 'all' }

/** The timeline, joined to state and commands. */
export function ActivityScreen() {
  const state = useAppState()
  const { now: clock } = useWindow()
  const now = useMinute()
  // When it was asked: a stretch of time that moved on with the clock would be another question every minute.
  const [asked, setAsked] = useState(() => ({ filters: ALL, at: clock() }))
  const ask = (filters: Filters) => { setAsked({ filters, at: clock() }) }
  const { of, groups, since } = asked.filters
  const ms = SINCE[since]
  const timeline = useTimeline({ of, groups: [...groups], ...(ms === undefined ? {} : { from: asInstant(asked.at - ms) }) }, JSON.stringify(asked))
  return (
    <ActivityView
      timeline={timeline}
      connections={inOrder(state)}
      filters={asked.filters}
      now={now}
      onFilter={change => { ask({ ...asked.filters, ...change }) }}
      onOlder={timeline.older}
      onAgain={() => { ask(asked.filters) }}
    />
  )
}
