import type { Person } from '../people/people.ts'
import { ROLE_WORDS, WorkspaceRole } from '../people/roles.ts'
import { EMPTY_FORM, fieldOf, noticeOf, type FormState } from './field.ts'
import { html, type Html } from './html.ts'
import { printPage } from './layout.ts'

/** Sign-in to the pages of the workspace itself. */
export function adminSignInPage(workspaceName: string, origin: string, form: FormState) {
  return printPage({
    title: 'Sign in', workspaceName, footer: origin,
    body: html`<h1>Manage people</h1>
<p>For Owner, Super Admin and Admin.</p>
${noticeOf(form)}
<form method="post" action="/admin">
${fieldOf({ name: 'email', label: 'Email', type: 'email', autocomplete: 'username', autofocus: true }, form)}
${fieldOf({ name: 'password', label: 'Password', type: 'password', autocomplete: 'current-password' }, form)}
<button class="whole" type="submit">Sign in</button>
</form>`,
  })
}

/** What the last click did. */
export interface AdminNotice {
  isGood: boolean
  text: string
  /** An invitation's address, shown this once. */
  link?: string
}

const options = (chosen: WorkspaceRole): Html[] => [...WorkspaceRole.options].reverse().map(role =>
  html`<option value="${role}"${role === chosen ? html` selected` : ''}>${ROLE_WORDS[role]}</option>`)

function rowOf(person: Person, viewer: Person, base: string): Html {
  const id = html`<input type="hidden" name="id" value="${person.id}">`
  const who = html`<td><strong>${person.name}</strong><br>${person.email}</td><td>${person.status === 'invited' ? 'Invited' : 'Active'}</td>`
  if (person.id === viewer.id) return html`<tr>${who}<td>${ROLE_WORDS[person.role]}</td><td>This is you</td></tr>`
  return html`<tr>${who}
<td><form class="act" method="post" action="${base}/role">${id}<select name="role" aria-label="Role of ${person.name}">${options(person.role)}</select><button class="small" type="submit">Change</button></form></td>
<td><div class="act"><form method="post" action="${base}/link">${id}<button class="small" type="submit">New link</button></form>
<details><summary class="small danger">Remove…</summary><form method="post" action="${base}/remove">${id}<p>Sessions and API keys of ${person.name} end at once. What only they own becomes yours; secrets that only they own are deleted.</p>
<button class="small danger" type="submit">Remove ${person.name}</button></form></details></div></td></tr>`
}

function said(notice: AdminNotice | undefined): Html | '' {
  if (!notice) return ''
  return html`<p class="notice${notice.isGood ? ' good' : ''}" role="status">${notice.text}${notice.link === undefined ? '' : html`<br><code>${notice.link}</code>`}</p>`
}

/** People of the workspace: invite, change a role, send a new link, remove. */
export function adminPage(workspaceName: string, origin: string, sessionId: string, viewer: Person, people: readonly Person[], notice?: AdminNotice, form: FormState = EMPTY_FORM) {
  const base = `/admin/${sessionId}`
  return printPage({
    title: 'People', workspaceName, footer: origin, wide: true,
    body: html`<h1>People of ${workspaceName}</h1>
${said(notice)}
<table><thead><tr><th>Person</th><th>State</th><th>Role</th><th>Actions</th></tr></thead><tbody>${people.map(person => rowOf(person, viewer, base))}</tbody></table>
<p class="hint">A lower role ends somebody’s sessions and API keys at once. A new link lets them choose another password.</p>
<h2>Invite somebody</h2>
<form method="post" action="${base}/invite">
<div class="row">
<div>${fieldOf({ name: 'email', label: 'Email', type: 'email', autocomplete: 'off' }, form)}</div>
<div>${fieldOf({ name: 'name', label: 'Name', type: 'text', autocomplete: 'off' }, form)}</div>
<div><label for="role">Role</label><select id="role" name="role">${options('user')}</select></div>
</div>
<button class="whole" type="submit">Invite</button>
</form>
<form class="beneath" method="post" action="${base}/sign-out"><button class="plain" type="submit">Sign out</button></form>`,
  })
}

/** Where an invited person chooses a name and a password. */
export function invitationPage(workspaceName: string, origin: string, person: Person, code: string, passwordHint: string, form: FormState) {
  return printPage({
    title: 'Join', workspaceName, footer: origin,
    body: html`<h1>Join ${workspaceName}</h1>
<p>${person.email} is invited as <strong>${ROLE_WORDS[person.role]}</strong>.</p>
${noticeOf(form)}
<form method="post" action="/invitation">
<input type="hidden" name="code" value="${code}">
<input type="hidden" name="email" value="${person.email}" autocomplete="username">
${fieldOf({ name: 'name', label: 'Name', type: 'text', autocomplete: 'name', autofocus: true }, form)}
${fieldOf({ name: 'password', label: 'Password', type: 'password', autocomplete: 'new-password', hint: passwordHint }, form)}
<button class="whole" type="submit">Join</button>
</form>`,
  })
}
