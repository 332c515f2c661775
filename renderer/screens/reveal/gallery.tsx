import type { Instant } from '../../../shared/instant.ts'
import type { Gallery } from '../../gallery/gallery-state.ts'
import { NOW } from '../../gallery/samples.ts'
import { RevealView, type RevealViewProps } from './view.tsx'

const nothing = () => undefined

function reveal(change: Partial<RevealViewProps>) {
  return () => (
    <RevealView name="terraform-prod" plainKey="lk_0aB1cD2eF3gH4iJ5kL6mN7oP8qR9sx7Kd" lastFour="x7Kd" closesAt={(NOW + 281_000) as Instant} canStore kept={{ copied: false, storedAs: undefined, savedTo: undefined }} clipboard={{ kind: 'clear' }} failure={undefined} running={undefined} isSlip={false}
      onCopy={nothing} onStore={nothing} onSave={nothing} onClear={nothing} onClose={nothing} onStay={nothing} onLose={nothing} {...change} />
  )
}

const holding = { kind: 'holding', what: 'apiKey', copiedAt: NOW, clearsAt: (NOW + 27_000) as Instant, isConcealed: true } as const

/** The one showing of a key. */
export const revealGallery: Gallery = {
  'reveal/masked': { view: reveal({}) },
  'reveal/shown': { view: reveal({}), play: [{ press: words => words.t('reveal.show') }] },
  'reveal/copied': { view: reveal({ kept: { copied: true, storedAs: undefined, savedTo: undefined }, clipboard: holding }) },
  'reveal/visible': { view: reveal({ kept: { copied: true, storedAs: 'terraform-prod', savedTo: '~/infra/.env' }, clipboard: { ...holding, isConcealed: false } }) },
  'reveal/save': { view: reveal({}), play: [{ press: words => words.t('reveal.save') }] },
  'reveal/slip': { view: reveal({ isSlip: true }) },
  'reveal/failed': { view: reveal({ failure: { code: 'clipboard_failed' } }) },
  'reveal/no-secrets': { view: reveal({ canStore: false }) },
}
