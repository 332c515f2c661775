import type { Connection, ConnectionId } from '../../../shared/connection.ts'
import type { LinkAsked } from '../../../shared/link.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { useWords } from '../../window-context.tsx'

export type LinkViewProps = {
  readonly link: LinkAsked
  /** The workspace that it speaks of, where it is connected. */
  readonly connection: Connection | undefined
  readonly onClose: () => void
  readonly onSignIn: (host: string) => void
  readonly onOpenKey: (id: ConnectionId, keyId: string) => void
}

/** Shows what a link asks, and asks the person. The focus is on *Cancel*: a link must not be answered by a key pressed in passing. */
export function LinkView(props: LinkViewProps) {
  const { link } = props
  switch (link.kind) {
    case 'signIn':
      return <SignIn {...props} link={link} />
    case 'openKey':
      return <OpenKey {...props} link={link} />
    case 'refused':
      return <Refused {...props} text={link.text} />
  }
}

function SignIn({ link, connection, onClose, onSignIn }: LinkViewProps & { link: Extract<LinkAsked, { kind: 'signIn' }> }) {
  const words = useWords()
  const { host } = link
  const name = connection?.workspace.name ?? host
  const isIn = connection?.session.kind === 'signedIn'
  return (
    <Dialog width="slim" isAlert title={words.t('link.signIn.title', { host: name })} onClose={onClose}
      lead={connection === undefined ? words.t('link.signIn.lead') : isIn ? words.t('link.signIn.already', { host, name }) : words.t('link.signIn.again', { name })}
      consequence={isIn ? '' : words.t('link.signIn.consequence')}
      actions={<><Button autoFocus onPress={onClose}>{words.t(isIn ? 'action.close' : 'action.cancel')}</Button>{!isIn && <Button kind="filled" onPress={() => { onSignIn(host) }}>{words.t('link.signIn.yes')}</Button>}</>}>
      <dl className="link-asked"><dt>{words.t('link.host')}</dt><dd className="mono">{host}</dd></dl>
    </Dialog>
  )
}

function OpenKey({ link, connection, onClose, onSignIn, onOpenKey }: LinkViewProps & { link: Extract<LinkAsked, { kind: 'openKey' }> }) {
  const words = useWords()
  const { host, keyId } = link
  const canConnect = connection === undefined && host !== 'this-computer'
  return (
    <Dialog width="slim" isAlert title={connection ? words.t('link.openKey.title', { name: connection.workspace.name }) : words.t('link.openKey.unknownTitle')}
      lead={connection ? words.t('link.openKey.lead') : words.t('link.openKey.unknown', { host })} onClose={onClose} consequence={canConnect ? words.t('link.signIn.consequence') : ''}
      actions={<>
        <Button autoFocus onPress={onClose}>{words.t('action.cancel')}</Button>
        {connection && <Button kind="filled" onPress={() => { onOpenKey(connection.id, keyId) }}>{words.t('link.openKey.yes')}</Button>}
        {canConnect && <Button kind="filled" onPress={() => { onSignIn(host) }}>{words.t('link.signIn.yes')}</Button>}
      </>}>
      <dl className="link-asked">
        <dt>{words.t('link.host')}</dt><dd className="mono">{host}</dd>
        <dt>{words.t('link.key')}</dt><dd className="mono">{keyId}</dd>
      </dl>
    </Dialog>
  )
}

function Refused({ text, onClose }: LinkViewProps & { text: string }) {
  const words = useWords()
  return (
    <Dialog width="slim" isAlert title={words.t('link.refused.title')} lead={words.t('link.refused.lead')} onClose={onClose} actions={<Button autoFocus onPress={onClose}>{words.t('action.close')}</Button>}>
      <dl className="link-asked"><dt>{words.t('link.said')}</dt><dd className="mono">{text}</dd></dl>
    </Dialog>
  )
}
