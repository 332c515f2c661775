import { createHash } from 'node:crypto'
import { html, type Html } from './html.ts'
import { STYLE } from './style.ts'

export interface Page {
  title: string
  workspaceName: string
  body: Html
  /** Where the page's form may lead besides this service: the app's own listener, by way of a redirect. */
  formAction?: string | undefined
  footer?: string | undefined
  wide?: boolean
}

/** The style's address holds its hash, so that it can be kept for ever. */
export const STYLE_PATH = `/style-${createHash('sha256').update(STYLE).digest('hex').slice(0, 12)}.css`

// The mark: a latch on its plate. Drawn here, since the pages load nothing.
const MARK = html`<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><rect x="3.5" y="3.5" width="17" height="17" rx="5"/><circle cx="9" cy="12" r="2.4"/><path d="M11.4 12h5.6M15 12v2.6"/></svg>`

/** A whole page, and the headers that keep it from being framed, scripted, kept or told to others. */
export function printPage(page: Page): { html: string; headers: Readonly<Record<string, string>> } {
  const text = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${page.title} · ${page.workspaceName}</title>
<link rel="stylesheet" href="${STYLE_PATH}">
<link rel="icon" href="data:,">
</head>
<body>
<main${page.wide ? html` class="wide"` : ''}>
<div class="mark">${MARK}<span>${page.workspaceName}</span></div>
<div class="card">${page.body}</div>
${page.footer === undefined ? '' : html`<footer>${page.footer}</footer>`}
</main>
</body>
</html>
`
  return { html: text.text, headers: pageHeaders(page.formAction) }
}

function pageHeaders(formAction: string | undefined): Readonly<Record<string, string>> {
  const forms = formAction === undefined ? "'self'" : `'self' ${formAction}`
  return {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy':
      `default-src 'none'; style-src 'self'; img-src data:; form-action ${forms}; base-uri 'none'; frame-ancestors 'none'`,
    'x-frame-options': 'DENY',
    'x-content-type-options': 'nosniff',
    // Not "no-referrer": a browser would then send "Origin: null" with our own forms.
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'no-store',
  }
}

/**
 * The source that lets a form's answer redirect to the app's listener; browsers hold `form-action` against redirects too.
 * CSP has no way to write an IPv6 address, so that one falls back to the scheme.
 */
export function formActionFor(redirectUri: string | undefined): string | undefined {
  if (redirectUri === undefined || !URL.canParse(redirectUri)) return undefined
  const url = new URL(redirectUri)
  return url.hostname.startsWith('[') ? 'http:' : url.origin
}
