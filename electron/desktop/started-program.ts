/** The program that was started: of an AppImage, the image and not what it unpacked. */
export function startedProgram(): string {
  return process.env['APPIMAGE'] ?? process.execPath
}
