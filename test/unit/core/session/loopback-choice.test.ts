import { expect, test } from 'vitest'
import { loopbackShapeFor } from '../../../../electron/core/session/loopback-choice.ts'

const acme = { baseUrl: 'https://acme.cerby.com/api/v1' }

test.each([
  { says: 'any port where nothing was set', redirects: [], gives: { host: '127.0.0.1', ports: 'any' } },
  { says: 'what was set for this workspace', redirects: [{ workspaceHost: 'acme.cerby.com', host: 'localhost', ports: [8401, 8402] }], gives: { host: 'localhost', ports: [8401, 8402] } },
  { says: 'any port where the host alone was set', redirects: [{ workspaceHost: 'acme.cerby.com', host: 'localhost', ports: [] }], gives: { host: 'localhost', ports: 'any' } },
  { says: 'nothing of what was set for another one', redirects: [{ workspaceHost: 'globex.cerby.com', host: 'localhost', ports: [8401] }], gives: { host: '127.0.0.1', ports: 'any' } },
] as const)('gives $says', ({ redirects, gives }) => {
  expect(loopbackShapeFor(acme, redirects.map(each => ({ ...each, ports: [...each.ports] })))).toEqual(gives)
})
