import { z } from 'zod'

/** Shapes of answers, as the OpenAPI document publishes them. */
export const Time = z.iso.datetime()
export const TimeOrNull = z.union([Time, z.null()])

export const Links = z.strictObject({ self: z.string(), next: z.union([z.string(), z.null()]).optional(), previous: z.union([z.string(), z.null()]).optional() })

export const resourceOf = <A extends z.ZodType>(type: string, attributes: A) =>
  z.strictObject({ id: z.uuid(), type: z.literal(type), attributes })

export const singleOf = (resource: z.ZodType) => z.strictObject({ data: resource, links: Links, meta: z.strictObject({}) })

export const listOf = (resource: z.ZodType) => z.strictObject({
  data: z.array(resource), links: Links, meta: z.strictObject({ page: z.strictObject({ maxSize: z.int(), total: z.int() }) }),
})
