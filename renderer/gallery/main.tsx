import { useEffect, useLayoutEffect, useMemo, useSyncExternalStore } from 'react'
import { createRoot } from 'react-dom/client'
import { I18nProvider } from 'react-aria-components/I18nProvider'
import { makeWords } from '../../shared/words/words.ts'
import { App } from '../app.tsx'
import { loadTheRest } from '../lazy-screens.ts'
import { NavigationContext, START } from '../navigation.tsx'
import { aboutGallery } from '../screens/about/gallery.tsx'
import { activityGallery } from '../screens/activity/gallery.tsx'
import { doctorGallery } from '../screens/doctor/gallery.tsx'
import { generateGallery } from '../screens/generate-key/gallery.tsx'
import { homeGallery } from '../screens/home/gallery.tsx'
import { keysGallery } from '../screens/keys/gallery.tsx'
import { linkGallery } from '../screens/link/gallery.tsx'
import { paletteGallery } from '../screens/palette/gallery.tsx'
import { panicGallery } from '../screens/panic/gallery.tsx'
import { revealGallery } from '../screens/reveal/gallery.tsx'
import { rotationGallery } from '../screens/rotation/gallery.tsx'
import { settingsGallery } from '../screens/settings/gallery.tsx'
import { signingInGallery } from '../screens/signing-in/gallery.tsx'
import { welcomeGallery } from '../screens/welcome/gallery.tsx'
import { openStateStore } from '../state-store.ts'
import { trustEmptyText } from '../trusted-types.ts'
import { WindowContext, type WindowParts } from '../window-context.tsx'
import type { Gallery, GalleryState } from './gallery-state.ts'
import { play, settled } from './play.ts'
import { sampleBridge } from './sample-bridge.ts'
import { NOW, WELL, ZONE } from './samples.ts'
import '../theme/tokens.css'
import '../theme/base.css'
import '../theme/controls.css'
import '../theme/dialog.css'
import '../theme/shell.css'
import '../theme/steps.css'
import '../theme/strip.css'

/*
 * Every state of every screen, by name, without an app behind it: `gallery.html#home/offline&dark&es`. Screenshots and
 * axe walk it. It is built for them and never packaged.
 */

const galleries: Gallery = { ...welcomeGallery, ...signingInGallery, ...homeGallery, ...keysGallery, ...generateGallery, ...revealGallery, ...rotationGallery, ...activityGallery, ...aboutGallery, ...linkGallery, ...doctorGallery, ...settingsGallery, ...paletteGallery, ...panicGallery }

type Wish = { readonly name: string; readonly theme: 'light' | 'dark'; readonly locale: string }

function wishOf(hash: string): Wish {
  const [name = '', ...options] = decodeURIComponent(hash.slice(1)).split('&')
  return { name, theme: options.includes('dark') ? 'dark' : 'light', locale: options.includes('es') ? 'es' : 'en-GB' }
}

function subscribe(changed: () => void): () => void {
  window.addEventListener('hashchange', changed)
  return () => { window.removeEventListener('hashchange', changed) }
}

const now = () => NOW

function Shown(props: { hash: string; shown: GalleryState; wish: Wish }) {
  const { hash, shown, wish } = props
  const { bridge, store, parts } = useMemo(() => {
    const state = shown.state ?? WELL
    const sample = sampleBridge({ ...state, settings: { ...state.settings, theme: wish.theme } }, shown.answers ?? {})
    const opened = openStateStore(sample.bridge)
    const made: WindowParts = { bridge: sample.bridge, store: opened, words: makeWords(wish.locale, ZONE), now, reportBroken: () => { throw new Error('a call of the gallery broke') } }
    return { bridge: sample.bridge, store: opened, parts: made }
  }, [shown, wish.theme, wish.locale])
  const { words } = parts
  const isView = shown.view !== undefined
  useLayoutEffect(() => {
    // The whole window sets these itself.
    if (!isView) return
    document.documentElement.dataset['theme'] = wish.theme
    document.documentElement.lang = wish.locale
  }, [isView, wish.theme, wish.locale])
  useEffect(() => {
    let isOver = false
    const perform = async () => {
      await settled()
      if (isOver) return
      await play(shown.play ?? [], words)
    }
    // Whoever walks the gallery waits for one of these.
    const { dataset } = document.documentElement
    perform().then(
      () => { if (!isOver) dataset['drawn'] = hash },
      (reason: unknown) => { if (!isOver) dataset['broken'] = String(reason) },
    )
    return () => { isOver = true }
  }, [hash, shown, words])
  const place = { ...START, ...shown.place }
  if (!shown.view) return <App bridge={bridge} store={store} now={now} systemLocale={wish.locale} timeZone={ZONE} start={place} />
  return (
    <I18nProvider locale={wish.locale}>
      <WindowContext parts={parts}><NavigationContext start={place}>{shown.view()}</NavigationContext></WindowContext>
    </I18nProvider>
  )
}

function GalleryPage() {
  const hash = useSyncExternalStore(subscribe, () => location.hash)
  const wish = wishOf(hash)
  const shown = galleries[wish.name]
  if (!shown) {
    return <main className="alone"><ul className="page">{Object.keys(galleries).map(name => <li key={name}><a href={`#${name}`}>{name}</a> · <a href={`#${name}&dark`}>dark</a> · <a href={`#${name}&es`}>es</a></li>)}</ul></main>
  }
  return <Shown key={hash} hash={hash} shown={shown} wish={wish} />
}

trustEmptyText()
await loadTheRest()
const place = document.getElementById('window')
if (place) {
  // `play` is empty for whoever walks the states: the page itself does what a person does first.
  place.dataset['states'] = JSON.stringify(Object.keys(galleries).map(name => ({ name, play: [] })))
  createRoot(place).render(<GalleryPage />)
}
