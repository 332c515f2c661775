import { commands, type Answer, type CommandName, type Input, type Output, type RefusalCode } from '../../shared/contract.ts'

/** A handler for each command of the contract; a missing one is a type error. */
export type Handlers = { [N in CommandName]: (input: Input<N>) => Promise<Output<N>> }

/** Who called, as far as trust goes. */
export interface Sender {
  isMainFrameOfOurWindow: boolean
  origin: string
}

export type Serve = (sender: Sender, name: unknown, input: unknown) => Promise<Answer>

const isCommandName = (name: unknown): name is CommandName => typeof name === 'string' && Object.hasOwn(commands, name)

const refuse = (code: RefusalCode): Answer => ({ kind: 'refused', code })

/**
 * Makes the door that every call of the window comes through: sender, name, input and output are checked, in this order.
 *
 * @param ownOrigin  `app://latchkey`, the one origin that may call
 * @param broken     told of a bug in a handler; the window learns `broken` and nothing else, since an error's text may
 *                   hold what the window must not see
 */
export function makeServe(handlers: Handlers, ownOrigin: string, broken: (name: CommandName, error: unknown) => void): Serve {
  return async function serve(sender, name, input) {
    // SECURITY: a page that slipped into our window must not reach the keychain through us.
    if (!sender.isMainFrameOfOurWindow || sender.origin !== ownOrigin) return refuse('untrusted_sender')
    if (!isCommandName(name)) return refuse('unknown_command')
    return answer(handlers, name, input, broken)
  }
}

async function answer<N extends CommandName>(
  handlers: Handlers, name: N, input: unknown, broken: (name: CommandName, error: unknown) => void,
): Promise<Answer> {
  const parsed = commands[name].input.safeParse(input)
  if (!parsed.success) return refuse('malformed_input')
  try {
    // The schema and the handler are picked by the same name; TypeScript can't follow that through the union.
    const value = await handlers[name](parsed.data as Input<N>)
    return { kind: 'answered', value: commands[name].output.parse(value) }
  } catch (error) {
    broken(name, error)
    return refuse('broken')
  }
}
