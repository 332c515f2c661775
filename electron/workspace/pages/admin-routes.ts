import cookies from '@fastify/cookie'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Activity } from '../activity/activity.ts'
import type { ActivityLog } from '../activity/activity-log.ts'
import type { Membership, MembershipFailure } from '../people/membership.ts'
import { hashPassword, PASSWORD_MIN } from '../people/password.ts'
import type { PasswordSignIn } from '../people/password-sign-in.ts'
import type { People, Person } from '../people/people.ts'
import { EmailAddress, NewPassword, PersonName } from '../people/person-fields.ts'
import { mayHoldCredentials, ROLE_WORDS, WorkspaceRole } from '../people/roles.ts'
import { adminPage, adminSignInPage, invitationPage, type AdminNotice } from './admin-pages.ts'
import type { BrowserSessions } from './browser-session.ts'
import { EMPTY_FORM, type FormState } from './field.ts'
import { formFields, wrongOf } from './owner-form.ts'
import { messagePage } from './sign-in-pages.ts'

export interface AdminParts {
  people: People
  membership: Membership
  sessions: BrowserSessions
  log: ActivityLog
  atomically: <T>(work: () => T) => T
  workspaceName: string
  origin: string
  cookieName: string
  passwordSignIn: PasswordSignIn
}

type Printed = { html: string; headers: Readonly<Record<string, string>> }
const send = (reply: FastifyReply, page: Printed, status = 200): FastifyReply => reply.code(status).headers(page.headers).send(page.html)

const Invitee = z.object({ email: EmailAddress, name: PersonName, role: WorkspaceRole })
const Joining = z.object({ name: PersonName, password: NewPassword })

const FAILURE_WORDS: Readonly<Record<MembershipFailure['code'], string>> = {
  above_your_role: 'Your role does not reach that role.', email_taken: 'Somebody has this address already.',
  last_owner: 'The workspace needs an Owner: make somebody else one first.', no_such_person: 'That person is gone.', yourself: 'Nobody changes their own role.',
}

class AdminPages {
  readonly #parts: AdminParts

  constructor(parts: AdminParts) {
    this.#parts = parts
  }

  showSignIn(reply: FastifyReply, form: FormState = EMPTY_FORM, status = 200): FastifyReply {
    return send(reply, adminSignInPage(this.#parts.workspaceName, this.#parts.origin, form), status)
  }

  async signIn(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const { sessions, passwordSignIn, cookieName, origin } = this.#parts
    const { email = '', password = '' } = formFields(request.body)
    const answer = await passwordSignIn({ email, password, address: request.ip, where: 'people' }, person => mayHoldCredentials(person.role))
    if (answer.kind === 'wait') {
      return this.showSignIn(reply.header('retry-after', String(answer.seconds)), { values: { email }, wrong: {}, notice: 'Too many tries. Wait five minutes.' }, 429)
    }
    if (answer.kind === 'wrong') {
      return this.showSignIn(reply, { values: { email }, wrong: {}, notice: 'Email or password is wrong, or your role does not reach this page.' }, 401)
    }
    const { id, cookie } = sessions.begin(answer.person.id)
    return reply.setCookie(cookieName, cookie, { path: '/admin', httpOnly: true, sameSite: 'strict', secure: origin.startsWith('https:') })
      .redirect(`/admin/${id}`, 303)
  }

  /** The person of this session; their role may have changed since. */
  viewer(request: FastifyRequest): { sessionId: string; person: Person } | undefined {
    const { sid } = request.params as { sid: string }
    const personId = this.#parts.sessions.personOf(sid, request.cookies[this.#parts.cookieName])
    const person = personId === undefined ? undefined : this.#parts.people.byId(personId)
    return person?.status === 'active' && mayHoldCredentials(person.role) ? { sessionId: sid, person } : undefined
  }

  draw(reply: FastifyReply, sessionId: string, viewer: Person, notice?: AdminNotice, form: FormState = EMPTY_FORM): FastifyReply {
    const { workspaceName, origin, people } = this.#parts
    return send(reply, adminPage(workspaceName, origin, sessionId, viewer, people.list(), notice, form), notice?.isGood === false ? 422 : 200)
  }

  #note(by: Person, noted: Pick<Activity, 'action' | 'targetId' | 'details'>): void {
    this.#parts.log.append([{ ...noted, result: 'succeeded', actorId: by.id, actorEmail: by.email, targetType: 'user' }])
  }

  invite(by: Person, fields: Readonly<Record<string, string>>): { notice: AdminNotice; form?: FormState } {
    const read = Invitee.safeParse(fields)
    if (!read.success) return { notice: { isGood: false, text: 'Look at the fields below.' }, form: { values: fields, wrong: wrongOf(read.error) } }
    return this.#parts.atomically(() => {
      const invited = this.#parts.membership.invite(by, read.data)
      if (!invited.ok) return { notice: { isGood: false, text: FAILURE_WORDS[invited.failure.code] }, form: { values: fields, wrong: {} } }
      this.#note(by, { action: 'userInvited', targetId: invited.value.person.id, details: { email: read.data.email, role: read.data.role } })
      return { notice: this.#linkNotice(invited.value) }
    })
  }

  #linkNotice({ person, code }: { person: Person; code: string }): AdminNotice {
    return { isGood: true, text: `Send this link to ${person.email}. It works once, for a week, and is shown only now:`, link: `${this.#parts.origin}/invitation?code=${code}` }
  }

  link(by: Person, id: string): AdminNotice {
    return this.#parts.atomically(() => {
      const issued = this.#parts.membership.inviteAgain(by, id)
      if (!issued.ok) return { isGood: false, text: FAILURE_WORDS[issued.failure.code] }
      this.#note(by, { action: 'userInvited', targetId: id, details: { again: true } })
      return this.#linkNotice(issued.value)
    })
  }

  role(by: Person, id: string, role: string): AdminNotice {
    const read = WorkspaceRole.safeParse(role)
    if (!read.success) return { isGood: false, text: 'There is no such role.' }
    return this.#parts.atomically(() => {
      const from = this.#parts.people.byId(id)?.role
      const changed = this.#parts.membership.changeRole(by, id, read.data)
      if (!changed.ok) return { isGood: false, text: FAILURE_WORDS[changed.failure.code] }
      this.#note(by, { action: 'userRoleChanged', targetId: id, details: { from, to: read.data } })
      return { isGood: true, text: `${changed.value.name} is ${ROLE_WORDS[read.data]} now.` }
    })
  }

  remove(by: Person, id: string): AdminNotice {
    return this.#parts.atomically(() => {
      const removed = this.#parts.membership.remove(by, id)
      if (!removed.ok) return { isGood: false, text: FAILURE_WORDS[removed.failure.code] }
      this.#note(by, { action: 'userRemoved', targetId: id })
      return { isGood: true, text: `${removed.value.name} is removed. Their sessions and keys have ended.` }
    })
  }

  showInvitation(reply: FastifyReply, code: string, form: FormState = EMPTY_FORM, status = 200): FastifyReply {
    const { membership, workspaceName, origin } = this.#parts
    const person = membership.personInvitedBy(code)
    if (!person) return send(reply, messagePage(workspaceName, 'This link has ended', 'It was used, or is older than a week. Ask whoever sent it for a new one.'), 404)
    const values = { name: person.name, ...form.values }
    return send(reply, invitationPage(workspaceName, origin, person, code, `At least ${String(PASSWORD_MIN)} characters; a few words are best.`, { ...form, values }), status)
  }

  async join(reply: FastifyReply, fields: Readonly<Record<string, string>>): Promise<FastifyReply> {
    const { membership, workspaceName, origin, log, atomically } = this.#parts
    const code = fields['code'] ?? ''
    const read = Joining.safeParse(fields)
    if (!read.success) return this.showInvitation(reply, code, { values: { name: fields['name'] ?? '' }, wrong: wrongOf(read.error) }, 422)
    const passwordHash = await hashPassword(read.data.password)
    const person = atomically(() => {
      const joined = membership.join(code, read.data.name, passwordHash)
      if (joined) log.append([{ action: 'userJoined', result: 'succeeded', actorId: joined.id, actorEmail: joined.email, targetType: 'user', targetId: joined.id }])
      return joined
    })
    if (!person) return this.showInvitation(reply, code)
    return send(reply, messagePage(workspaceName, 'You are in', mayHoldCredentials(person.role)
      ? `Now open Latchkey, choose “Connect”, and give it this address: ${origin}`
      : 'Your role has no bearer token and no API keys; an Admin can give you another one.'))
  }
}

/** The page on which people are invited and managed, and the one on which they join. */
export async function mountAdmin(app: FastifyInstance, parts: AdminParts): Promise<void> {
  // In a scope of their own: the hooks that read cookies would otherwise run for each call of the API.
  await app.register(async scope => {
    await scope.register(cookies)
    mountPages(scope, parts)
  })
}

function mountPages(app: FastifyInstance, parts: AdminParts): void {
  const pages = new AdminPages(parts)
  const signedIn = (act: (by: Person, fields: Readonly<Record<string, string>>) => { notice: AdminNotice; form?: FormState }) =>
    (request: FastifyRequest, reply: FastifyReply) => {
      const viewer = pages.viewer(request)
      if (!viewer) return reply.redirect('/admin', 303)
      const { notice, form } = act(viewer.person, formFields(request.body))
      return pages.draw(reply, viewer.sessionId, viewer.person, notice, form)
    }
  app.get('/', (_request, reply) => reply.redirect('/admin', 303))
  app.get('/admin', (_request, reply) => pages.showSignIn(reply))
  app.post('/admin', (request, reply) => pages.signIn(request, reply))
  app.get('/admin/:sid', (request, reply) => {
    const viewer = pages.viewer(request)
    return viewer ? pages.draw(reply, viewer.sessionId, viewer.person) : reply.redirect('/admin', 303)
  })
  app.post('/admin/:sid/invite', signedIn((by, fields) => pages.invite(by, fields)))
  app.post('/admin/:sid/link', signedIn((by, { id = '' }) => ({ notice: pages.link(by, id) })))
  app.post('/admin/:sid/role', signedIn((by, { id = '', role = '' }) => ({ notice: pages.role(by, id, role) })))
  app.post('/admin/:sid/remove', signedIn((by, { id = '' }) => ({ notice: pages.remove(by, id) })))
  app.post('/admin/:sid/sign-out', (request, reply) => {
    if (pages.viewer(request)) parts.sessions.end((request.params as { sid: string }).sid)
    return reply.redirect('/admin', 303)
  })
  app.get('/invitation', (request, reply) => pages.showInvitation(reply, formFields(request.query)['code'] ?? ''))
  app.post('/invitation', (request, reply) => pages.join(reply, formFields(request.body)))
}
