/** What a command says, and whether it did what it was asked. */
export interface CommandResult { ok: boolean; text: string }
