import type { SignInFailure } from '../../../shared/failures.ts'
import type { SignInTarget } from '../../../shared/sign-in-state.ts'
import { connectionOf, establishSession, type EstablishParts } from './establish-session.ts'
import { hostOf } from './host-of.ts'
import type { Discover } from './locate-provider.ts'
import { admit, type SignInParts } from './sign-in.ts'
import { makeAttempt, type Attempt, type SignInWish } from './sign-in-attempt.ts'

/** The one place where sign-ins are begun, led and ended: one at a time. */
export interface SignInDesk {
  start: (wish: SignInWish) => void
  cancel: () => void
  /** Runs the last wish again; while the keychain is the question, asks the keychain again. */
  retry: () => void
  /** In the browser named, which the connection keeps. */
  openAgain: (browserId?: string) => Promise<void>
  address: () => Promise<string | undefined>
  answerMemoryOnly: (agrees: boolean) => void
  dismiss: () => void
  close: () => void
}

export interface SignInDeskParts extends EstablishParts {
  discover: Discover
  background: (work: Promise<unknown>) => void
}

type Now =
  | { kind: 'idle' }
  | { kind: 'underway'; attempt: Attempt }
  | { kind: 'asking'; attempt: Attempt }
  | { kind: 'ended'; wish: SignInWish; browserId: string | undefined; failure: SignInFailure | undefined }

export function makeSignInDesk(parts: SignInDeskParts): SignInDesk {
  const { ports } = parts
  let now: Now = { kind: 'idle' }
  const current = () => (now.kind === 'underway' || now.kind === 'asking' ? now.attempt : undefined)

  async function run(attempt: Attempt): Promise<void> {
    const outcome = await signInWith(parts, attempt).catch((error: unknown) => {
      ports.reportBug(error)
      return { ok: false as const, failure: { code: 'canceled' as const } }
    })
    if (attempt.isCanceled() || current() !== attempt) return
    now = { kind: 'ended', wish: attempt.wish, browserId: attempt.browserId, failure: outcome.ok ? undefined : outcome.failure }
    if (outcome.ok) attempt.succeed(outcome.value)
    else attempt.fail(outcome.failure)
  }

  function start(wish: SignInWish, isFreshLogin = false, browserId = browserOf(parts, wish)): void {
    current()?.cancel()
    ports.vault.mayAskAgain()
    const attempt = makeAttempt(ports, { wish, target: targetOf(parts, wish), isFreshLogin, browserId })
    now = { kind: 'underway', attempt }
    attempt.step('findingWorkspace')
    parts.background(run(attempt))
  }

  return {
    start: wish => {
      start(wish)
    },
    cancel() {
      const attempt = current()
      if (attempt === undefined) return
      now = { kind: 'ended', wish: attempt.wish, browserId: attempt.browserId, failure: { code: 'canceled' } }
      attempt.fail({ code: 'canceled' })
      attempt.cancel()
    },
    retry() {
      const attempt = current()
      ports.vault.mayAskAgain()
      if (attempt !== undefined) attempt.answerMemoryOnly('tryAgain')
      else if (now.kind === 'ended' && now.failure !== undefined) start(now.wish, isAboutAccount(now.failure), now.browserId)
    },
    async openAgain(browserId) {
      const attempt = current()
      if (attempt !== undefined && browserId !== undefined) attempt.browserId = browserId
      const url = await attempt?.freshAddress?.()
      if (attempt !== undefined && url !== undefined && !(await ports.openBrowser(url, attempt.browserId))) attempt.showAddress(url)
    },
    async address() {
      return current()?.freshAddress?.()
    },
    answerMemoryOnly(agrees) {
      current()?.answerMemoryOnly(agrees ? 'agrees' : 'declines')
    },
    dismiss() {
      if (now.kind !== 'ended') return
      now = { kind: 'idle' }
      ports.tell({ kind: 'signInChanged', signIn: { kind: 'idle' } })
    },
    close() {
      current()?.cancel()
      now = { kind: 'idle' }
    },
  }
}

/** The browser was signed in as somebody who can't be used here: the next try asks the provider for its sign-in page. */
function isAboutAccount(failure: SignInFailure): boolean {
  return failure.code === 'unexpected_account' || failure.code === 'role_may_not'
}

async function signInWith(parts: SignInDeskParts, attempt: Attempt) {
  const { book, ports, discover } = parts
  const { wish } = attempt
  const signIn: SignInParts = {
    ports,
    discover,
    expected: wish.kind === 'again' ? book.find(wish.connectionId) : undefined,
    isConnected: (workspace, user) => connectionOf(book, workspace, user)?.standing.kind === 'holding',
  }
  const admitted = await admit(signIn, attempt)
  return admitted.ok ? establishSession(parts, signIn, attempt, admitted.value) : admitted
}

function browserOf({ book }: SignInDeskParts, wish: SignInWish): string | undefined {
  return wish.kind === 'again' ? book.find(wish.connectionId)?.record.browserId : undefined
}

function targetOf({ book }: SignInDeskParts, wish: SignInWish): SignInTarget {
  switch (wish.kind) {
    case 'address':
      return { workspaceHost: hostOf(wish.address), isEmbedded: false }
    case 'here':
      return { workspaceHost: '127.0.0.1', isEmbedded: true }
    case 'again': {
      const workspace = book.find(wish.connectionId)?.record.workspace
      if (workspace === undefined) return { workspaceHost: '', isEmbedded: false }
      const { name, baseUrl, issuer, isEmbedded } = workspace
      return { name, workspaceHost: hostOf(baseUrl), issuerHost: hostOf(issuer), isEmbedded }
    }
  }
}
