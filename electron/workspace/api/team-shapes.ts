import { z } from 'zod'
import { timeOrNull } from '../http/envelope.ts'
import type { Team } from '../items/teams.ts'
import { resourceOf, Time } from './answers.ts'

export const TeamResource = resourceOf('team', z.strictObject({ name: z.string(), managedBy: z.enum(['self', 'provider']), createdAt: Time }))

export const teamResource = (team: Team) =>
  ({ id: team.id, type: 'team', attributes: { name: team.name, managedBy: team.managedBy, createdAt: timeOrNull(team.createdAt) } })
