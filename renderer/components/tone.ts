/** What a state asks of a person: nothing, a look, an act; or it waits for something that is nobody's fault. */
export type Tone = 'fresh' | 'soon' | 'act' | 'waiting'
