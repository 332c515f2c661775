import { ArrowRight } from 'lucide-react'
import type { ConnectionId } from '../../../shared/connection.ts'
import type { Instant } from '../../../shared/instant.ts'
import { Button } from '../../components/button.tsx'
import { Strip, STRIP_MS, type StripKey } from '../../components/strip.tsx'
import { useWords } from '../../window-context.tsx'

export type NextKey = StripKey & { readonly connectionId: ConnectionId }

/** Which keys expire when, over all workspaces. */
export function NextToExpire(props: { keys: readonly NextKey[]; workspaces: number; now: Instant; onOpen: (key: NextKey) => void; onAll: () => void }) {
  const words = useWords()
  const soon = props.keys.filter(key => key.endsAt > props.now && key.endsAt <= props.now + STRIP_MS)
  return (
    <section className="card next" aria-label={words.t('home.next.title')}>
      <div className="panel-head">
        <h2>{words.t('home.next.title')}</h2>
        {soon.length > 0 && <span className="quiet">{words.t('home.next.count', { keys: soon.length, workspaces: props.workspaces })}</span>}
        <Button kind="quiet" iconAfter={ArrowRight} onPress={props.onAll}>{words.t('home.next.all')}</Button>
      </div>
      <Strip keys={soon} now={props.now} marks="dates" onOpen={props.onOpen} />
    </section>
  )
}
