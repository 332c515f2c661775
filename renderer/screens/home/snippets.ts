/*
 * Snippets that read the token out of the file when they run. None holds a token: it would be old in an hour, and stand
 * in a shell's history for ever. Each is run against a real file and a real server in test/integration/renderer.
 */

export const SNIPPET_LANGUAGES = ['curl', 'python', 'node', 'go', 'powershell', 'shell'] as const
export type SnippetLanguage = (typeof SNIPPET_LANGUAGES)[number]

/** Where the file stands: below the home folder, by parts, or at a path of its own. */
type FilePlace = { readonly kind: 'home'; readonly parts: readonly string[] } | { readonly kind: 'path'; readonly path: string }

const HOME = /^(~|%userprofile%)[\\/]/i

/** Reads a path as a person writes it: `~/.cerby/credentials`, `%userprofile%\.cerby\credentials`, or an absolute one. */
export function filePlace(written: string): FilePlace {
  return HOME.test(written) ? { kind: 'home', parts: written.replace(HOME, '').split(/[\\/]/) } : { kind: 'path', path: written }
}

const quotedForShell = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`
const quotedForPowerShell = (text: string) => `'${text.replaceAll("'", "''")}'`
// Python, JavaScript and Go read a JSON string as their own.
const quoted = (text: string) => JSON.stringify(text)

function shellReader(place: FilePlace, profile: string): string {
  const path = place.kind === 'home' ? `"$HOME/${place.parts.join('/')}"` : quotedForShell(place.path)
  return `cerby() {
  awk -F '[ \\t=]+' -v key="$1" '{ sub(/\\r$/, "") } /^\\[/ { here = $1 == "[${profile}]" }
    here && $1 == key { sub(/^[^=]*=[ \\t]*/, ""); print; exit }' ${path}
}`
}

function curl(place: FilePlace, profile: string): string {
  return `${shellReader(place, profile)}
printf 'Authorization: Bearer %s' "$(cerby cerby_bearer_token)" |
  curl -sS -H @- "$(cerby cerby_base_url)/me"  # the token stays out of the process list`
}

function shell(place: FilePlace, profile: string): string {
  return `${shellReader(place, profile)}
export CERBY_BASE_URL="$(cerby cerby_base_url)"
export CERBY_BEARER_TOKEN="$(cerby cerby_bearer_token)"`
}

function python(place: FilePlace, profile: string): string {
  const path = place.kind === 'home' ? ['pathlib.Path.home()', ...place.parts.map(quoted)].join(' / ') : `pathlib.Path(${quoted(place.path)})`
  return `import configparser, pathlib, urllib.request

file = configparser.RawConfigParser(strict=False)
file.read(${path}, encoding="utf-8")
cerby = file[${quoted(profile)}]
request = urllib.request.Request(
    cerby["cerby_base_url"] + "/me",
    headers={"Authorization": "Bearer " + cerby["cerby_bearer_token"]},
)
print(urllib.request.urlopen(request).read().decode())`
}

function node(place: FilePlace, profile: string): string {
  const path = place.kind === 'home' ? `join(homedir(), ${place.parts.map(quoted).join(', ')})` : quoted(place.path)
  const imports = place.kind === 'home' ? `\nimport { homedir } from "node:os"\nimport { join } from "node:path"` : ''
  return `import { readFileSync } from "node:fs"${imports}

const text = readFileSync(${path}, "utf8")
const section = text.split(/^\\[/m).find(part => part.startsWith(${quoted(`${profile}]`)})) ?? ""
const cerby = Object.fromEntries(section.split(/\\r?\\n/).map(line => line.split(/ *= *(.*)/)))
const answer = await fetch(\`\${cerby.cerby_base_url}/me\`, {
  headers: { Authorization: \`Bearer \${cerby.cerby_bearer_token}\` },
})
console.log(await answer.json())  // save as me.mjs`
}

function go(place: FilePlace, profile: string): string {
  const isHome = place.kind === 'home'
  const path = isHome ? `filepath.Join(home, ${place.parts.map(quoted).join(', ')})` : quoted(place.path)
  const imports = ['bufio', 'fmt', 'io', 'net/http', 'os', ...(isHome ? ['path/filepath'] : []), 'strings'].map(name => `\t"${name}"`).join('\n')
  return `package main

import (
${imports}
)

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

func main() {
${isHome ? '\thome := must(os.UserHomeDir())\n' : ''}	file := must(os.Open(${path}))
	defer file.Close()
	cerby, here := map[string]string{}, false
	for lines := bufio.NewScanner(file); lines.Scan(); {
		line := strings.TrimSpace(lines.Text())
		if strings.HasPrefix(line, "[") {
			here = line == ${quoted(`[${profile}]`)}
		} else if key, value, ok := strings.Cut(line, "="); ok && here {
			cerby[strings.TrimSpace(key)] = strings.TrimSpace(value)
		}
	}
	request := must(http.NewRequest("GET", cerby["cerby_base_url"]+"/me", nil))
	request.Header.Set("Authorization", "Bearer "+cerby["cerby_bearer_token"])
	answer := must(http.DefaultClient.Do(request))
	defer answer.Body.Close()
	fmt.Println(string(must(io.ReadAll(answer.Body))))
}`
}

function powershell(place: FilePlace, profile: string): string {
  const path = place.kind === 'home' ? `(Join-Path $HOME ${quotedForPowerShell(place.parts.join('/'))})` : quotedForPowerShell(place.path)
  return `$cerby = @{}; $here = $false
Get-Content -Encoding utf8 ${path} | ForEach-Object {
  if ($_.StartsWith('[')) { $here = $_.Trim() -ceq ${quotedForPowerShell(`[${profile}]`)} }
  elseif ($here -and $_ -match '^\\s*([^=\\s]+)\\s*=\\s*(.*?)\\s*$') { $cerby[$Matches[1]] = $Matches[2] }
}
Invoke-RestMethod "$($cerby.cerby_base_url)/me" -Headers @{ Authorization = "Bearer $($cerby.cerby_bearer_token)" }`
}

const WRITERS: Record<SnippetLanguage, (place: FilePlace, profile: string) => string> = { curl, python, node, go, powershell, shell }

/**
 * A program that reads the profile's token from the file and asks the workspace who it is.
 *
 * @param credentialsPath  as a person writes it: `~/.cerby/credentials`
 */
export function snippetOf(language: SnippetLanguage, credentialsPath: string, profile: string): string {
  return WRITERS[language](filePlace(credentialsPath), profile)
}
