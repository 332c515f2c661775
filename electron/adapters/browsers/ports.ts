import type { Browser } from '../../../shared/browser.ts'

/** A browser that is installed, and the words that open an address in it. */
export interface InstalledBrowser extends Browser {
  /** The program and its arguments, for an address that a URL parser printed. */
  command: (address: string) => readonly [program: string, ...words: string[]]
}

/** The browsers of this computer, by the documented ways of each system. */
export type FindBrowsers = () => Promise<InstalledBrowser[]>
