import type { FindFailure } from '../../../shared/failures.ts'
import type { Gallery } from '../../gallery/gallery-state.ts'
import { EMPTY, WELL, workspace } from '../../gallery/samples.ts'
import { WelcomeView } from './view.tsx'
import type { Found } from './use-find.ts'
import './welcome.css'

const nothing = () => undefined

function welcome(address: string, found: Found) {
  return () => (
    <main className="alone"><div className="alone-inner">
      <WelcomeView address={address} found={found} isFirst alreadyAs={undefined} canTryHere onAddress={nothing} onConnect={nothing} onTryHere={nothing} />
    </div></main>
  )
}

function failed(address: string, failure: FindFailure) {
  return { view: welcome(address, { kind: 'failed', address, failure }) }
}

/** The ways in. */
export const welcomeGallery: Gallery = {
  'welcome/first': { state: EMPTY },
  'welcome/looking': { view: welcome('acme', { kind: 'looking', address: 'acme' }) },
  'welcome/found': { view: welcome('keys.example.com', { kind: 'found', address: 'keys.example.com', workspace: workspace('Acme', { baseUrl: 'https://keys.example.com/api/v1', issuer: 'https://keys.example.com' }) }) },
  'welcome/found-elsewhere': { view: welcome('acme', { kind: 'found', address: 'acme', workspace: workspace('Acme') }) },
  'welcome/malformed': failed('acme cerby', { code: 'malformed_address' }),
  'welcome/insecure': failed('http://acme.example', { code: 'insecure_address', host: 'acme.example' }),
  'welcome/not-a-workspace': failed('example.com', { code: 'not_a_workspace', host: 'example.com' }),
  'welcome/no-answer': failed('acme', { code: 'workspace_unreachable', host: 'acme.cerby.com', trouble: 'no_answer' }),
  'welcome/another': { state: WELL, place: { screen: 'connect' } },
}
