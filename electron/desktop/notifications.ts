import { Notification } from 'electron'
import type { Notice } from './notices.ts'

export interface Notifier {
  /**
   * Shows what is new among these, takes back what is over; gives those that it showed. `isSeen`: the person looks at the
   * window, where all of it stands.
   */
  show(notices: Notice[], isSeen: boolean): Notice[]
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
    show(notices, isSeen) {
      const causes = new Set(notices.map(notice => notice.cause))
      for (const [cause, notification] of shown) {
        // Whoever looks at the window needs none of them; what was said is not said again after that.
        if (isSeen || !causes.has(cause)) notification?.close()
        if (!causes.has(cause)) shown.delete(cause)
      }
      const fresh = isSeen ? [] : notices.filter(({ cause, isFollowUp }) => !shown.has(cause) && isFollowUp !== true)
      for (const notice of fresh) shown.set(notice.cause, open(notice))
      return fresh
    },
    say(title, body) {
      if (Notification.isSupported()) new Notification({ title, body }).show()
    },
  }
}
