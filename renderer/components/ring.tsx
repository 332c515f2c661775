import type { Tone } from './tone.ts'

const SIZE = 62
const WIDTH = 5
const RADIUS = (SIZE - WIDTH) / 2
const AROUND = 2 * Math.PI * RADIUS

/**
 * A quiet countdown. It is a picture with a name, not a live region: a screen reader reads it when asked.
 *
 * @param props.fraction  what is left, from 1 to 0
 * @param props.big       the number in the middle
 * @param props.small     its unit, beneath
 */
export function Ring(props: { fraction: number; tone: Tone; label: string; big: string; small?: string }) {
  // A sliver stays visible to the end: an empty ring would look like one that was never full.
  const length = props.fraction <= 0 ? 0.01 : Math.max(0.01, props.fraction * AROUND)
  return (
    <div className={`ring ring-${props.tone}`} role="img" aria-label={props.label}>
      <svg width={SIZE} height={SIZE} viewBox={`0 0 ${SIZE} ${SIZE}`} aria-hidden>
        <circle className="ring-track" cx={SIZE / 2} cy={SIZE / 2} r={RADIUS} fill="none" strokeWidth={WIDTH} />
        <circle className="ring-left" cx={SIZE / 2} cy={SIZE / 2} r={RADIUS} fill="none" strokeWidth={WIDTH} strokeLinecap="round" strokeDasharray={`${length} ${AROUND}`} transform={`rotate(-90 ${SIZE / 2} ${SIZE / 2})`} />
      </svg>
      <div className="ring-words" aria-hidden>
        <span className="ring-big">{props.big}</span>
        {props.small !== undefined && <span className="ring-small">{props.small}</span>}
      </div>
    </div>
  )
}
