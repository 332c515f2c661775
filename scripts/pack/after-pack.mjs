import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { FuseState, FuseV1Options, FuseVersion, flipFuses, getCurrentFuseWire } from '@electron/fuses'

/**
 * What the shipped Electron can be made to do by somebody who starts it with other words or another environment: as
 * little as possible. Flipped before the app is signed.
 *
 * @type {ReadonlyMap<FuseV1Options, boolean>}
 */
export const fuses = new Map([
  [FuseV1Options.RunAsNode, false],
  [FuseV1Options.EnableCookieEncryption, true],
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable, false],
  [FuseV1Options.EnableNodeCliInspectArguments, false],
  // Linux has no such check: there the package's folder belongs to root.
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation, true],
  [FuseV1Options.OnlyLoadAppFromAsar, true],
  // We ship no snapshot of our own, so none may be put in its place.
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot, false],
  [FuseV1Options.GrantFileProtocolExtraPrivileges, false],
])

/**
 * electron-builder calls it on the unpacked app.
 *
 * @param {import('electron-builder').AfterPackContext} context
 */
export async function afterPack({ appOutDir, electronPlatformName, packager }) {
  const name = packager.appInfo.productFilename
  const program = electronPlatformName === 'darwin' || electronPlatformName === 'mas'
    ? join(appOutDir, `${name}.app`)
    : join(appOutDir, electronPlatformName === 'win32' ? `${name}.exe` : packager.config.linux?.executableName ?? name)
  // It would run any folder that is named to it; Electron's own archive ships it, electron-builder leaves it in a folder.
  const resources = electronPlatformName === 'darwin' ? join(program, 'Contents', 'Resources') : join(appOutDir, 'resources')
  rmSync(join(resources, 'default_app.asar'), { force: true })
  const wire = await getCurrentFuseWire(program)
  const states = [...fuses].filter(([fuse]) => fuse in wire && wire[fuse] !== FuseState.REMOVED)
  await flipFuses(program, {
    version: FuseVersion.V1,
    resetAdHocDarwinSignature: electronPlatformName === 'darwin',
    ...Object.fromEntries(states),
  })
}
