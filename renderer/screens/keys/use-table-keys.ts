import { useState, type KeyboardEvent, type MouseEvent } from 'react'
import type { ApiKey } from '../../../shared/api-key.ts'
import type { KeyRows } from './key-rows.ts'

/** The id of a drawn row, for aria-activedescendant. */
export function rowId(index: number): string {
  return `key-row-${index}`
}

type Table = {
  readonly rows: KeyRows
  readonly total: number
  scrollTo(index: number): void
  onOpen(key: ApiKey): void
  onSelect(keys: readonly ApiKey[], how: 'toggle' | 'add'): void
  onSelectAll(): void
  onDelete(): void
}

const PAGE = 10

/** Where a key of the keyboard leads from row `active`, if it leads somewhere. */
export function rowAfter(pressed: string, active: number, total: number): number | undefined {
  const last = total - 1
  const at = (index: number) => Math.min(last, Math.max(0, index))
  switch (pressed) {
    case 'ArrowDown':
      return at(active + 1)
    case 'ArrowUp':
      return at(active - 1)
    case 'PageDown':
      return at(active + PAGE)
    case 'PageUp':
      return at(active - PAGE)
    case 'Home':
      return 0
    case 'End':
      return at(last)
    default:
      return undefined
  }
}

/** Keyboard and mouse of the key grid: arrows move, Shift extends, Space selects, Enter opens, Delete deletes. */
export function useTableKeys(table: Table) {
  const { rows, total } = table
  const [wanted, setActive] = useState(-1)
  const [hasFocus, setHasFocus] = useState(false)
  const active = Math.min(wanted, total - 1)

  const between = (a: number, b: number) => {
    const keys: ApiKey[] = []
    for (let index = Math.min(a, b); index <= Math.max(a, b); index += 1) {
      const key = rows.rowAt(index)
      if (key) keys.push(key)
    }
    return keys
  }
  const goTo = (index: number, extends_: boolean) => {
    if (extends_) table.onSelect(between(Math.max(0, active), index), 'add')
    setActive(index)
    table.scrollTo(index)
  }
  const act = (event: KeyboardEvent): boolean => {
    const key = rows.rowAt(active)
    switch (actOf(event)) {
      case undefined:
        return false
      case 'selectAll':
        table.onSelectAll()
        return true
      case 'delete':
        table.onDelete()
        return true
      case 'select':
        if (key) table.onSelect([key], 'toggle')
        return true
      case 'open':
        if (key) table.onOpen(key)
        return true
    }
  }
  return {
    active: hasFocus ? active : -1,
    activeId: active >= 0 ? rowId(active) : undefined,
    onFocus: (event: { target: EventTarget; currentTarget: EventTarget }) => {
      setHasFocus(event.target === event.currentTarget)
      if (event.target === event.currentTarget && wanted < 0 && total > 0) setActive(0)
    },
    onKeyDown: (event: KeyboardEvent) => {
      // The buttons in the head have their own keys.
      if (event.target !== event.currentTarget) return
      const next = rowAfter(event.key, active, total)
      if (next !== undefined) goTo(next, event.shiftKey)
      else if (!act(event)) return
      event.preventDefault()
    },
    onClick: (event: MouseEvent) => {
      const index = rowOf(event.target)
      const key = index === undefined ? undefined : rows.rowAt(index)
      if (index === undefined || !key) return
      if (event.shiftKey) goTo(index, true)
      else if (isOnCheck(event.target) || event.ctrlKey || event.metaKey) table.onSelect([key], 'toggle')
      else table.onOpen(key)
      setActive(index)
    },
  }
}

function actOf({ key, ctrlKey, metaKey }: KeyboardEvent): 'selectAll' | 'delete' | 'select' | 'open' | undefined {
  if (ctrlKey || metaKey) return key.toLowerCase() === 'a' ? 'selectAll' : key === 'Backspace' && metaKey ? 'delete' : undefined
  if (key === 'Delete') return 'delete'
  if (key === ' ') return 'select'
  return key === 'Enter' ? 'open' : undefined
}

function rowOf(target: EventTarget): number | undefined {
  const row = target instanceof Element ? target.closest('[aria-rowindex]') : null
  return row ? Number(row.getAttribute('aria-rowindex')) - 2 : undefined
}

function isOnCheck(target: EventTarget): boolean {
  return target instanceof Element && target.closest('.key-cell-check') !== null
}
