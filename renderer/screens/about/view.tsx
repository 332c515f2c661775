import { ClipboardCopy } from 'lucide-react'
import { useState } from 'react'
import type { About, LicensedPackage } from '../../../shared/about.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { Field } from '../../components/field.tsx'
import { useWords } from '../../window-context.tsx'

/** What runs, and what it is made of, with the terms of each part. */
export function AboutView(props: { about: About | undefined; isCopied: boolean; onCopy: () => void; onClose: () => void }) {
  const words = useWords()
  const { about } = props
  const [wanted, setWanted] = useState('')
  const shown = about?.packages.filter(({ name }) => name.includes(wanted.trim().toLowerCase())) ?? []
  return (
    <Dialog title={words.t('about.title')} lead={words.t('about.lead')} isDismissable onClose={props.onClose}
      consequence={<span role="status">{props.isCopied ? words.t('about.copied') : ''}</span>}
      actions={<><Button icon={ClipboardCopy} isDisabled={about === undefined} onPress={props.onCopy}>{words.t('about.copyVersions')}</Button><Button kind="filled" autoFocus onPress={props.onClose}>{words.t('action.close')}</Button></>}>
      {about === undefined ? <p className="quiet">{words.t('about.reading')}</p> : (
        <>
          <section>
            <h3>{words.t('about.versions')}</h3>
            <dl className="versions">{about.versions.map(({ name, version }) => <Line key={name} name={name} version={version} />)}</dl>
          </section>
          <section className="packages">
            <h3>{words.t('about.packages', { count: about.packages.length })}</h3>
            <Field label={words.t('about.search')} value={wanted} onChange={setWanted} maxLength={100} />
            {shown.length === 0 ? <p className="hint">{words.t('about.none')}</p> : <ul className="package-list">{shown.map(one => <Package key={`${one.name} ${one.version}`} one={one} />)}</ul>}
            <p className="hint">{words.t('about.chromium')}</p>
          </section>
        </>
      )}
    </Dialog>
  )
}

function Line(props: { name: string; version: string }) {
  return <><dt>{props.name}</dt><dd className="mono">{props.version}</dd></>
}

function Package({ one }: { one: LicensedPackage }) {
  const words = useWords()
  // The text is drawn when it is asked for: all of them together are a book.
  const [isOpen, setIsOpen] = useState(false)
  return (
    <li>
      <details onToggle={event => { setIsOpen(event.currentTarget.open) }}>
        <summary><span className="package-name">{one.name}</span> <span className="hint">{one.version}</span> <span className="hint package-licence">{one.licence}</span></summary>
        {isOpen && <pre className="package-text" tabIndex={0}>{one.text ?? words.t('about.noText')}</pre>}
      </details>
    </li>
  )
}
