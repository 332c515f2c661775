import { ListFilter } from 'lucide-react'
import { Button as AriaButton } from 'react-aria-components/Button'
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox'
import { Popover } from 'react-aria-components/Popover'
import { Select } from 'react-aria-components/Select'
import type { Scope } from '../../../shared/scope.ts'
import { useWords } from '../../window-context.tsx'

const ANY = ''

/** Shows the keys of one scope only. */
export function ScopeFilter(props: { catalogue: readonly Scope[]; chosen: string | undefined; onChoose: (scope: string | undefined) => void }) {
  const words = useWords()
  const chosen = props.catalogue.find(scope => scope.id === props.chosen)
  return (
    <Select aria-label={words.t('keys.filter.scope')} selectedKey={props.chosen ?? ANY} onSelectionChange={key => { props.onChoose(key === ANY || key === null ? undefined : String(key)) }}>
      <AriaButton className="chip" {...(chosen ? { 'data-selected': true } : {})}>
        <ListFilter size={16} strokeWidth={1.75} aria-hidden /> {chosen?.title ?? words.t('keys.filter.scope')}
      </AriaButton>
      <Popover className="popover" placement="bottom start" offset={6}>
        <ListBox className="menu">
          <ListBoxItem id={ANY} className="menu-item">{words.t('keys.filter.anyScope')}</ListBoxItem>
          {props.catalogue.map(scope => <ListBoxItem key={scope.id} id={scope.id} className="menu-item">{scope.title}</ListBoxItem>)}
        </ListBox>
      </Popover>
    </Select>
  )
}
