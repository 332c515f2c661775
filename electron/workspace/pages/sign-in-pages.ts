import { PASSWORD_MIN } from '../people/password.ts'
import { fieldOf, noticeOf, type Field, type FormState } from './field.ts'
import { html } from './html.ts'
import { formActionFor, printPage } from './layout.ts'

export interface PageContext {
  workspaceName: string
  origin: string
  redirectUri?: string | undefined
}

/** The sign-in page. Signing in is the consent, so it says what the app gets. */
export function signInPage(context: PageContext, uid: string, form: FormState) {
  const email = form.values['email'] ?? ''
  return printPage({
    title: 'Sign in', workspaceName: context.workspaceName, formAction: formActionFor(context.redirectUri), footer: context.origin,
    body: html`<h1>Sign in to ${context.workspaceName}</h1>
<p>The app Latchkey on this computer asks for it.</p>
${noticeOf(form)}
<form method="post" action="/sign-in/${uid}">
${fieldOf({ name: 'email', label: 'Email', type: 'email', autocomplete: 'username', autofocus: email === '' }, form)}
${fieldOf({ name: 'password', label: 'Password', type: 'password', autocomplete: 'current-password', autofocus: email !== '' }, form)}
<div class="grant"><p>Latchkey will act as you here: it takes a short-lived bearer token for your tools, renews it, and manages your API keys. Sign out in Latchkey to end this.</p></div>
<button class="whole" type="submit">Sign in</button>
</form>
<form class="beneath" method="post" action="/sign-in/${uid}/cancel"><button class="plain" type="submit">Cancel</button></form>`,
  })
}

const OWNER_FIELDS: readonly Field[] = [
  { name: 'email', label: 'Email', type: 'email', autocomplete: 'username', autofocus: true },
  { name: 'name', label: 'Name', type: 'text', autocomplete: 'name' },
  {
    name: 'password', label: 'Password', type: 'password', autocomplete: 'new-password',
    hint: `At least ${String(PASSWORD_MIN)} characters; a few words are best. It can’t be recovered.`,
  },
]

const CODE_FIELD: Field = {
  name: 'setup', label: 'Set-up code', type: 'text', autocomplete: 'off', hint: 'Who started this workspace finds it in the terminal, or in the file set-up-code of its data folder.',
}

/** The page that creates the Owner, on first use. `needsCode` where the address brought no set-up token. */
export function setUpPage(context: PageContext, action: string, needsCode: boolean, form: FormState, token?: string) {
  return printPage({
    title: 'Set up', workspaceName: context.workspaceName, formAction: formActionFor(context.redirectUri), footer: context.origin,
    body: html`<h1>Create the Owner</h1>
<p>Nobody uses ${context.workspaceName} yet. Its Owner invites others and decides what they may do.</p>
${noticeOf(form)}
<form method="post" action="${action}">
${needsCode ? fieldOf(CODE_FIELD, form) : ''}${token === undefined ? '' : html`<input type="hidden" name="setup" value="${token}">`}
${OWNER_FIELDS.map(field => fieldOf(field, form))}
<button class="whole" type="submit">Create the Owner</button>
</form>`,
  })
}

/** A page that only says something. */
export function messagePage(workspaceName: string, title: string, text: string) {
  return printPage({ title, workspaceName, body: html`<h1>${title}</h1><p>${text}</p>` })
}
