import type { CommandName, Input, Output } from '../../shared/contract.ts'
import type { ActivityWriter } from '../core/activity/activity-writer.ts'
import type { Handlers } from './serve.ts'

/** The same handlers; what they did is written down. */
export function recordCalls(activity: Pick<ActivityWriter, 'answered'>, handlers: Handlers): Handlers {
  const recorded = <N extends CommandName>(name: N) => async (input: Input<N>): Promise<Output<N>> => {
    const output = await handlers[name](input)
    activity.answered(name, input, output)
    return output
  }
  // Each name keeps its own handler's types, which Object.fromEntries can't tell.
  return Object.fromEntries((Object.keys(handlers) as CommandName[]).map(name => [name, recorded(name)])) as unknown as Handlers
}
