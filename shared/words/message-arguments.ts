/*
 * Reads the names of a message's arguments out of its text, so that a call that forgets one doesn't compile.
 *
 * Known to be blind where a plural's or select's branch is a single word in braces: write branches as phrases.
 */

type Blank = ' ' | '#' | '<' | '{' | "'" | '.'
type Named<Text extends string> = Text extends '' | `${string}${Blank}${string}` ? never : Text
type UpToComma<Text extends string> = Text extends `${infer Name},${string}` ? Name : Text
type First<Text extends string> = Text extends `${infer Head}}${string}` ? Named<UpToComma<Head>> : never

/** The names that stand in braces: `'{count, plural, one {# key} other {# keys}} of {name}'` gives `'count' | 'name'`. */
export type ArgumentsOf<Text extends string> = Text extends `${string}{${infer After}` ? First<After> | ArgumentsOf<After> : never
