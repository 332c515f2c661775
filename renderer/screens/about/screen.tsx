import { useEffect, useState } from 'react'
import type { About } from '../../../shared/about.ts'
import { useSend } from '../../use-send.ts'
import { AboutView } from './view.tsx'
import './about.css'

/** About, with what the app says of itself. */
export function AboutScreen(props: { onClose: () => void }) {
  const send = useSend()
  const [about, setAbout] = useState<About>()
  const [isCopied, setIsCopied] = useState(false)
  useEffect(() => {
    let isOver = false
    void send('readAbout', {}).then(read => { if (!isOver) setAbout(read) })
    return () => { isOver = true }
  }, [send])
  return (
    <AboutView about={about} isCopied={isCopied} onClose={props.onClose} onCopy={() => {
      const text = about?.versions.map(({ name, version }) => `${name} ${version}`).join('\n') ?? ''
      void send('copyText', { text }).then(() => { setIsCopied(true) })
    }} />
  )
}
