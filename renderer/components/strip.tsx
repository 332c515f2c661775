import { memo } from 'react'
import { Button as AriaButton } from 'react-aria-components/Button'
import { Toolbar } from 'react-aria-components/Toolbar'
import { Tooltip, TooltipTrigger } from 'react-aria-components/Tooltip'
import type { Instant } from '../../shared/instant.ts'
import { useWords } from '../window-context.tsx'
import { placeOnStrip, type Ending } from './strip-places.ts'

const DAY = 86_400_000
/** How far ahead a strip looks. */
export const STRIP_MS = 30 * DAY

export type StripKey = Ending & { readonly name: string }

/**
 * When keys expire, on a line of a month. One stop of the Tab key; arrows go along. Drawn again only when something of it
 * changes: it stands above a search and a scrolling table.
 */
export const Strip = memo(StripOf) as typeof StripOf

function StripOf<K extends StripKey>(props: { keys: readonly K[]; now: Instant; marks: 'dates' | 'weeks'; onOpen: (key: K) => void }) {
  const words = useWords()
  const { now } = props
  const places = placeOnStrip(props.keys, now, STRIP_MS, 0.012)
  const said = (key: K) => words.t('keys.strip.key', { name: key.name, moment: words.moment(key.endsAt, now) })
  const first = places[0]
  return (
    <div className="strip">
      <p className="strip-first">{first ? said(first.endings[0]) : words.t('keys.strip.empty')}</p>
      <Toolbar className="strip-line" aria-label={words.t('keys.strip.label')}>
        {places.map(({ at, endings: [key, ...others] }) => (
          <TooltipTrigger key={key.id} delay={100} closeDelay={0}>
            <AriaButton className={`strip-dot${key.isSoon ? ' strip-dot-soon' : ''}${others.length > 0 ? ' strip-dot-many' : ''}`} style={{ left: `${at * 100}%` }} aria-label={[key, ...others].map(said).join('; ')} onPress={() => { props.onOpen(key) }} {...(others.length > 0 ? { 'data-count': others.length > 8 ? '9+' : others.length + 1 } : {})} />
            <Tooltip offset={6} className="tooltip">{[key, ...others].slice(0, 6).map(one => <div key={one.id}>{said(one)}</div>)}{others.length > 5 && <div>+{others.length - 5}</div>}</Tooltip>
          </TooltipTrigger>
        ))}
      </Toolbar>
      <Marks now={now} marks={props.marks} />
    </div>
  )
}

function Marks(props: { now: Instant; marks: 'dates' | 'weeks' }) {
  const words = useWords()
  const text = (week: number) => {
    if (week === 0) return words.t('keys.strip.today')
    if (props.marks === 'dates') return words.day((props.now + week * 7 * DAY) as Instant, props.now)
    return words.t('keys.strip.weeks', { count: week })
  }
  return (
    <div className="strip-marks" aria-hidden>
      {[0, 1, 2, 3, 4].map(week => <span key={week} style={{ left: `${(week * 7 * DAY / STRIP_MS) * 100}%` }}>{text(week)}</span>)}
    </div>
  )
}
