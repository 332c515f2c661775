import { createHash } from 'node:crypto'

type Words = { lang: string; signedIn: string; signedInBody: string; refused: string; refusedBody: string }

const ENGLISH: Words = {
  lang: 'en',
  signedIn: 'You are signed in',
  signedInBody: 'Go back to Latchkey. You can close this page.',
  refused: 'The sign-in did not go through',
  refusedBody: 'Go back to Latchkey: it says why, and what to do next.',
}
const SPANISH: Words = {
  lang: 'es',
  signedIn: 'Has iniciado sesión',
  signedInBody: 'Vuelve a Latchkey. Puedes cerrar esta página.',
  refused: 'No se pudo iniciar sesión',
  refusedBody: 'Vuelve a Latchkey: allí se explica por qué y qué hacer ahora.',
}

/** Spanish where a browser prefers it to English; English else. Good enough for two languages: the order counts, not the weights. */
function wordsFor(acceptLanguage: string | undefined): Words {
  const first = (acceptLanguage ?? '').toLowerCase().split(',').map(entry => entry.trim().slice(0, 2)).find(language => language === 'en' || language === 'es')
  return first === 'es' ? SPANISH : ENGLISH
}

/** The one style of the page; its hash stands in the page's policy. */
export const DONE_PAGE_STYLE = `
:root { color-scheme: light dark }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: #f6f7f9; color: #1c2024;
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", sans-serif }
main { max-width: 26rem; padding: 2.5rem; margin: 1rem; background: #fff; border: 1px solid #e0e3e8; border-radius: 16px; text-align: center }
svg { width: 48px; height: 48px }
h1 { margin: 1rem 0 .5rem; font-size: 1.375rem; line-height: 1.3 }
p { margin: 0; color: #545b64 }
@media (prefers-color-scheme: dark) {
  body { background: #121418; color: #edeef0 }
  main { background: #1b1e24; border-color: #2e333b }
  p { color: #a9b0ba }
}`

const MARK = {
  signedIn: '<svg viewBox="0 0 48 48" aria-hidden="true" fill="none" stroke="#1f8f5f" stroke-width="3" stroke-linecap="round" stroke-linejoin="round"><circle cx="24" cy="24" r="21"/><path d="m15 25 6 6 12-13"/></svg>',
  refused: '<svg viewBox="0 0 48 48" aria-hidden="true" fill="none" stroke="#b7791f" stroke-width="3" stroke-linecap="round"><circle cx="24" cy="24" r="21"/><path d="M24 14v13m0 7h.01"/></svg>',
}

/** The last page of a sign-in. It is made of our words alone: nothing of the request is in it. */
export function donePage(ended: 'signedIn' | 'refused', acceptLanguage: string | undefined): string {
  const words = wordsFor(acceptLanguage)
  const [title, body] = ended === 'signedIn' ? [words.signedIn, words.signedInBody] : [words.refused, words.refusedBody]
  return `<!doctype html>
<html lang="${words.lang}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title} · Latchkey</title><style>${DONE_PAGE_STYLE}</style></head>
<body><main>${MARK[ended]}<h1>${title}</h1><p>${body}</p></main></body>
</html>
`
}

const STYLE_HASH = createHash('sha256').update(DONE_PAGE_STYLE).digest('base64')

/** Allows that one style and nothing else: no script, no picture from elsewhere, no frame around, no memory. */
export const DONE_PAGE_HEADERS: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'cache-control': 'no-store',
  'cross-origin-opener-policy': 'same-origin',
}
