import type { LinkAsked } from '../../../shared/link.ts'
import type { Gallery } from '../../gallery/gallery-state.ts'
import { acme, EMPTY, ids, KEYS, minutes, WELL } from '../../gallery/samples.ts'

const linkId = '00000000-0000-4000-8000-0000000000cc'
const asked = (link: LinkAsked, state = WELL) => ({ state: { ...state, link } })
const keyId = KEYS[0]?.id ?? ''

/** What a link can ask, and what it gets to hear. */
export const linkGallery: Gallery = {
  'link/sign-in': asked({ kind: 'signIn', linkId, host: 'globex.cerby.com' }),
  'link/sign-in-first': asked({ kind: 'signIn', linkId, host: 'globex.cerby.com' }, EMPTY),
  'link/sign-in-already': asked({ kind: 'signIn', linkId, host: 'acme.cerby.com' }),
  'link/sign-in-again': asked({ kind: 'signIn', linkId, host: 'acme.cerby.com' }, { ...WELL, connections: [{ ...acme, id: ids.acme, session: { kind: 'signInRequired', reason: 'session_ended', since: minutes(-60) } }] }),
  'link/open-key': asked({ kind: 'openKey', linkId, host: 'acme.cerby.com', keyId }),
  'link/open-key-unknown': asked({ kind: 'openKey', linkId, host: 'globex.cerby.com', keyId }),
  'link/refused': asked({ kind: 'refused', linkId, text: 'latchkey://run/rm%20-rf?now=1' }),
}
