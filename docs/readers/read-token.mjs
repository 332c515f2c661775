// Reads the Cerby bearer token as docs/credentials-file.md asks a reader to. Node 18 or newer, no packages.
//
//   node read-token.mjs /users 5     calls GET <base url>/users five times and prints each status
import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

const MINUTE = 60_000

function credentialsPath() {
  const chosen = process.env.CERBY_SHARED_CREDENTIALS_FILE
  if (!chosen) return join(homedir(), '.cerby', 'credentials')
  return chosen === '~' || /^~[\\/]/.test(chosen) ? join(homedir(), chosen.slice(1)) : chosen
}

/** The four keys of a profile. Throws where the file or the profile isn't there. */
export function readProfile(profile = process.env.CERBY_PROFILE || 'default') {
  const values = {}
  let section
  for (const line of readFileSync(credentialsPath(), 'utf8').split(/\r?\n/)) {
    const header = /^\[([^\]]+)\]/.exec(line)
    if (header) section = header[1]
    const pair = /^([A-Za-z_]+)\s*=\s*(\S+)/.exec(line)
    if (pair && section === profile) values[pair[1].toLowerCase()] = pair[2]
  }
  if (!values.cerby_bearer_token) throw new Error(`No Cerby token in profile ${profile}: sign in with Latchkey.`)
  return {
    baseUrl: values.cerby_base_url,
    token: values.cerby_bearer_token,
    endsAt: Date.parse(values.cerby_token_expiration),
  }
}

let held

/** A request that is never sent with a token in its last minute, and sent again once with the newest one when refused. */
export async function call(path) {
  if (!held || held.endsAt - Date.now() < MINUTE) held = readProfile()
  const send = () => fetch(held.baseUrl + path, { headers: { authorization: `Bearer ${held.token}` } })
  const answer = await send()
  if (answer.status !== 401) return answer
  const refused = held.token
  held = readProfile()
  return held.token === refused ? answer : send()
}

const [path, times = '1'] = process.argv.slice(2)
for (let count = 0; path && count < Number(times); count += 1) {
  console.log((await call(path)).status)
  await new Promise(resolve => setTimeout(resolve, 100))
}
