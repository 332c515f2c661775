import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import { I18nProvider } from 'react-aria-components/I18nProvider'
import type { Instant } from '../shared/instant.ts'
import { languageOf, localeOf, makeWords } from '../shared/words/words.ts'
import type { Bridge } from './bridge.ts'
import { chosenConnection } from './connections.ts'
import { ReceiptScreen } from './lazy-screens.ts'
import { NavigationContext, useNavigation, type Place, type Screen } from './navigation.tsx'
import { Overlays } from './overlays.tsx'
import { SigningInScreen } from './screens/signing-in/screen.tsx'
import { ShellScreen } from './screens/shell/screen.tsx'
import { WelcomeScreen } from './screens/welcome/screen.tsx'
import type { StateStore } from './state-store.ts'
import { useShortcuts } from './use-shortcuts.ts'
import { useAppState, useWindowEvents, WindowContext, type WindowParts } from './window-context.tsx'

export type AppProps = {
  readonly bridge: Bridge
  readonly store: StateStore
  readonly now: () => Instant
  /** BCP 47, of the system. */
  readonly systemLocale: string
  readonly timeZone?: string
  readonly start?: Place
}

/** The window: waits for the first snapshot, then draws what is so. */
export function App(props: AppProps) {
  const { bridge, store, now, systemLocale, timeZone } = props
  const state = useSyncExternalStore(store.subscribe, store.current)
  const [isBroken, setIsBroken] = useState(false)
  const reportBroken = useCallback(() => { setIsBroken(true) }, [])
  const language = languageOf(state?.settings.language ?? 'system', systemLocale)
  const locale = localeOf(language, systemLocale)
  const words = useMemo(() => makeWords(locale, timeZone), [locale, timeZone])
  const parts = useMemo<WindowParts>(() => ({ bridge, store, words, now, reportBroken }), [bridge, store, words, now, reportBroken])
  const theme = state?.settings.theme
  const platform = state?.platform
  useEffect(() => {
    const root = document.documentElement
    root.lang = locale
    if (theme === 'light' || theme === 'dark') root.dataset['theme'] = theme
    else delete root.dataset['theme']
    root.className = platform ? `platform-${platform}` : ''
  }, [locale, theme, platform])
  if (!state) return null
  return (
    <I18nProvider locale={locale}>
      <WindowContext parts={parts}>
        <NavigationContext {...(props.start ? { start: props.start } : {})}>
          <Everything isBroken={isBroken} onBrokenSeen={() => { setIsBroken(false) }} />
        </NavigationContext>
      </WindowContext>
    </I18nProvider>
  )
}

function Everything(props: { isBroken: boolean; onBrokenSeen: () => void }) {
  useShowRequests()
  useShortcuts()
  return (
    <>
      <Beneath {...props} />
      <Overlays />
    </>
  )
}

/** What there is to see of these before the first sign-in is the welcome. */
const NEEDS_WORKSPACE = new Set<Screen>(['home', 'keys', 'connect'])

function Beneath(props: { isBroken: boolean; onBrokenSeen: () => void }) {
  const { signIn, connections, panic } = useAppState()
  const { screen } = useNavigation()
  if (panic.kind === 'shown') return <ReceiptScreen panic={panic} />
  if (signIn.kind !== 'idle') return <SigningInScreen signIn={signIn} />
  if (connections.length === 0 && NEEDS_WORKSPACE.has(screen)) {
    return <main className="alone"><div className="alone-inner"><WelcomeScreen /></div></main>
  }
  return <ShellScreen {...props} />
}

/** Goes where menu, tray and links point. */
function useShowRequests() {
  const state = useAppState()
  const navigation = useNavigation()
  useWindowEvents(event => {
    if (event.kind === 'showKey') navigation.openKey(event.connectionId, event.keyId)
    if (event.kind !== 'show') return
    if (event.screen === 'panic' || event.screen === 'shortcuts' || event.screen === 'about') {
      navigation.open({ kind: event.screen })
      return
    }
    if (event.screen !== 'generateKey') {
      navigation.go(event.screen)
      return
    }
    const chosen = chosenConnection(state, navigation.chosenId)
    navigation.go('keys')
    if (chosen?.session.kind === 'signedIn') navigation.open({ kind: 'generate', connectionId: chosen.id })
  })
}
