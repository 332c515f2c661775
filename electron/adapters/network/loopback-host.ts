const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]'])

/** Whether a URL names this computer itself: the only place that plain http may lead to (RFC 8252, section 8.3). */
export function isLoopback(url: URL): boolean {
  return LOOPBACK.has(url.hostname)
}

/** Whether a request to this URL can't be read on its way: https, or plain http that never leaves this computer. */
export function isPrivateOnTheWire(url: URL): boolean {
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url))
}
