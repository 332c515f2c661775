import { z } from 'zod'
import { notFound } from '../http/api-refusal.ts'
import { list, single } from '../http/envelope.ts'
import { operation, type Access, type Operation } from '../http/operation.ts'
import { PAGE_QUERY, query, sortBy } from '../http/query.ts'
import type { People, Person } from '../people/people.ts'
import { listOf, resourceOf, singleOf, Time } from './answers.ts'
import { timeOrNull } from '../http/envelope.ts'

const READ_USERS: Access = { kind: 'credential', anyScope: ['read:users'], roles: ['owner', 'superAdmin', 'admin'] }

const UserResource = resourceOf('user', z.strictObject({
  email: z.string(), name: z.string(), workspaceRole: z.string(), isGuest: z.boolean(), mfaStatus: z.enum(['enabled', 'disabled']),
  status: z.enum(['active', 'invited', 'removed']), createdAt: Time,
}))

const UserListQuery = query({
  ...PAGE_QUERY,
  filter: z.string().max(254).optional(),
  'filter[name]': z.string().max(100).optional(),
  'filter[email]': z.string().max(254).optional(),
  sort: sortBy(['name', 'email', 'createdAt'], { field: 'createdAt', descending: false }),
})

export function userResource(person: Person) {
  return {
    id: person.id, type: 'user',
    attributes: {
      email: person.email, name: person.name, workspaceRole: person.role, isGuest: person.role === 'guest', mfaStatus: 'disabled',
      status: person.status, createdAt: timeOrNull(person.createdAt),
    },
  }
}

function inOrder(field: 'name' | 'email' | 'createdAt', descending: boolean): (a: Person, b: Person) => number {
  const turn = descending ? -1 : 1
  const words = new Intl.Collator('en')
  return (a, b) => turn * (field === 'createdAt' ? a.createdAt - b.createdAt : words.compare(a[field], b[field])) || (a.id < b.id ? -1 : 1)
}

export function userOperations(people: People): Operation[] {
  return [
    operation({
      id: 'listUsers', method: 'GET', path: '/users', summary: 'Lists the people of the workspace', access: READ_USERS, query: UserListQuery,
      answers: { 200: listOf(UserResource) },
      handle: ({ query: asked, url }) => {
        const email = (asked.filter ?? asked['filter[email]'])?.toLowerCase()
        const name = asked['filter[name]']?.toLowerCase()
        const found = people.list()
          .filter(person => (email === undefined || person.email.toLowerCase() === email) && (name === undefined || person.name.toLowerCase().includes(name)))
          .sort(inOrder(asked.sort.field, asked.sort.descending))
        const page = { number: asked['page[number]'], size: asked['page[size]'] }
        const shown = found.slice((page.number - 1) * page.size, page.number * page.size)
        return { status: 200, body: list(shown.map(userResource), found.length, page, url) }
      },
    }),
    operation({
      id: 'readUser', method: 'GET', path: '/users/{id}', summary: 'Reads one person', access: READ_USERS, answers: { 200: singleOf(UserResource) },
      handle: ({ params, url }) => {
        const person = people.byId(params['id'] ?? '')
        if (!person || person.status === 'removed') throw notFound()
        return { status: 200, body: single(userResource(person), url.toString()) }
      },
    }),
  ]
}
