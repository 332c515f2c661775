/* A file in which somebody else's lines stand around our section, and the test that a reading of it is whole. */

const ABOVE = '# kept by hand\n[foreign-a]\nx = 1\n  continued\ny : 2\n\n'
const BELOW = '\n[foreign-b]\n; nothing to see\nz=\u00fcber\n\n# the end\n'
const OURS = /\[default\]\ncerby_workspace = acme\ncerby_base_url = https:\/\/acme\.cerby\.com\/api\/v1\ncerby_bearer_token = (\d+)\.x+\ncerby_token_expiration = (\S+)\n/

/** The file before the first write of ours. */
export const FOREIGN = `${ABOVE}[default]\n${BELOW}`

/** What is wrong with a reading: bytes of others that are gone, a part of ours, a token with another one's expiration. */
export function faultIn(text: string): string | undefined {
  if (text === FOREIGN) return undefined
  if (!text.startsWith(ABOVE) || !text.endsWith(BELOW)) return `foreign bytes lost: ${JSON.stringify(text.slice(0, 80))} (${String(text.length)})`
  const ours = OURS.exec(text.slice(ABOVE.length))
  if (ours?.index !== 0 || ours[0].length !== text.length - ABOVE.length - BELOW.length) return `torn: ${JSON.stringify(text.slice(ABOVE.length, ABOVE.length + 200))}`
  const [, second = '', expiration = ''] = ours
  return Date.parse(expiration) === Number(second) * 1000 ? undefined : `a mixed pair: ${second} and ${expiration}`
}
