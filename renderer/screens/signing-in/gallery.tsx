import type { SignInFailure } from '../../../shared/failures.ts'
import type { SignInState, SignInStep } from '../../../shared/sign-in-state.ts'
import type { Gallery, GalleryState } from '../../gallery/gallery-state.ts'
import { EMPTY, ids, minutes, signingIn } from '../../gallery/samples.ts'

const { attemptId, target } = signingIn

function during(signIn: SignInState): GalleryState {
  return { state: { ...EMPTY, signIn } }
}

function failed(step: SignInStep, failure: SignInFailure): GalleryState {
  return during({ kind: 'failed', attemptId, target, step, failure, at: minutes(0) })
}

/** A sign-in at each step, and each kind of end. */
export const signingInGallery: Gallery = {
  'signing-in/finding': during({ ...signingIn, target: { workspaceHost: 'acme.cerby.com', isEmbedded: false }, step: 'findingWorkspace', finishedAt: [], deadlineAt: undefined }),
  'signing-in/browser': during(signingIn),
  'signing-in/no-browser': during({ ...signingIn, openThisAddress: `https://acme.okta.com/oauth2/v1/authorize?client_id=latchkey&redirect_uri=http%3A%2F%2F127.0.0.1%3A40123%2Fcallback&response_type=code&scope=openid+profile+email+offline_access&code_challenge_method=S256` }),
  'signing-in/sealing': during({ ...signingIn, step: 'sealing', finishedAt: [minutes(-1), minutes(0)], deadlineAt: undefined }),
  'signing-in/memory-only': during({ kind: 'askingMemoryOnly', attemptId, target, failure: { code: 'keychain_unavailable' } }),
  'signing-in/publishing': during({ ...signingIn, step: 'publishing', finishedAt: [minutes(-1), minutes(0), minutes(0)], deadlineAt: undefined }),
  'signing-in/done': during({ kind: 'succeeded', attemptId, target, connectionId: ids.acme, at: minutes(0) }),
  'signing-in/canceled': failed('inBrowser', { code: 'canceled' }),
  'signing-in/not-returned': failed('inBrowser', { code: 'browser_did_not_return' }),
  'signing-in/role': failed('inBrowser', { code: 'role_may_not', role: 'user', workspaceName: 'Acme' }),
  'signing-in/other-account': failed('inBrowser', { code: 'unexpected_account', expected: 'ada@acme.example', actual: 'bob@acme.example' }),
  'signing-in/clock': failed('inBrowser', { code: 'clock_wrong', offsetSeconds: -420 }),
  'signing-in/here': during({ ...signingIn, target: { workspaceHost: '127.0.0.1:4123', isEmbedded: true }, step: 'findingWorkspace', finishedAt: [], deadlineAt: undefined }),
}
