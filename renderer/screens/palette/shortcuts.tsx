import type { MessageId } from '../../../shared/words/message-ids.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { capsOf, type ShortcutAction } from '../../shortcuts.ts'
import { useAppState, useWords } from '../../window-context.tsx'
import './palette.css'

const EVERYWHERE: readonly ShortcutAction[] = ['palette', 'home', 'keys', 'activity', 'doctor', 'settings', 'generate', 'copyToken', 'refresh', 'shortcuts']
const NAMES: Record<ShortcutAction, MessageId> = {
  palette: 'shortcuts.palette', home: 'shortcuts.home', keys: 'shortcuts.keys', activity: 'shell.activity', doctor: 'shell.doctor', settings: 'shortcuts.settings', generate: 'shortcuts.generate',
  copyToken: 'shortcuts.copyToken', refresh: 'shortcuts.refresh', shortcuts: 'shortcuts.list',
}

/** Every shortcut, in the signs of this system. */
export function Shortcuts(props: { onClose: () => void }) {
  const words = useWords()
  const { platform } = useAppState()
  const main = platform === 'darwin' ? '⌘' : 'Ctrl'
  const inKeys: readonly (readonly [MessageId, readonly string[]])[] = [
    ['shortcuts.search', ['/']], ['shortcuts.open', ['Enter']], ['shortcuts.select', [words.t('shortcuts.space')]], ['shortcuts.extend', ['Shift', '↑↓']],
    ['shortcuts.selectAll', [main, 'A']], ['shortcuts.delete', [platform === 'darwin' ? '⌘ ⌫' : words.t('shortcuts.deleteKey')]],
  ]
  return (
    <Dialog width="slim" title={words.t('shortcuts.title')} isDismissable onClose={props.onClose} actions={<Button autoFocus onPress={props.onClose}>{words.t('action.close')}</Button>}>
      <section>
        <h3>{words.t('shortcuts.everywhere')}</h3>
        <dl className="shortcut-list">{EVERYWHERE.map(action => <Line key={action} name={words.any(NAMES[action], {})} caps={capsOf(action, platform)} />)}</dl>
      </section>
      <section>
        <h3>{words.t('shortcuts.inKeys')}</h3>
        <dl className="shortcut-list">{inKeys.map(([id, caps]) => <Line key={id} name={words.any(id, {})} caps={caps} />)}</dl>
      </section>
    </Dialog>
  )
}

function Line(props: { name: string; caps: readonly string[] }) {
  return <><dt>{props.name}</dt><dd>{props.caps.map(cap => <kbd key={cap}>{cap}</kbd>)}</dd></>
}
