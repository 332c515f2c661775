import type { AppState } from '../shared/app-state.ts'

/** What a shortcut of the window does. */
export type ShortcutAction = 'palette' | 'home' | 'keys' | 'activity' | 'doctor' | 'settings' | 'generate' | 'copyToken' | 'refresh' | 'shortcuts'

type Press = { readonly key: string; readonly hasMain: boolean; readonly hasShift: boolean; readonly hasAlt: boolean }

/** With the main modifier: Ctrl, or Command on macOS. */
const SHORTCUTS: readonly { readonly action: ShortcutAction; readonly key: string; readonly shift?: true }[] = [
  { action: 'palette', key: 'k' }, { action: 'home', key: '1' }, { action: 'keys', key: '2' }, { action: 'activity', key: '3' }, { action: 'doctor', key: '4' }, { action: 'settings', key: ',' }, { action: 'generate', key: 'n' },
  { action: 'copyToken', key: 'c', shift: true }, { action: 'refresh', key: 'r' }, { action: 'shortcuts', key: '/' },
]

/** What a press means, if anything. */
export function shortcutOf(press: Press): ShortcutAction | undefined {
  if (!press.hasMain || press.hasAlt) return undefined
  return SHORTCUTS.find(({ key, shift }) => key === press.key.toLowerCase() && (shift ?? false) === press.hasShift)?.action
}

/** The caps of a shortcut's keys: `Ctrl`, `Shift`, `C`; on macOS its signs. */
export function capsOf(action: ShortcutAction, platform: AppState['platform']): readonly string[] {
  const shortcut = SHORTCUTS.find(one => one.action === action)
  if (!shortcut) return []
  const isMac = platform === 'darwin'
  return [...(shortcut.shift ? [isMac ? '⇧' : 'Shift'] : []), ...[isMac ? '⌘' : 'Ctrl'], shortcut.key.toUpperCase()].toSorted((a, b) => rank(a) - rank(b))
}

function rank(cap: string): number {
  return ['Ctrl', 'Shift', '⇧', '⌘'].indexOf(cap) + (cap.length === 1 && !'⇧⌘'.includes(cap) ? 10 : 0)
}
