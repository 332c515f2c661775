import * as electron from 'electron'
import type { SystemClipboard } from './secret-clipboard.ts'

const osFormat = (name: string) => `electron application/osclipboard;format="${name}"`

/**
 * The formats that ask clipboard histories, managers and cloud copies to leave an item alone.
 *
 * Windows: documented cloud clipboard formats, a DWORD of zero each. macOS: nspasteboard.org. Linux: the hint that
 * KDE's Klipper, KeePassXC and 1Password agree on.
 */
export function concealingFormats(platform: NodeJS.Platform): Record<string, Blob> {
  const dwordZero = () => new Blob([new Uint8Array(4)])
  if (platform === 'win32') {
    return {
      [osFormat('ExcludeClipboardContentFromMonitorProcessing')]: dwordZero(),
      [osFormat('CanIncludeInClipboardHistory')]: dwordZero(),
      [osFormat('CanUploadToCloudClipboard')]: dwordZero(),
    }
  }
  if (platform === 'darwin') {
    return { [osFormat('org.nspasteboard.ConcealedType')]: new Blob(['1']), [osFormat('org.nspasteboard.TransientType')]: new Blob(['1']) }
  }
  return { [osFormat('x-kde-passwordManagerHint')]: new Blob(['secret']) }
}

/** Electron's clipboard. From Electron 44 on it can write the concealing formats; before that it can't, and says so. */
export function electronClipboard(platform: NodeJS.Platform): SystemClipboard {
  const { clipboard } = electron
  const canConceal = Number(process.versions.electron?.split('.')[0]) >= 44 && 'ClipboardItem' in electron
  const write = async (text: string): Promise<void> => {
    if (canConceal) await clipboard.write([new electron.ClipboardItem({ 'text/plain': text, ...concealingFormats(platform) })])
    else await clipboard.writeText(text)
    if (platform === 'linux') emptySelection()
  }
  return {
    canConceal,
    write: secret => write(secret.expose()),
    // Awaiting serves both: these calls are synchronous before Electron 44.
    read: async () => await clipboard.readText(),
    async clear() {
      // Overwritten first, and marked: an item that only vanishes stays in histories that copy late.
      await write('')
      clipboard.clear()
    },
  }
}

/** Chromium on Linux gives what is copied to the primary selection as well, and a middle click would paste it: taken back. */
function emptySelection(): void {
  // A clipboard of its own since Electron 44, an argument before that.
  const { selection }: Partial<Electron.Clipboard> = electron.clipboard
  const clear: (of?: 'selection') => void = electron.clipboard.clear
  if (selection === undefined) clear('selection')
  else selection.clear()
}
