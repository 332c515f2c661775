import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { bridgeOver } from './bridge.ts'
import { BrokenWindow } from './broken-window.tsx'
import { loadTheRest } from './lazy-screens.ts'
import { openStateStore } from './state-store.ts'
import { asInstant } from './time/ticks.ts'
import { trustEmptyText } from './trusted-types.ts'
import './theme/tokens.css'
import './theme/base.css'
import './theme/controls.css'
import './theme/dialog.css'
import './theme/shell.css'
import './theme/steps.css'
import './theme/strip.css'

trustEmptyText()
const bridge = bridgeOver(window.latchkey)
const store = openStateStore(bridge)
const now = () => asInstant(Date.now())
const place = document.getElementById('window')
if (place) {
  createRoot(place).render(
    <StrictMode>
      <BrokenWindow locale={navigator.language}>
        <App bridge={bridge} store={store} now={now} systemLocale={navigator.language} />
      </BrokenWindow>
    </StrictMode>,
  )
}
requestIdleCallback(() => { void loadTheRest() }, { timeout: 3000 })
