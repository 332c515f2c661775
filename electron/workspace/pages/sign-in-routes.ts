import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type Provider from 'oidc-provider'
import type { InteractionResults } from 'oidc-provider'
import type { ActivityLog } from '../activity/activity-log.ts'
import { audienceOf } from '../oidc/provider.ts'
import { hashPassword } from '../people/password.ts'
import type { PasswordSignIn } from '../people/password-sign-in.ts'
import type { People, Person } from '../people/people.ts'
import type { SetUpToken } from '../people/set-up-token.ts'
import { formFields, parseOwner } from './owner-form.ts'
import { STYLE_PATH } from './layout.ts'
import { EMPTY_FORM, type FormState } from './field.ts'
import { messagePage, setUpPage, signInPage, type PageContext } from './sign-in-pages.ts'
import { STYLE } from './style.ts'

export interface SignInParts {
  provider: Provider
  people: People
  setUp: SetUpToken
  workspaceName: string
  origin: string
  passwordSignIn: PasswordSignIn
  log: ActivityLog
  atomically: <T>(work: () => T) => T
  onOwnerCreated: () => void
}

type Interaction = Awaited<ReturnType<Provider['interactionDetails']>>
type Printed = { html: string; headers: Readonly<Record<string, string>> }

const send = (reply: FastifyReply, page: Printed, status = 200): FastifyReply => reply.code(status).headers(page.headers).send(page.html)

const param = (interaction: Interaction, name: string): string | undefined => {
  const value = interaction.params[name]
  return typeof value === 'string' ? value : undefined
}

/** Every scope that was asked for is granted to this client: it is the workspace's own, and the page said what it gets. */
async function consentOf(provider: Provider, interaction: Interaction, personId: string, origin: string): Promise<InteractionResults> {
  const grant = new provider.Grant({ accountId: personId, clientId: param(interaction, 'client_id') ?? '' })
  grant.addOIDCScope(param(interaction, 'scope') ?? 'openid')
  grant.addResourceScope(audienceOf(origin), '')
  return { login: { accountId: personId, remember: false, amr: ['pwd'] }, consent: { grantId: await grant.save() } }
}

/**
 * Ends the session of whoever signed in with this browser before, if it was somebody else; what their app holds stays. The
 * provider would end it by a form that its own page sends, whose origin is unknown and refused.
 */
async function forgetOther(provider: Provider, interaction: Interaction, personId: string): Promise<void> {
  const { session } = interaction
  if (session === undefined || session.accountId === personId) return
  await (await provider.Session.findByUid(session.uid))?.destroy()
  delete interaction.session
  await interaction.save(interaction.exp - Math.floor(Date.now() / 1000))
}

class SignInPages {
  readonly #parts: SignInParts

  constructor(parts: SignInParts) {
    this.#parts = parts
  }

  /** The sign-in that this browser has begun; a page that says so where there is none. */
  async #begun(request: FastifyRequest, reply: FastifyReply): Promise<Interaction | undefined> {
    try {
      const interaction = await this.#parts.provider.interactionDetails(request.raw, reply.raw)
      if (interaction.uid === (request.params as { uid: string }).uid) return interaction
    } catch {
      // The interaction has ended, or belongs to another browser: both are told the same.
    }
    void send(reply, messagePage(this.#parts.workspaceName, 'This sign-in has ended',
      'It was completed, canceled, or took longer than 15 minutes. Go back to Latchkey and sign in again.'), 400)
    return undefined
  }

  #context(interaction: Interaction): PageContext {
    return { workspaceName: this.#parts.workspaceName, origin: this.#parts.origin, redirectUri: param(interaction, 'redirect_uri') }
  }

  /** Hands the answer to the provider, which leads the browser on to the app. */
  async #finish(request: FastifyRequest, reply: FastifyReply, result: InteractionResults): Promise<FastifyReply> {
    const next = await this.#parts.provider.interactionResult(request.raw, reply.raw, result, { mergeWithLastSubmission: false })
    return reply.redirect(next, 303)
  }

  #draw(reply: FastifyReply, interaction: Interaction, form: FormState, status = 200): FastifyReply {
    if (this.#parts.people.hasOwner()) {
      const hint = param(interaction, 'login_hint')
      const values = form === EMPTY_FORM && hint !== undefined ? { email: hint } : form.values
      return send(reply, signInPage(this.#context(interaction), interaction.uid, { ...form, values }), status)
    }
    const needsCode = !this.#parts.setUp.matches(param(interaction, 'setup'))
    return send(reply, setUpPage(this.#context(interaction), `/sign-in/${interaction.uid}/set-up`, needsCode, form), status)
  }

  async show(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const interaction = await this.#begun(request, reply)
    return interaction ? this.#draw(reply, interaction, EMPTY_FORM) : reply
  }

  async cancel(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const interaction = await this.#begun(request, reply)
    if (!interaction) return reply
    return this.#finish(request, reply, { error: 'access_denied', error_description: 'The sign-in was canceled.' })
  }

  async signIn(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const interaction = await this.#begun(request, reply)
    if (!interaction) return reply
    const { email = '', password = '' } = formFields(request.body)
    const answer = await this.#parts.passwordSignIn({ email, password, address: request.ip, where: 'app' }, () => true)
    if (answer.kind === 'wait') {
      void reply.header('retry-after', String(answer.seconds))
      return this.#draw(reply, interaction, {
        values: { email }, wrong: {}, notice: `Too many tries. Wait ${String(Math.ceil(answer.seconds / 60))} min, then try again.`,
      }, 429)
    }
    if (answer.kind === 'wrong') return this.#draw(reply, interaction, { values: { email }, wrong: {}, notice: 'Email or password is wrong.' }, 401)
    await forgetOther(this.#parts.provider, interaction, answer.person.id)
    return this.#finish(request, reply, await consentOf(this.#parts.provider, interaction, answer.person.id, this.#parts.origin))
  }

  async #createOwner(fields: Readonly<Record<string, string>>, hasToken: boolean): Promise<Person | FormState> {
    if (!hasToken) return { values: fields, wrong: { setup: 'This is not the set-up code of this workspace.' } }
    const read = parseOwner(fields)
    if ('form' in read) return read.form
    const passwordHash = await hashPassword(read.owner.password)
    // Hashing took a while: somebody else with the code may have been faster.
    if (this.#parts.people.hasOwner()) return { values: fields, wrong: {}, notice: 'This workspace has its Owner already.' }
    const owner = this.#parts.atomically(() => {
      const added = this.#parts.people.add({ email: read.owner.email, name: read.owner.name, role: 'owner', status: 'active', passwordHash })
      this.#parts.log.append([{ action: 'ownerCreated', result: 'succeeded', actorId: added.id, actorEmail: added.email, targetType: 'user', targetId: added.id }])
      return added
    })
    this.#parts.onOwnerCreated()
    return owner
  }

  async setUpInSignIn(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const interaction = await this.#begun(request, reply)
    if (!interaction) return reply
    if (this.#parts.people.hasOwner()) return this.#draw(reply, interaction, EMPTY_FORM)
    const fields = formFields(request.body)
    const hasToken = this.#parts.setUp.matches(param(interaction, 'setup')) || this.#parts.setUp.matches(fields['setup'])
    const made = await this.#createOwner(fields, hasToken)
    if ('wrong' in made) return this.#draw(reply, interaction, made, 422)
    this.#parts.log.append([{ action: 'signedIn', result: 'succeeded', actorId: made.id, actorEmail: made.email, targetType: 'user', targetId: made.id, details: { where: 'app' } }])
    return this.#finish(request, reply, await consentOf(this.#parts.provider, interaction, made.id, this.#parts.origin))
  }

  /** Set-up without the app: the address that the terminal printed. */
  showSetUp(request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const { workspaceName, origin, people, setUp } = this.#parts
    if (people.hasOwner()) return send(reply, messagePage(workspaceName, 'All set up', 'This workspace has its Owner. Sign in with Latchkey.'))
    const token = formFields(request.query)['code']
    const isRight = setUp.matches(token)
    return send(reply, setUpPage({ workspaceName, origin }, '/set-up', !isRight, EMPTY_FORM, isRight ? token : undefined))
  }

  async createInSetUp(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const { workspaceName, origin, people, setUp } = this.#parts
    if (people.hasOwner()) return this.showSetUp(request, reply)
    const fields = formFields(request.body)
    const hasToken = setUp.matches(fields['setup'])
    const made = await this.#createOwner(fields, hasToken)
    if (!('wrong' in made)) {
      return send(reply, messagePage(workspaceName, 'The workspace is yours', `Now open Latchkey, choose “Connect”, and give it this address: ${origin}`))
    }
    return send(reply, setUpPage({ workspaceName, origin }, '/set-up', !hasToken, made, hasToken ? fields['setup'] : undefined), 422)
  }
}

/** The pages that a browser sees: sign-in, the Owner's account on first use, and their style. */
export function mountSignIn(app: FastifyInstance, parts: SignInParts): void {
  const pages = new SignInPages(parts)
  app.get(STYLE_PATH, (_request, reply) => reply.type('text/css; charset=utf-8')
    .headers({ 'cache-control': 'public, max-age=31536000, immutable', 'x-content-type-options': 'nosniff' }).send(STYLE))
  app.get('/sign-in/:uid', (request, reply) => pages.show(request, reply))
  app.post('/sign-in/:uid', (request, reply) => pages.signIn(request, reply))
  app.post('/sign-in/:uid/set-up', (request, reply) => pages.setUpInSignIn(request, reply))
  app.post('/sign-in/:uid/cancel', (request, reply) => pages.cancel(request, reply))
  app.get('/set-up', (request, reply) => pages.showSetUp(request, reply))
  app.post('/set-up', (request, reply) => pages.createInSetUp(request, reply))
}
