import { toRfc3339 } from '../../../shared/instant.ts'
import type { OutsideChange } from '../../../shared/publication-state.ts'
import type { FileStanding } from './live-session.ts'
import type { ConnectionRecord, SectionRead } from './ports.ts'

/** Our token as we last wrote it. */
export type WrittenToken = Extract<FileStanding, { kind: 'token' }>

/**
 * What another program did to our section since we wrote it; undefined when all four keys say what we wrote. Other keys
 * of the section, comments and order are nobody's business here.
 */
export function outsideChange(written: WrittenToken, record: ConnectionRecord, read: SectionRead): OutsideChange | undefined {
  if (read.kind === 'no_file') return 'file_removed'
  if (read.kind === 'no_section') return 'section_removed'
  const isSame =
    read.bearerToken?.equals(written.accessToken) === true &&
    read.expiresAt !== undefined && toRfc3339(read.expiresAt) === toRfc3339(written.expiresAt) &&
    read.workspaceSlug === record.workspace.slug && read.baseUrl === record.workspace.baseUrl
  return isSame ? undefined : 'section_edited'
}
