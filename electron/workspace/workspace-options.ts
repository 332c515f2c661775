/** Who wraps the workspace's data keys. */
export type KmsChoice = { kind: 'keychain' } | { kind: 'file' } | { kind: 'aws'; keyId: string }

/** How a workspace is run. */
export interface WorkspaceOptions {
  dataFolder: string
  /** The loopback address to listen on. */
  host: '127.0.0.1' | '::1'
  /** A port to insist on; undefined: the port of last time while it is free, any other then. */
  port: number | undefined
  /** The address by which others reach it, where a proxy stands in front; its scheme is https. */
  publicUrl: string | undefined
  name: string
  /** Life of a bearer token, in seconds. */
  bearerTokenLifetime: number
  /** How long a used refresh token still works once, in seconds. */
  refreshGrace: number
  /** Whether the set-up code is kept in a file, for who runs the service in a terminal. */
  keepSetUpCode: boolean
  /** Bad credentials from one address in five minutes, before it is told to wait. */
  refusalsPerAddress: number
  /** A JSON file that names an external OpenID provider. */
  providerFile: string | undefined
  /** Undefined: as the data folder has it; a new one takes the keychain where there is one, a file otherwise. */
  kms: KmsChoice | undefined
  kmsEndpoint: string | undefined
}

export const DEFAULT_OPTIONS: Omit<WorkspaceOptions, 'dataFolder'> = {
  host: '127.0.0.1', port: undefined, publicUrl: undefined, name: 'Local workspace', bearerTokenLifetime: 3600, refreshGrace: 0, keepSetUpCode: false,
  refusalsPerAddress: 2000, providerFile: undefined, kms: undefined, kmsEndpoint: undefined,
}

export type StartFailure =
  | { code: 'data_folder_in_use' }
  | { code: 'port_in_use'; port: number }
  | { code: 'database_newer'; found: number; known: number }
  | { code: 'database_unreadable' }
  | { code: 'kms_refused'; message: string }
  | { code: 'provider_file_unusable'; message: string }

/** A failure in a line of words, for a terminal. */
export function startFailureWords(failure: StartFailure): string {
  switch (failure.code) {
    case 'data_folder_in_use':
      return 'Another workspace runs on this data folder. Stop it, or choose another folder.'
    case 'port_in_use':
      return `Port ${String(failure.port)} is taken by another program. Free it, or choose another port.`
    case 'database_newer':
      return `The database is of a newer version (${String(failure.found)}; this program knows ${String(failure.known)}). Update Latchkey.`
    case 'database_unreadable':
      return 'The database can’t be read: it is damaged, or not a database. Nothing was changed.'
    case 'kms_refused':
      return `The key management service refused: ${failure.message}`
    case 'provider_file_unusable':
      return `The file of the OpenID provider is unusable: ${failure.message}`
  }
}
