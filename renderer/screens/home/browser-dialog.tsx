import { useState } from 'react'
import { Label } from 'react-aria-components/Label'
import { RadioGroup } from 'react-aria-components/RadioGroup'
import type { Browser } from '../../../shared/browser.ts'
import type { Connection } from '../../../shared/connection.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { RadioChoice } from '../../components/radio-choice.tsx'
import { useWords } from '../../window-context.tsx'

const SYSTEM = ''

/** Asks which browser a workspace is signed in with: each may hold another account. */
export function BrowserDialog(props: { connection: Connection; browsers: readonly Browser[] | undefined; onChoose: (browserId: string | undefined) => void; onClose: () => void }) {
  const words = useWords()
  const { connection, browsers } = props
  const [chosen, setChosen] = useState(connection.browserId ?? SYSTEM)
  const isGone = browsers !== undefined && connection.browserId !== undefined && !browsers.some(({ id }) => id === connection.browserId)
  return (
    <Dialog width="slim" title={words.t('home.browser.title', { name: connection.workspace.name })} lead={words.t('home.browser.lead', { email: connection.user.email })} onClose={props.onClose} onSubmit={() => { props.onChoose(chosen === SYSTEM ? undefined : chosen) }} isDismissable
      actions={<>
        <Button onPress={props.onClose}>{words.t('action.cancel')}</Button>
        <Button kind="filled" type="submit">{words.t('action.save')}</Button>
      </>}>
      <RadioGroup className="radios" value={chosen} onChange={setChosen}>
        <Label className="label">{words.t('home.browser.label')}</Label>
        <RadioChoice value={SYSTEM}>{words.t('home.browser.system')}</RadioChoice>
        {browsers?.map(({ id, name }) => <RadioChoice key={id} value={id}>{name}</RadioChoice>)}
        {isGone && <RadioChoice value={connection.browserId ?? SYSTEM} help={words.t('home.browser.goneHelp')}>{words.t('home.browser.gone')}</RadioChoice>}
      </RadioGroup>
      {browsers?.length === 0 && <p className="hint">{words.t('home.browser.none')}</p>}
    </Dialog>
  )
}
