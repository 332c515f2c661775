import { describe, expect, test } from 'vitest'
import { inFile, isFileGood, publicationOf, signed, type Signed } from '../../../support/session-signed.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

describe('the file fails', () => {
  const full = { code: 'disk_full' as const, path: '~/.cerby/credentials' }

  test('a full disk leaves the session signed in, says so, and is tried again each minute', async () => {
    const signedIn = await signed()
    signedIn.world.machine.file.failure = full
    expect(await signedIn.app.sessions.refreshNow(signedIn.id)).toEqual({ ok: true, value: null })
    expect(publicationOf(signedIn)).toMatchObject({ kind: 'failed', failure: full })
    signedIn.world.machine.file.failure = undefined
    await signedIn.world.time.pass(70 * SECOND)
    expect(publicationOf(signedIn)?.kind).toBe('written')
    expect(inFile(signedIn)).toBe('access-2')
  })

  test.each([
    { says: 'edited', change: 'section_edited', edit: ({ world }: Signed) => { const section = world.machine.file.sections.get('default'); if (section) world.machine.file.sections.set('default', { ...section, baseUrl: 'https://evil.example' }) } },
    { says: 'deleted', change: 'section_removed', edit: ({ world }: Signed) => { world.machine.file.sections.delete('default') } },
    { says: 'gone with the file', change: 'file_removed', edit: ({ world }: Signed) => { world.machine.file.sections.clear(); world.machine.file.exists = false } },
  ])('a section $says by another program is told once, and put back when the person says so', async ({ change, edit }) => {
    const signedIn = await signed()
    edit(signedIn)
    await signedIn.app.sessions.credentialsFileChanged()
    await signedIn.app.sessions.credentialsFileChanged()
    expect(publicationOf(signedIn)).toMatchObject({ kind: 'changedOutside', change })
    expect(signedIn.app.events.filter(event => event.kind === 'publicationChanged')).toHaveLength(1)
    expect(await signedIn.app.sessions.publishAgain(signedIn.id, false)).toEqual({ ok: true, value: null })
    expect(publicationOf(signedIn)?.kind).toBe('written')
    expect(isFileGood(signedIn)).toBe(true)
  })

  test('what a person deleted stays deleted at the next refresh, and at the next start', async () => {
    const signedIn = await signed()
    signedIn.world.machine.file.sections.delete('default')
    await signedIn.app.sessions.credentialsFileChanged()
    await signedIn.world.time.pass(2 * HOUR)
    expect(inFile(signedIn)).toBeUndefined()
    signedIn.app.kill()
    const next = signedIn.world.start()
    await next.sessions.restore()
    await signedIn.world.time.pass(0)
    expect(next.store.state().connections[0]?.publication).toMatchObject({ kind: 'changedOutside', change: 'section_removed' })
    expect(inFile(signedIn)).toBeUndefined()
  })

  test('our own writes are no news', async () => {
    const signedIn = await signed()
    await signedIn.app.sessions.refreshNow(signedIn.id)
    await signedIn.app.sessions.credentialsFileChanged()
    expect(signedIn.app.events.some(event => event.kind === 'publicationChanged' && event.publication.kind === 'changedOutside')).toBe(false)
  })
})
