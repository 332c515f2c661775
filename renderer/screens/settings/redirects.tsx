import { Trash2 } from 'lucide-react'
import { useState } from 'react'
import { ToggleButton } from 'react-aria-components/ToggleButton'
import { ToggleButtonGroup } from 'react-aria-components/ToggleButtonGroup'
import type { RedirectChoice } from '../../../shared/settings.ts'
import { Button, IconButton } from '../../components/button.tsx'
import { Field } from '../../components/field.tsx'
import { useWords } from '../../window-context.tsx'
import { portsIn } from './ports-in.ts'

/** How single workspaces' providers want their redirect: what is set, and a row to add one. */
export function Redirects(props: { redirects: readonly RedirectChoice[]; onChange: (redirects: RedirectChoice[]) => void }) {
  const words = useWords()
  const { redirects, onChange } = props
  return (
    <>
      <p className="setting hint">{words.t('settings.redirectsText')}</p>
      {redirects.map(({ workspaceHost, host, ports }) => (
        <div className="setting" key={workspaceHost}>
          <div className="setting-words">
            <span>{workspaceHost}</span>
            <span className="hint setting-help">{ports.length === 0 ? words.t('settings.redirectAnyPort', { host }) : words.t('settings.redirectPorts', { host, ports: ports.join(', ') })}</span>
          </div>
          <IconButton icon={Trash2} label={words.t('settings.redirectRemove', { workspace: workspaceHost })} onPress={() => { onChange(redirects.filter(other => other.workspaceHost !== workspaceHost)) }} />
        </div>
      ))}
      <AddRedirect onAdd={added => { onChange([...redirects.filter(other => other.workspaceHost !== added.workspaceHost), added]) }} />
    </>
  )
}

function AddRedirect(props: { onAdd: (redirect: RedirectChoice) => void }) {
  const words = useWords()
  const [workspaceHost, setWorkspaceHost] = useState('')
  const [host, setHost] = useState<RedirectChoice['host']>('127.0.0.1')
  const [portsText, setPortsText] = useState('')
  const ports = portsIn(portsText)
  const isReady = workspaceHost.trim() !== '' && ports !== undefined
  return (
    <form className="setting redirect-add" onSubmit={event => {
      event.preventDefault()
      if (!isReady) return
      props.onAdd({ workspaceHost: workspaceHost.trim().toLowerCase(), host, ports })
      setWorkspaceHost('')
      setPortsText('')
    }}>
      <Field label={words.t('settings.redirectWorkspace')} value={workspaceHost} onChange={setWorkspaceHost} maxLength={255} placeholder="acme.cerby.com" />
      <ToggleButtonGroup className="segmented" aria-label={words.t('settings.redirectHost')} selectionMode="single" disallowEmptySelection selectedKeys={[host]}
        onSelectionChange={keys => { setHost(keys.has('localhost') ? 'localhost' : '127.0.0.1') }}>
        <ToggleButton id="127.0.0.1" className="button segment">127.0.0.1</ToggleButton>
        <ToggleButton id="localhost" className="button segment">localhost</ToggleButton>
      </ToggleButtonGroup>
      <Field label={words.t('settings.redirectPortsLabel')} value={portsText} onChange={setPortsText} maxLength={100} help={words.t('settings.redirectPortsHelp')} error={ports === undefined ? words.t('settings.redirectPortsWrong') : undefined} />
      <Button type="submit" isDisabled={!isReady}>{words.t('settings.redirectAdd')}</Button>
    </form>
  )
}
