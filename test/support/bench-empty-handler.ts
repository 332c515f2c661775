import { fastify } from 'fastify'

/** A server whose only handler does nothing: how much the framework itself takes. Prints its address. */
const app = fastify()
app.get('/', (_request, reply) => reply.send())
process.stdout.write(`${JSON.stringify({ url: await app.listen({ host: '127.0.0.1', port: 0 }) })}\n`)
