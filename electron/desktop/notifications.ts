import { Notification } from 'electron'
import type { Notice } from './notices.ts'

export interface Notifier {
  /** Shows what is new among these, takes back what is over. */
  show(notices: Notice[]): void
  /** Shows one thing once, whatever else is so. */
  say(title: string, body: string): void
}

/** Native notifications; never more than one for one cause. `act` runs on a click, or on the button where the system has one. */
export function makeNotifier(act: (action: NonNullable<Notice['action']>) => void): Notifier {
  const shown = new Map<string, Notification | undefined>()

  function open(notice: Notice): Notification | undefined {
    if (!Notification.isSupported()) return undefined
    const { action } = notice
    const notification = new Notification({
      title: notice.title,
      body: notice.body,
      ...(action === undefined ? {} : { actions: [{ type: 'button', text: action.label }] }),
    })
    if (action !== undefined) {
      notification.on('click', () => act(action))
      notification.on('action', () => act(action))
    }
    notification.show()
    return notification
  }

  return {
    show(notices) {
      const causes = new Set(notices.map(notice => notice.cause))
      for (const [cause, notification] of shown) {
        if (causes.has(cause)) continue
        notification?.close()
        shown.delete(cause)
      }
      for (const notice of notices) if (!shown.has(notice.cause)) shown.set(notice.cause, open(notice))
    },
    say(title, body) {
      if (Notification.isSupported()) new Notification({ title, body }).show()
    },
  }
}
