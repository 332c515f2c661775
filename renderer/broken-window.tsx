import { Component, type ReactNode } from 'react'
import { makeWords } from '../shared/words/words.ts'

/** Catches a bug in drawing: says so, and offers to draw again. What the app knows is not lost; it lives elsewhere. */
export class BrokenWindow extends Component<{ locale: string; children: ReactNode }, { isBroken: boolean }> {
  override state = { isBroken: false }

  static getDerivedStateFromError() {
    return { isBroken: true }
  }

  override render() {
    if (!this.state.isBroken) return this.props.children
    const words = makeWords(this.props.locale)
    return (
      <main className="alone">
        <div className="alone-inner">
          <h1>{words.t('broken.happened')}</h1>
          <p className="quiet">{words.t('broken.means')}</p>
          <button type="button" className="button button-filled" onClick={() => { location.reload() }}>{words.t('broken.reload')}</button>
        </div>
      </main>
    )
  }
}
