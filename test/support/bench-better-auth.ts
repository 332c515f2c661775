import { join } from 'node:path'
import { apiKey } from '@better-auth/api-key'
import { betterAuth } from 'better-auth'
import { getMigrations } from 'better-auth/db/migration'
import Database from 'better-sqlite3'
import { fastify } from 'fastify'

/**
 * better-auth with its API key plugin on SQLite behind the same framework, as its documentation has it, and without its
 * rate limit. Its data stands in the folder that is named; prints its address and a key.
 */
const database = new Database(join(process.argv[2] ?? '.', 'better-auth.db'))
database.pragma('journal_mode = WAL')
const options = {
  database, baseURL: 'http://127.0.0.1', secret: 'a secret for a measurement, and for nothing else', emailAndPassword: { enabled: true },
  plugins: [apiKey({ rateLimit: { enabled: false } })], telemetry: { enabled: false }, logger: { disabled: true },
}
await (await getMigrations(options)).runMigrations()
const auth = betterAuth(options)
const { user } = await auth.api.signUpEmail({ body: { email: 'ada@acme.example', name: 'Ada', password: 'correct horse battery' } })
const { key } = await auth.api.createApiKey({ body: { userId: user.id } })

const app = fastify()
app.get('/', async (request, reply) => {
  const { 'x-api-key': given } = request.headers
  const { valid } = await auth.api.verifyApiKey({ body: { key: typeof given === 'string' ? given : '' } })
  return reply.code(valid ? 200 : 401).send({ valid })
})
process.stdout.write(`${JSON.stringify({ url: await app.listen({ host: '127.0.0.1', port: 0 }), key })}\n`)
