import { Check, Columns3 } from 'lucide-react'
import { Button as AriaButton } from 'react-aria-components/Button'
import { Menu, MenuItem, MenuTrigger } from 'react-aria-components/Menu'
import { Popover } from 'react-aria-components/Popover'
import { KEY_COLUMNS, type KeyColumn } from '../../../shared/key-column.ts'
import { useWords } from '../../window-context.tsx'

const LABELS = { key: 'key', scopes: 'scopes', created: 'created', expires: 'expires', used: 'lastUsed', status: 'status' } as const

/** Which columns the key table shows; it is remembered. The name always stands. */
export function ColumnChooser(props: { chosen: readonly KeyColumn[]; onChoose: (columns: KeyColumn[]) => void }) {
  const words = useWords()
  return (
    <MenuTrigger>
      <AriaButton className="chip"><Columns3 size={16} strokeWidth={1.75} aria-hidden /> {words.t('keys.columns')}</AriaButton>
      <Popover className="popover" placement="bottom end" offset={6}>
        <Menu className="menu" aria-label={words.t('keys.columns')} selectionMode="multiple" selectedKeys={props.chosen}
          onSelectionChange={keys => { props.onChoose(KEY_COLUMNS.filter(column => keys === 'all' || keys.has(column))) }}>
          {KEY_COLUMNS.map(column => (
            <MenuItem key={column} id={column} textValue={words.t(`keys.column.${LABELS[column]}`)} className="menu-item">
              {({ isSelected }) => <><Check size={16} strokeWidth={1.75} aria-hidden className={isSelected ? '' : 'column-off'} /><span>{words.t(`keys.column.${LABELS[column]}`)}</span></>}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  )
}
