/*
 * What must never reach a log, by its look. A safety net under the rule that secrets are wrapped: it catches what some
 * library puts into an error's message.
 */
const PATTERNS: readonly (readonly [RegExp, string])[] = [
  // JWTs and JWEs: base64url of a JSON object, a dot, and more.
  [/\beyJ[A-Za-z0-9_-]{5,}(\.[A-Za-z0-9_-]*){1,4}/g, '[token]'],
  [/\bcrbk_(live|test)_[0-9A-Za-z_]+/g, '[api key]'],
  [/\b(Bearer|Basic|DPoP)\s+[A-Za-z0-9._~+/=-]{6,}/gi, '$1 [secret]'],
  [/((?:proxy-)?authorization|x-api-key|cookie|set-cookie)(["']?\s*[:=]\s*["']?)[^\s"',;][^\r\n"']*/gi, '$1$2[secret]'],
  [/\b(refresh_token|access_token|id_token|id_token_hint|client_secret|code_verifier|code|state|nonce|password|secret|cerby_bearer_token|setup_?token)(["']?\s*[=:]\s*["']?)[^\s"'&,;}\]]+/gi, '$1$2[secret]'],
  // A URL's own credentials.
  [/(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/@:]+:[^\s/@]+@/gi, '$1[secret]@'],
  // Any other long run of unguessable characters: opaque tokens, keys in base64 or hex.
  [/(?<![A-Za-z0-9_-])(?=[A-Za-z0-9+_-]*[0-9])(?=[A-Za-z0-9+_-]*[A-Za-z])[A-Za-z0-9+_-]{40,}={0,2}/g, '[long text]'],
]

/** A text with everything taken out that looks like a secret. */
export function redact(text: string): string {
  return PATTERNS.reduce((kept, [pattern, instead]) => kept.replace(pattern, instead), text)
}
