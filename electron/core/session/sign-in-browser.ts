import type { SignInFailure } from '../../../shared/failures.ts'
import { fail, succeed, type Outcome } from '../../../shared/outcome.ts'
import type { Workspace } from '../../../shared/workspace.ts'
import type { Secret } from '../secret.ts'
import type { AuthorizationRequest, DiscoveredProvider, LoopbackListener, TokenAnswer } from './ports.ts'
import type { SessionPorts } from './session-ports.ts'
import type { Attempt } from './sign-in-attempt.ts'

const BROWSER_WAIT_MS = 5 * 60_000

type Redirected = Outcome<{ request: AuthorizationRequest; callback: Secret }, SignInFailure>

/**
 * Sends the person through the system browser and trades the code that comes back (RFC 8252).
 *
 * Each opening or copying of the page is an authorization request of its own, with its own state, nonce and verifier: a
 * page may have used up the address that was opened first. Whichever of them comes back first counts.
 */
export async function throughBrowser(
  ports: SessionPorts, attempt: Attempt, workspace: Workspace, provider: DiscoveredProvider, extra: Record<string, string>,
): Promise<Outcome<TokenAnswer, SignInFailure>> {
  if (attempt.isCanceled()) return fail({ code: 'canceled' })
  // Listen before the browser opens: a signed-in provider redirects faster than we could bind.
  const listening = await ports.redirect.listen(ports.loopbackShape(workspace), BROWSER_WAIT_MS)
  if (!listening.ok) return listening
  const listener = listening.value
  let isAnswered = false
  try {
    attempt.onCancel(() => void listener.close())
    const redirected = await askInBrowser(ports, attempt, provider, listener, extra)
    if (!redirected.ok) return redirected
    isAnswered = true
    return await ports.provider.exchange(provider, redirected.value.request, redirected.value.callback)
  } finally {
    attempt.freshAddress = undefined
    // After an answer it closes by itself, once the browser has its last page.
    if (!isAnswered) await listener.close()
  }
}

async function askInBrowser(
  ports: SessionPorts, attempt: Attempt, provider: DiscoveredProvider, listener: LoopbackListener, extra: Record<string, string>,
): Promise<Redirected> {
  let settle: (redirected: Redirected) => void = () => undefined
  const redirected = new Promise<Redirected>(resolve => {
    settle = resolve
  })
  const request = async () => {
    const made = await ports.provider.authorizationRequest(provider, listener.redirectUri, extra)
    void listener.answer(made.state).then(answer => {
      settle(answer.ok ? succeed({ request: made, callback: answer.value }) : answer)
    })
    return made.url
  }
  const url = await request()
  attempt.freshAddress = request
  attempt.step('inBrowser', { deadlineMs: BROWSER_WAIT_MS })
  if (!attempt.isCanceled() && !(await ports.openBrowser(url, attempt.browserId))) attempt.showAddress(url)
  return redirected
}
