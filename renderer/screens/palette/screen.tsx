import { Search } from 'lucide-react'
import { Autocomplete } from 'react-aria-components/Autocomplete'
import { Dialog } from 'react-aria-components/Dialog'
import { Input } from 'react-aria-components/Input'
import { Menu, MenuItem } from 'react-aria-components/Menu'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import { TextField } from 'react-aria-components/TextField'
import { commandsOf } from '../../commands.tsx'
import { useNavigation } from '../../navigation.tsx'
import { capsOf } from '../../shortcuts.ts'
import { useSend } from '../../use-send.ts'
import { useAppState, useWords } from '../../window-context.tsx'
import './palette.css'

/** Letters without their accents, so that `sesion` finds *sesión*. */
function bare(text: string): string {
  return text.normalize('NFD').replace(/\p{Diacritic}/gu, '').toLowerCase()
}

/** Each word of `wanted` stands somewhere in `text`. */
function fits(text: string, wanted: string): boolean {
  const all = bare(text)
  return bare(wanted).split(/\s+/).every(word => all.includes(word))
}

/** Every command, found by typing. */
export function PaletteScreen(props: { onClose: () => void }) {
  const words = useWords()
  const state = useAppState()
  const navigation = useNavigation()
  const send = useSend()
  const commands = commandsOf({ state, navigation, send, words })
  return (
    <ModalOverlay className="veil palette-veil" isOpen isDismissable onOpenChange={isOpen => { if (!isOpen) props.onClose() }}>
      <Modal className="dialog palette">
        <Dialog aria-label={words.t('palette.title')}>
          <Autocomplete filter={fits}>
            <TextField className="palette-field" aria-label={words.t('palette.search')} autoFocus>
              <Search size={16} strokeWidth={1.75} aria-hidden />
              <Input className="palette-input" placeholder={words.t('palette.search')} autoComplete="off" spellCheck={false} />
            </TextField>
            <div className="palette-menu" tabIndex={0}>
              <Menu className="menu" aria-label={words.t('palette.title')} items={commands} renderEmptyState={() => <p className="hint palette-none">{words.t('palette.none')}</p>}
                onAction={id => {
                  props.onClose()
                  commands.find(command => command.id === id)?.run()
                }}>
                {command => (
                  <MenuItem id={command.id} textValue={command.label} className="menu-item">
                    <command.icon size={16} strokeWidth={1.75} aria-hidden />
                    <span className="palette-label">{command.label}</span>
                    {command.shortcut && <span className="palette-caps" aria-hidden>{capsOf(command.shortcut, state.platform).map(cap => <kbd key={cap}>{cap}</kbd>)}</span>}
                  </MenuItem>
                )}
              </Menu>
            </div>
          </Autocomplete>
          <p className="hint palette-hint">{words.t('palette.hint')}</p>
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}
