import { defineConfig } from 'vitest/config'

/** A browser, a keychain and a disk that others use too may fail once; `npm test` names each test that needed this. */
const AGAIN = 1

/** The suites, in the order in which `npm test` runs them. */
export default defineConfig({
  test: {
    // A test that hangs is a failure, and says so itself.
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // Every test starts with what it needs: a name left out of a filter must not pass for a green suite.
    passWithNoTests: false,
    allowOnly: false,
    projects: [
      { extends: true, test: { name: 'unit', include: ['test/unit/**/*.test.{ts,tsx}'] } },
      { extends: true, test: { name: 'walls', include: ['test/walls/**/*.test.ts'], testTimeout: 120_000, hookTimeout: 120_000 } },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.{ts,tsx}'],
          globalSetup: ['test/support/session-for-the-suite.ts'],
          testTimeout: 60_000,
          retry: AGAIN,
          // They wait for disks, processes and browsers more than they compute: one fewer than the cores would be one.
          maxWorkers: 2,
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: ['test/support/built-app.ts'],
          setupFiles: ['test/support/evidence.ts'],
          testTimeout: 180_000,
          hookTimeout: 120_000,
          retry: AGAIN,
          // Two apps, each with a browser, are what two cores can carry.
          maxWorkers: 2,
        },
      },
      {
        extends: true,
        test: {
          name: 'packed',
          // The same stories as above, told by what electron-builder made.
          include: ['test/packed/**/*.test.ts', 'test/e2e/story/**/*.test.ts'],
          globalSetup: ['test/support/packed-app.ts'],
          setupFiles: ['test/support/evidence.ts'],
          testTimeout: 180_000,
          hookTimeout: 120_000,
          retry: AGAIN,
          maxWorkers: 2,
        },
      },
    ],
  },
})
