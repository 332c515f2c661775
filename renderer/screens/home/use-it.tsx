import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components/Tabs'
import type { Connection } from '../../../shared/connection.ts'
import { Button } from '../../components/button.tsx'
import { useWords } from '../../window-context.tsx'
import { highlight } from './highlight.ts'
import { SNIPPET_LANGUAGES, snippetOf, type SnippetLanguage } from './snippets.ts'

/** Ready programs that read the token from the file. */
export function UseIt(props: { connection: Connection; credentialsPath: string; first: SnippetLanguage; showsName: boolean; onCopy: (text: string) => Promise<void> }) {
  const words = useWords()
  const { connection } = props
  const [language, setLanguage] = useState(props.first)
  const [copied, setCopied] = useState<string>()
  const code = snippetOf(language, props.credentialsPath, connection.profile)
  const copy = async () => {
    await props.onCopy(code)
    setCopied(code)
  }
  return (
    <section className="card use" aria-label={words.t('home.use.title')}>
      <div className="panel-head">
        <h2>{words.t('home.use.title')}</h2>
        <span className="quiet">{words.t('home.use.text')}{props.showsName && ` ${words.t('home.use.of', { profile: connection.profile, name: connection.workspace.name })}`}</span>
        <Button kind="quiet" icon={copied === code ? Check : Copy} onPress={() => { void copy() }}>{words.t(copied === code ? 'home.use.copied' : 'action.copy')}</Button>
      </div>
      <Tabs selectedKey={language} onSelectionChange={key => { setLanguage(SNIPPET_LANGUAGES.find(one => one === key) ?? 'curl') }}>
        <TabList className="tabs" aria-label={words.t('home.use.languages')}>
          {SNIPPET_LANGUAGES.map(one => <Tab key={one} id={one} className="tab">{words.t(`home.use.${one}`)}</Tab>)}
        </TabList>
        <TabPanel id={language}>
          <pre className="snippet" tabIndex={0} aria-label={words.t(`home.use.${language}`)}>
            {highlight(code).map((piece, index) => <span key={index} className={`piece-${piece.kind}`}>{piece.code}</span>)}
          </pre>
        </TabPanel>
      </Tabs>
    </section>
  )
}
