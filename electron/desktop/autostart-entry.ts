/** The text of an XDG autostart entry. */
export function autostartEntry(program: readonly string[]): string {
  const words = [...program, '--hidden'].map(quoted).join(' ')
  return `[Desktop Entry]\nType=Application\nName=Latchkey\nExec=${words}\nX-GNOME-Autostart-enabled=true\n`
}

// The quoting rules of Exec (Desktop Entry Specification, "The Exec key"): `%` is doubled, `" \` $ \\` are escaped.
function quoted(word: string): string {
  return `"${word.replace(/(["`$\\])/g, '\\$1').replaceAll('%', '%%')}"`
}
