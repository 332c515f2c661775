import { chromium, type BrowserContext } from 'playwright-core'

/** The machine's own Chromium, kept quiet: it asks nobody on the network for anything of its own. */
export const INSTALLED = {
  executablePath: process.env['LATCHKEY_CHROMIUM'] ?? '/usr/bin/chromium',
  headless: true,
  // Chromium has no sandbox as root.
  chromiumSandbox: process.getuid?.() !== 0,
  args: ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
}

/**
 * Opens a real Chromium as the person's browser.
 *
 * @param profile  its folder; cookies in it outlive a restart
 */
export async function openSystemBrowser(profile: string, env: Record<string, string>): Promise<BrowserContext> {
  return chromium.launchPersistentContext(profile, { ...INSTALLED, env })
}
