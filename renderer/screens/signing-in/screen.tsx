import { useEffect } from 'react'
import { useNavigation } from '../../navigation.tsx'
import { useBrowsers } from '../../use-browsers.ts'
import { useSend } from '../../use-send.ts'
import { useAppState } from '../../window-context.tsx'
import { SigningInView, type UnderWay } from './view.tsx'
import './signing-in.css'

/** Long enough to see that the last step was ticked off, and short enough not to wait for. */
const SEEN_MS = 1800

/** A sign-in, joined to state and commands. A finished one makes way by itself. */
export function SigningInScreen(props: { signIn: UnderWay }) {
  const send = useSend()
  const { credentialsPath } = useAppState()
  const { go, choose } = useNavigation()
  const { signIn } = props
  const browsers = useBrowsers()
  const doneId = signIn.kind === 'succeeded' ? signIn.connectionId : undefined
  useEffect(() => {
    if (doneId === undefined) return undefined
    go('home')
    choose(doneId)
    const timer = setTimeout(() => { void send('dismissSignIn', {}) }, SEEN_MS)
    return () => { clearTimeout(timer) }
    // Both are made anew when the place changes, which this very effect does.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [doneId, send])
  return (
    <SigningInView
      signIn={signIn}
      credentialsPath={credentialsPath}
      browsers={browsers ?? []}
      onOpenAgain={browserId => { void send('openSignInPageAgain', browserId === undefined ? {} : { browserId }) }}
      onCopyAddress={() => { void send('copySignInAddress', {}) }}
      onCancel={() => { void send('cancelSignIn', {}) }}
      onRetry={() => { void send('retrySignIn', {}) }}
      onDismiss={() => { void send('dismissSignIn', {}) }}
      onMemoryOnly={agrees => { void send('answerMemoryOnly', { agrees }) }}
    />
  )
}
