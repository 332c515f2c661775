import { ChevronDown } from 'lucide-react'
import { useId, type ReactNode } from 'react'
import { Button as AriaButton } from 'react-aria-components/Button'
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox'
import { Popover } from 'react-aria-components/Popover'
import { Select, SelectValue } from 'react-aria-components/Select'
import { ToggleButton } from 'react-aria-components/ToggleButton'
import { ToggleButtonGroup } from 'react-aria-components/ToggleButtonGroup'
import type { Settings, SettingsChange } from '../../../shared/settings.ts'
import { Button } from '../../components/button.tsx'
import { Toggle } from '../../components/check.tsx'
import { useWords } from '../../window-context.tsx'
import { Redirects } from './redirects.tsx'

const CLEAR_AFTER = [10, 20, 30, 60, 120, 300]

export type SettingsViewProps = {
  readonly settings: Settings
  readonly version: string
  readonly credentialsPath: string
  readonly onChange: (change: SettingsChange) => void
  readonly onShowFile: () => void
  readonly onShortcuts: () => void
  readonly onAbout: () => void
  /** None while nothing is connected. */
  readonly onPanic: (() => void) | undefined
}

/** What a person can choose. Each change holds at once. */
export function SettingsView(props: SettingsViewProps) {
  const words = useWords()
  const { settings, onChange } = props
  const span = (seconds: number) => (seconds < 60 ? words.t('settings.seconds', { count: seconds }) : words.t('settings.minutes', { count: seconds / 60 }))
  const offered = CLEAR_AFTER.includes(settings.clipboardClearSeconds) ? CLEAR_AFTER : [...CLEAR_AFTER, settings.clipboardClearSeconds].toSorted((a, b) => a - b)
  return (
    <div className="page settings">
      <div className="page-head"><h1>{words.t('settings.title')}</h1></div>
      <Group title={words.t('settings.look')}>
        <Row label={words.t('settings.theme')}>{id => (
          <Segments labelledBy={id} chosen={settings.theme} onChoose={theme => { onChange({ theme }) }} choices={[['system', words.t('settings.theme.system')], ['light', words.t('settings.theme.light')], ['dark', words.t('settings.theme.dark')]]} />
        )}</Row>
        <Row label={words.t('settings.language')}>{id => (
          // Each language is written in itself: whoever landed in the wrong one can't read the others.
          <Segments labelledBy={id} chosen={settings.language} onChoose={language => { onChange({ language }) }} choices={[['system', words.t('settings.language.system')], ['en', 'English'], ['es', 'Español']]} />
        )}</Row>
      </Group>
      <Group title={words.t('settings.clipboard')}>
        <Row label={words.t('settings.clearAfter')} help={words.t('settings.clearAfterText')}>{id => (
          <Select aria-labelledby={id} selectedKey={String(settings.clipboardClearSeconds)} onSelectionChange={key => { onChange({ clipboardClearSeconds: Number(key) }) }}>
            <AriaButton className="button button-outline select-button"><SelectValue /> <ChevronDown size={14} strokeWidth={1.75} aria-hidden /></AriaButton>
            <Popover className="popover" placement="bottom end" offset={6}>
              <ListBox className="menu">{offered.map(seconds => <ListBoxItem key={seconds} id={String(seconds)} className="menu-item">{span(seconds)}</ListBoxItem>)}</ListBox>
            </Popover>
          </Select>
        )}</Row>
      </Group>
      <Group title={words.t('settings.notifications')}>
        <div className="setting"><Toggle isSelected={settings.notifySignInNeeded} onChange={notifySignInNeeded => { onChange({ notifySignInNeeded }) }}>{words.t('settings.notifySignIn')}</Toggle></div>
        <div className="setting"><Toggle isSelected={settings.notifyFileChanged} onChange={notifyFileChanged => { onChange({ notifyFileChanged }) }}>{words.t('settings.notifyFile')}</Toggle></div>
        <div className="setting">
          <Toggle isSelected={settings.notifyKeyWeek} onChange={notifyKeyWeek => { onChange({ notifyKeyWeek }) }}>
            {words.t('settings.notifyKeyWeek')}<span className="hint setting-help">{words.t('settings.notifyKeyText')}</span>
          </Toggle>
        </div>
        <div className="setting"><Toggle isSelected={settings.notifyKeyDay} onChange={notifyKeyDay => { onChange({ notifyKeyDay }) }}>{words.t('settings.notifyKeyDay')}</Toggle></div>
      </Group>
      <Group title={words.t('settings.start')}>
        <div className="setting">
          <Toggle isSelected={settings.startAtLogin} onChange={startAtLogin => { onChange({ startAtLogin }) }}>
            {words.t('settings.startAtLogin')}<span className="hint setting-help">{words.t('settings.startText')}</span>
          </Toggle>
        </div>
      </Group>
      <Group title={words.t('settings.redirects')}>
        <Redirects redirects={settings.redirects} onChange={redirects => { onChange({ redirects }) }} />
      </Group>
      <Group title={words.t('settings.file')}>
        <Row label={<span className="mono">{props.credentialsPath}</span>} help={words.t('settings.fileText')}>{() => <Button onPress={props.onShowFile}>{words.t('action.showFile')}</Button>}</Row>
      </Group>
      {props.onPanic && <Group title={words.t('settings.panic')}>
        <Row label={words.t('settings.panicLabel')} help={words.t('settings.panicText')}>{() => <Button kind="danger" {...(props.onPanic ? { onPress: props.onPanic } : {})}>{words.t('panic.open')}</Button>}</Row>
      </Group>}
      <Group title={words.t('settings.about')}>
        <Row label={words.t('settings.version', { version: props.version })} help={words.t('settings.aboutText')}>{() => <div className="setting-buttons"><Button onPress={props.onShortcuts}>{words.t('shortcuts.title')}</Button><Button onPress={props.onAbout}>{words.t('about.open')}</Button></div>}</Row>
      </Group>
    </div>
  )
}

function Group(props: { title: string; children: ReactNode }) {
  const id = useId()
  return (
    <section className="setting-group" aria-labelledby={id}>
      <h2 id={id}>{props.title}</h2>
      <div className="card">{props.children}</div>
    </section>
  )
}

function Row(props: { label: ReactNode; help?: string; children: (labelId: string) => ReactNode }) {
  const id = useId()
  return (
    <div className="setting">
      <div className="setting-words"><span id={id}>{props.label}</span>{props.help !== undefined && <span className="hint setting-help">{props.help}</span>}</div>
      {props.children(id)}
    </div>
  )
}

function Segments<Id extends string>(props: { labelledBy: string; choices: readonly (readonly [Id, string])[]; chosen: Id; onChoose: (id: Id) => void }) {
  return (
    <ToggleButtonGroup className="segmented" aria-labelledby={props.labelledBy} selectionMode="single" disallowEmptySelection selectedKeys={[props.chosen]}
      onSelectionChange={keys => {
        const choice = props.choices.find(([id]) => keys.has(id))
        if (choice) props.onChoose(choice[0])
      }}>
      {props.choices.map(([id, label]) => <ToggleButton key={id} id={id} className="button segment">{label}</ToggleButton>)}
    </ToggleButtonGroup>
  )
}
