import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'

type Schema = Record<string, unknown>
interface Described { operationId: string; responses: Record<string, { $ref?: string; content?: Record<string, { schema: Schema }> }> }
export interface ApiDocument {
  paths: Record<string, Record<string, Described>>
  components: { responses: Record<string, { content: Record<string, { schema: Schema }> }>; schemas: Record<string, Schema> }
}

export interface ApiAnswer {
  status: number
  headers: Headers
  /** undefined where the answer has no body. */
  body: unknown
}

export interface Ask {
  bearer?: string
  key?: string
  body?: unknown
  headers?: Readonly<Record<string, string>>
}

/** Talks to a workspace, and holds every answer against the OpenAPI document that it serves. */
export class CheckedApi {
  readonly origin: string
  readonly document: ApiDocument
  readonly #ajv = new Ajv2020({ strict: false, allErrors: true })
  readonly #validators = new Map<string, ValidateFunction>()
  /** operationId and status of every answer that was checked. */
  readonly seen = new Map<string, number>()

  constructor(origin: string, document: ApiDocument) {
    this.origin = origin
    this.document = document
    // The package is CommonJS, and its types say so differently than Node does.
    ;(formats as unknown as (ajv: Ajv2020) => void)(this.#ajv)
    this.#ajv.addSchema({ $id: 'api', components: document.components })
  }

  static async of(origin: string): Promise<CheckedApi> {
    const answer = await fetch(`${origin}/api/v1/openapi.json`)
    return new CheckedApi(origin, await answer.json() as ApiDocument)
  }

  /** The operation that a path of a request belongs to. */
  described(method: string, path: string): Described | undefined {
    const steps = path.split('/')
    const found = Object.keys(this.document.paths).filter(template => {
      const parts = template.split('/')
      return parts.length === steps.length && parts.every((part, index) => part.startsWith('{') || part === steps[index])
    }).sort((a, b) => a.split('{').length - b.split('{').length)[0]
    return found === undefined ? undefined : this.document.paths[found]?.[method.toLowerCase()]
  }

  #schemaFor(described: Described, status: number): Schema | undefined {
    const answer = described.responses[String(status)]
    if (!answer) throw new Error(`${described.operationId} answered ${String(status)}, which its description does not name`)
    const content = answer.$ref === undefined ? answer.content : this.document.components.responses[String(status)]?.content
    return content?.['application/json']?.schema
  }

  /** Throws where an answer is not as the document says. */
  check(method: string, path: string, status: number, body: unknown): void {
    const described = this.described(method, path)
    if (!described) throw new Error(`${method} ${path} is not described`)
    const schema = this.#schemaFor(described, status)
    const name = `${described.operationId} ${String(status)}`
    this.seen.set(name, (this.seen.get(name) ?? 0) + 1)
    if (schema === undefined) {
      if (body !== undefined) throw new Error(`${name} has a body, which its description does not name`)
      return
    }
    let validate = this.#validators.get(name)
    if (!validate) {
      const absolute = JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', '"api#/components/')) as Schema
      validate = this.#ajv.compile(absolute)
      this.#validators.set(name, validate)
    }
    if (!validate(body)) throw new Error(`${name}: ${this.#ajv.errorsText(validate.errors)} in ${JSON.stringify(body)}`)
  }

  async ask(method: string, path: string, { bearer, key, body, headers = {} }: Ask = {}): Promise<ApiAnswer> {
    const answer = await fetch(`${this.origin}/api/v1${path}`, {
      method,
      headers: {
        ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }), ...(key === undefined ? {} : { 'x-api-key': key }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await answer.text()
    const read = text === '' ? undefined : JSON.parse(text) as unknown
    this.check(method, path.split('?', 1)[0] ?? path, answer.status, read)
    return { status: answer.status, headers: answer.headers, body: read }
  }
}

/** The attributes of a single resource in an answer. */
export function attributes(answer: ApiAnswer): Record<string, unknown> & { key: string } {
  return (answer.body as { data: { attributes: Record<string, unknown> & { key: string } } }).data.attributes
}

export function idOf(answer: ApiAnswer): string {
  return (answer.body as { data: { id: string } }).data.id
}

export interface Listed { id: string; attributes: Record<string, unknown> }

export function listed(answer: ApiAnswer): Listed[] {
  return (answer.body as { data: Listed[] }).data
}

export function firstError(answer: ApiAnswer): { code: string; detail: string; status: unknown; meta: Record<string, unknown> } | undefined {
  return (answer.body as { errors: { code: string; detail: string; status: unknown; meta: Record<string, unknown> }[] }).errors[0]
}

/** The body that creates or changes a resource. */
export const enveloped = (type: string, given: Readonly<Record<string, unknown>>) => ({ data: { type, attributes: given } })
