/*
 * The two channels of the only door between window and app. They stand apart from the contract, so that the preload
 * script, which every page load runs, carries no schema.
 */
export const CALL_CHANNEL = 'latchkey:call'
export const EVENT_CHANNEL = 'latchkey:event'
