import { Plus, RefreshCw, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Connection } from '../../../shared/connection.ts'
import type { Instant } from '../../../shared/instant.ts'
import { Button } from '../../components/button.tsx'
import { Note } from '../../components/small.tsx'
import { useWords } from '../../window-context.tsx'
import { NextToExpire, type NextKey } from './next-to-expire.tsx'
import type { SnippetLanguage } from './snippets.ts'
import { UseIt } from './use-it.tsx'

export type HomeViewProps = {
  readonly cards: readonly ReactNode[]
  /** The workspace whose provider could not be told of a sign-out. */
  readonly signedOutOf: string | undefined
  readonly next: { readonly keys: readonly NextKey[]; readonly workspaces: number; readonly now: Instant } | undefined
  /** Whose snippets are shown; none while it has no token. */
  readonly used: Connection | undefined
  readonly credentialsPath: string
  readonly firstLanguage: SnippetLanguage
  readonly onRefreshAll: (() => void) | undefined
  readonly onConnect: () => void
  readonly onOpenKey: (key: NextKey) => void
  readonly onAllKeys: () => void
  readonly onCopyText: (text: string) => Promise<void>
}

/** Each workspace's card, what expires next, and how to use it all. */
export function HomeView(props: HomeViewProps) {
  const words = useWords()
  const { used } = props
  return (
    <div className="page">
      <div className="page-head">
        <h1>{words.t('home.title')}</h1>
        {props.onRefreshAll && <Button kind="quiet" icon={RefreshCw} onPress={props.onRefreshAll}>{words.t('home.refreshAll')}</Button>}
        <Button icon={Plus} onPress={props.onConnect}>{words.t('home.connect')}</Button>
      </div>
      {props.signedOutOf !== undefined && <Note tone="soon" icon={TriangleAlert} isAlert>{words.t('home.signOut.localOnly', { name: props.signedOutOf })}</Note>}
      {props.cards}
      {props.next && <NextToExpire {...props.next} onOpen={props.onOpenKey} onAll={props.onAllKeys} />}
      {used && <UseIt connection={used} credentialsPath={props.credentialsPath} first={props.firstLanguage} showsName={props.cards.length > 1} onCopy={props.onCopyText} />}
    </div>
  )
}
