/** The text of an XDG autostart entry that starts a program with its words. */
export function autostartEntry(words: readonly string[]): string {
  return `[Desktop Entry]\nType=Application\nName=Latchkey\nExec=${words.map(quoted).join(' ')}\nX-GNOME-Autostart-enabled=true\n`
}

// The quoting rules of Exec (Desktop Entry Specification, "The Exec key"): `%` is doubled, `" \` $ \\` are escaped.
function quoted(word: string): string {
  return `"${word.replace(/(["`$\\])/g, '\\$1').replaceAll('%', '%%')}"`
}
