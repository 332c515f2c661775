import { ChevronDown, CloudOff, Copy, Ellipsis, FileCheck2, FileWarning, FileX2, KeyRound, MemoryStick, RefreshCw, TriangleAlert, WifiOff } from 'lucide-react'
import type { LucideIcon } from 'lucide-react'
import { Button as AriaButton } from 'react-aria-components/Button'
import type { Connection } from '../../../shared/connection.ts'
import type { CopyFailure, ProfileFailure } from '../../../shared/failures.ts'
import type { Instant } from '../../../shared/instant.ts'
import type { MessageId } from '../../../shared/words/message-ids.ts'
import { Button, IconButton } from '../../components/button.tsx'
import { FailureNote } from '../../components/failure-note.tsx'
import { Menu, type MenuEntry } from '../../components/menu.tsx'
import { Rich } from '../../components/rich.tsx'
import { Ring } from '../../components/ring.tsx'
import { Badge, Note } from '../../components/small.tsx'
import { fractionLeft } from '../../time/ticks.ts'
import { useCountdown } from '../../time/use-now.ts'
import { useWords } from '../../window-context.tsx'
import type { CardAction, CardIcon } from './card-parts.ts'
import { cardTruth, type CardTruth } from './card-truth.ts'

const ICONS: Record<CardIcon, LucideIcon> = { offline: CloudOff, file: FileX2, warning: TriangleAlert, memory: MemoryStick, key: KeyRound }

const LABELS: Record<CardAction, MessageId> = {
  copy: 'home.copyToken', refresh: 'action.tryNow', signIn: 'action.signIn', write: 'action.writeAgain', takeOver: 'home.writeOurs',
  rename: 'action.renameProfile', showFile: 'action.showFile', openSession: 'home.openSession',
  allowInPlace: 'home.allowInPlace', allowShare: 'home.allowShare',
}

export type ConnectionCardProps = {
  readonly connection: Connection
  readonly isDefault: boolean
  readonly credentialsPath: string
  /** Whether its primary button is the filled one at rest; trouble fills it anyway. */
  readonly isFilled: boolean
  readonly running: CardAction | undefined
  readonly wasCopied: boolean
  /** Why the last press of a button came to nothing, where the state itself doesn't say so. */
  readonly failure: CopyFailure | ProfileFailure | undefined
  readonly menu: readonly MenuEntry[]
  readonly keepChoices: readonly MenuEntry[]
  readonly onAction: (action: CardAction) => void
}

/** One connected workspace: the truth about it, and what to do. */
export function ConnectionCard(props: ConnectionCardProps) {
  const words = useWords()
  const { connection } = props
  const { session, workspace, user } = connection
  const now = useCountdown(session.kind === 'signedIn' ? session.token.expiresAt : undefined)
  const truth = cardTruth(connection, now, words)
  const id = `connection-${connection.id}`
  return (
    // One may be signed in to the same workspace twice.
    <section className="card connection" id={id} tabIndex={-1} aria-labelledby={`${id}-name ${id}-person`}>
      <CardRing truth={truth} now={now} />
      <div className="connection-top">
        <div className="connection-words">
          <div className="connection-title">
            <h2 id={`${id}-name`}>{workspace.name}</h2>
            {props.isDefault && <Badge>{words.t('home.default')}</Badge>}
            {truth.badges.map(badge => <Badge key={badge.text} tone={badge.tone} {...(badge.isOffline ? { icon: WifiOff } : {})}>{badge.text}</Badge>)}
          </div>
          <p className="quiet" id={`${id}-person`}>{words.t('home.identity', { email: user.email, role: words.t(`role.${user.role}`) })}</p>
          <p className="connection-line"><Rich parts={truth.line} />{truth.aside !== undefined && <span className="quiet aside">{truth.aside}</span>}</p>
        </div>
        <Actions {...props} truth={truth} />
      </div>
      {(truth.notes.length > 0 || truth.file || props.failure) && (
        <div className="connection-rest">
          {props.failure && <FailureNote failure={props.failure} />}
          {truth.notes.map((note, index) => <Note key={index} tone={note.tone} icon={ICONS[note.icon]}><Rich parts={note.parts} /></Note>)}
          {truth.file && <FileLine {...props} file={truth.file} />}
        </div>
      )}
    </section>
  )
}

function CardRing(props: { truth: CardTruth; now: Instant }) {
  const words = useWords()
  const { ring, tone } = props.truth
  if (!ring) return <Ring fraction={0} tone={tone} label={words.t('home.ringNone')} big="–" />
  const left = ring.expiresAt - props.now
  const said = words.left(left)
  // `42 min` is drawn as a number over its unit; `4:38` has none.
  const [big = said, small] = said.split(/[\s\u00a0\u202f]+/)
  return <Ring fraction={fractionLeft(ring.issuedAt, ring.expiresAt, props.now)} tone={tone} label={words.t('home.ringLabel', { left: said })} big={big} {...(small === undefined ? {} : { small })} />
}

function Actions(props: ConnectionCardProps & { truth: CardTruth }) {
  const words = useWords()
  const { truth, connection } = props
  const isTaken = connection.publication.kind === 'failed' && connection.publication.failure.code === 'profile_taken'
  const label = (action: CardAction) => words.any(action === 'copy' && props.wasCopied ? 'home.copied' : action === 'takeOver' && isTaken ? 'home.takePlace' : LABELS[action], {})
  const isAtRest = truth.primary === 'copy'
  const order: readonly CardAction[] = truth.primary === undefined ? [] : isAtRest ? [truth.primary] : [...truth.others.filter(action => action === 'copy'), truth.primary, ...truth.others.filter(action => action !== 'copy')]
  return (
    <div className="connection-actions">
      {order.map(action => (
        <Button key={action} kind={action === truth.primary && (!isAtRest || props.isFilled) ? 'filled' : 'outline'} {...(action === 'copy' ? { icon: Copy } : {})} isPending={props.running === action} onPress={() => { props.onAction(action) }}>
          {label(action)}
        </Button>
      ))}
      {isAtRest && <IconButton icon={RefreshCw} label={words.t('home.refresh')} isPending={props.running === 'refresh'} onPress={() => { props.onAction('refresh') }} />}
      <Menu label={words.t('home.more', { name: connection.workspace.name })} entries={props.menu}>
        <AriaButton className="button button-outline button-icon" aria-label={words.t('home.more', { name: connection.workspace.name })}>
          <Ellipsis size={16} strokeWidth={1.75} aria-hidden />
        </AriaButton>
      </Menu>
    </div>
  )
}

function FileLine(props: ConnectionCardProps & { file: NonNullable<CardTruth['file']> }) {
  const words = useWords()
  const { connection, credentialsPath } = props
  const keep = connection.keepFresh
  const how = keep.kind === 'until' ? words.t('home.keep.until', { time: words.time(keep.at) }) : words.t(`home.keep.${keep.kind}`)
  const Icon = props.file.isWell ? FileCheck2 : FileWarning
  return (
    <div className="connection-file">
      <AriaButton className="path-button" aria-label={words.t('home.path', { path: credentialsPath })} onPress={() => { props.onAction('showFile') }}>
        <Icon size={16} strokeWidth={1.75} aria-hidden /> <span className="mono">{credentialsPath}</span>
      </AriaButton>
      <span className="badge profile-badge">[{connection.profile}]</span>
      <span>{props.file.text}</span>
      <div className="keep">
        <Menu label={words.t('home.keepFreshLabel')} entries={props.keepChoices}>
          <AriaButton className="button button-quiet keep-button">
            <span><Rich parts={words.parts('home.keepFresh', { how })} /></span>
            <ChevronDown size={14} strokeWidth={1.75} aria-hidden />
          </AriaButton>
        </Menu>
      </div>
    </div>
  )
}
