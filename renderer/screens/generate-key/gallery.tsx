import type { ApiFailure } from '../../../shared/failures.ts'
import type { Gallery } from '../../gallery/gallery-state.ts'
import { acme, days, NOW, SCOPES } from '../../gallery/samples.ts'
import { presetScopes } from '../../scopes/presets.ts'
import { GenerateView, type GenerateForm } from './view.tsx'

const nothing = () => undefined
const form: GenerateForm = { name: 'terraform-prod', expiry: '5d', customAt: days(30), scopes: presetScopes(SCOPES, 'provisioning') }

function dialog(change: Partial<GenerateForm>, more: { failure?: ApiFailure; wasPressed?: boolean; isRunning?: boolean } = {}) {
  return {
    view: () => (
      <GenerateView workspaceName="Acme" catalogue={SCOPES} form={{ ...form, ...change }} now={NOW} wasPressed={more.wasPressed ?? false} isRunning={more.isRunning ?? false} failure={more.failure} onChange={nothing} onGenerate={nothing} onClose={nothing} />
    ),
  }
}

/** The dialog that makes a key. */
export const generateGallery: Gallery = {
  'generate/fresh': { place: { screen: 'keys', chosenId: acme.id, overlay: { kind: 'generate', connectionId: acme.id } } },
  'generate/filled': dialog({}),
  'generate/custom': dialog({ expiry: 'custom' }),
  'generate/past': dialog({ expiry: 'custom', customAt: days(-1) }),
  'generate/never-broad': dialog({ expiry: 'never', scopes: SCOPES.map(scope => scope.id) }),
  'generate/missing': dialog({ name: '', scopes: [] }, { wasPressed: true }),
  'generate/taken': dialog({}, { failure: { code: 'name_taken' } }),
  'generate/failed': dialog({}, { failure: { code: 'workspace_unreachable', host: 'acme.cerby.com', trouble: 'no_answer' } }),
  'generate/running': dialog({}, { isRunning: true }),
}
