// No schema: the window parses nothing, and needs no parser.

/** What a person asks for when they ask what happened. */
export const ACTIVITY_GROUPS = ['signIns', 'tokens', 'keys', 'file', 'items', 'people'] as const
export type ActivityGroup = (typeof ACTIVITY_GROUPS)[number]

/** What this machine itself does or notices, by group. */
export const MACHINE_GROUPS = {
  signIns: ['signedIn', 'signInFailed', 'signedOut', 'sessionEnded'],
  tokens: ['tokenRefreshed', 'refreshFailed', 'tokenCopied'],
  keys: ['keyGenerated', 'keyChanged', 'keyRotated', 'keyDeleted', 'keyCopied', 'keyStored', 'keySaved'],
  file: ['filePublished', 'publicationFailed', 'fileChangedOutside', 'profileRenamed', 'defaultChanged'],
  items: [],
  people: [],
} as const satisfies Record<ActivityGroup, readonly string[]>

/** What a workspace's log tells, by group. */
export const WORKSPACE_GROUPS = {
  signIns: ['ownerCreated', 'signedIn', 'signInRefused', 'sessionsEnded'],
  tokens: [],
  keys: ['keyGenerated', 'keyRenamed', 'keyScopesChanged', 'keyRotated', 'keyDeleted', 'keyUsed', 'keyRefused'],
  file: [],
  items: [
    'secretStored', 'secretRead', 'secretDeleted', 'accountChanged', 'accountSecretsRead', 'collectionCreated', 'collectionChanged', 'itemShared', 'itemUnshared',
    'entitlementsChanged', 'jobStarted', 'jobEnded', 'keysOfKmsRotated',
  ],
  people: ['userInvited', 'userJoined', 'userChanged', 'userRoleChanged', 'userRemoved', 'teamCreated', 'teamChanged', 'teamDeleted', 'teamMemberAdded', 'teamMemberRemoved'],
} as const satisfies Record<ActivityGroup, readonly string[]>
