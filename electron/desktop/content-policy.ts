// SECURITY: an injected script finds nobody to talk to: no network, no inline code, no eval, no frame, no form.
/** The content security policy of the window. The gallery is tested under the same one. */
export const CONTENT_POLICY = [
  "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "font-src 'self'", "connect-src 'none'",
  "form-action 'none'", "base-uri 'none'", "frame-ancestors 'none'", "object-src 'none'", "require-trusted-types-for 'script'",
].join('; ')
