import { posix, win32 } from 'node:path'
import { fail, succeed, type Outcome } from '../../../shared/outcome.ts'
import { DEFAULT_PROFILE, ProfileName } from '../../../shared/profile.ts'

export type Environment = Readonly<Record<string, string | undefined>>

/** The variables that a tool's file and profile hang on. */
export type FileVariable = 'CERBY_SHARED_CREDENTIALS_FILE' | 'CERBY_PROFILE'

/** Where the file is, and whether its folder is ours to make and to keep private. */
export interface CredentialsPath {
  path: string
  isDefault: boolean
}

/**
 * The credentials file's path: `CERBY_SHARED_CREDENTIALS_FILE` where it is set, else `.cerby/credentials` in the home
 * folder, as AWS's variable and folder have it. `~` and `~/...` stand for the home folder, with `\` on Windows too.
 *
 * `no_path_of_a_file`: every tool starts in another folder, so a relative path would name a different file for each; and
 * at one that ends in a slash no tool can open a file, though one can be made there.
 */
export function credentialsPath(environment: Environment, home: string, platform: NodeJS.Platform): Outcome<CredentialsPath, { code: 'no_path_of_a_file'; path: string }> {
  const paths = pathsOf(platform)
  const chosen = environment['CERBY_SHARED_CREDENTIALS_FILE']
  if (chosen === undefined || chosen === '') return succeed(usualPath(home, platform))
  const expanded = isUnderHome(chosen, platform) ? paths.join(home, chosen.slice(1)) : chosen
  if (!isWhole(expanded, platform) || isFolder(expanded, platform) || expanded.includes('\0')) return fail({ code: 'no_path_of_a_file', path: chosen })
  return succeed({ path: paths.normalize(expanded), isDefault: false })
}

const pathsOf = (platform: NodeJS.Platform) => (platform === 'win32' ? win32 : posix)

function usualPath(home: string, platform: NodeJS.Platform): CredentialsPath {
  return { path: pathsOf(platform).join(home, '.cerby', 'credentials'), isDefault: true }
}

function isUnderHome(path: string, platform: NodeJS.Platform): boolean {
  return path === '~' || path.startsWith('~/') || (platform === 'win32' && path.startsWith('~\\'))
}

// `\folder` is absolute to Windows, yet it hangs on the current drive.
function isWhole(path: string, platform: NodeJS.Platform): boolean {
  return platform === 'win32' ? /^([A-Za-z]:[\\/]|[\\/]{2}[^\\/])/.test(path) : path.startsWith('/')
}

function isFolder(path: string, platform: NodeJS.Platform): boolean {
  return path.endsWith('/') || (platform === 'win32' && path.endsWith('\\'))
}

/** The profile that `CERBY_PROFILE` names, or `default`. `profile_name_invalid` where it names none that can be. */
export function profileFromEnvironment(environment: Environment): Outcome<ProfileName, { code: 'profile_name_invalid' }> {
  const named = environment['CERBY_PROFILE']
  if (named === undefined || named === '') return succeed(DEFAULT_PROFILE)
  const parsed = ProfileName.safeParse(named)
  return parsed.success ? succeed(parsed.data) : fail({ code: 'profile_name_invalid' })
}

/** File and first profile as the environment says. A variable that can't be used is refused, and what holds without it serves. */
export interface FilePlace extends CredentialsPath {
  profile: ProfileName
  refused: readonly FileVariable[]
}

/** Nobody is left without tokens for a typo. */
export function filePlace(environment: Environment, home: string, platform: NodeJS.Platform): FilePlace {
  const path = credentialsPath(environment, home, platform)
  const profile = profileFromEnvironment(environment)
  return {
    ...(path.ok ? path.value : usualPath(home, platform)),
    profile: profile.ok ? profile.value : DEFAULT_PROFILE,
    refused: [...(path.ok ? [] : ['CERBY_SHARED_CREDENTIALS_FILE' as const]), ...(profile.ok ? [] : ['CERBY_PROFILE' as const])],
  }
}
