import type { Answer, Call, CommandName, Output, RefusalCode, WindowEvent } from '../shared/contract.ts'

/*
 * The window's end of the door. Both directions are parsed by zod in electron/ipc/serve.ts, on the side that has
 * something to protect; here the contract is types alone, which keeps zod, and its start-up time, out of the window.
 */

/** What the preload script exposes. */
type Exposed = {
  call(name: string, input: unknown): Promise<unknown>
  subscribe(listener: (event: unknown) => void): () => void
}

/** The app, as the window sees it. */
export type Bridge = {
  call<N extends CommandName>(name: N, input: Call<N>): Promise<Output<N>>
  subscribe(listener: (event: WindowEvent) => void): () => void
}

/** The app would not, or could not, handle a call: a bug of ours, never a person's mistake. */
export class RefusedCall extends Error {
  readonly code: RefusalCode
  constructor(name: string, code: RefusalCode) {
    super(`${name}: ${code}`)
    this.name = 'RefusedCall'
    this.code = code
  }
}

/** The bridge over what the preload script exposes. */
export function bridgeOver(exposed: Exposed): Bridge {
  return {
    async call<N extends CommandName>(name: N, input: Call<N>) {
      const answer = (await exposed.call(name, input)) as Answer
      if (answer.kind === 'refused') throw new RefusedCall(name, answer.code)
      return answer.value as Output<N>
    },
    subscribe: listener => exposed.subscribe(event => { listener(event as WindowEvent) }),
  }
}

declare global {
  interface Window { readonly latchkey: Exposed }
}
