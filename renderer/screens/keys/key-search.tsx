import { Search } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { Input } from 'react-aria-components/Input'
import { SearchField } from 'react-aria-components/SearchField'
import { useWords } from '../../window-context.tsx'

/** Finds keys as one types; `/` comes here from wherever one isn't typing. */
export function KeySearch(props: { value: string; count: number | undefined; onChange: (search: string) => void }) {
  const words = useWords()
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || document.querySelector('[role=dialog], [role=alertdialog]')) return
      event.preventDefault()
      field.current?.focus()
      field.current?.select()
    }
    document.addEventListener('keydown', onKey)
    return () => { document.removeEventListener('keydown', onKey) }
  }, [])
  return (
    <SearchField className="search" aria-label={words.t('keys.search')} value={props.value} onChange={props.onChange} maxLength={200}>
      <Search size={16} strokeWidth={1.75} aria-hidden />
      <Input ref={field} className="input" placeholder={props.count === undefined ? words.t('keys.search') : words.t('keys.searchCount', { count: props.count })} autoComplete="off" spellCheck={false} />
      {props.value === '' && <kbd aria-hidden>/</kbd>}
    </SearchField>
  )
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement
}
