import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

const inRepository = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8')

describe('what macOS lets the signed app do', () => {
  const config = inRepository('electron-builder.yml')
  const entitlementFiles = [...config.matchAll(/^ {2}entitlements(?:Inherit)?: (.+)$/gm)].map(([, path = '']) => path)

  test('the app and its helper processes have entitlements of ours, under the hardened runtime', () => {
    expect(config).toMatch(/^ {2}hardenedRuntime: true$/m)
    expect(entitlementFiles).toHaveLength(2)
  })

  test.each(entitlementFiles)('%s allows compiled JavaScript and nothing else', path => {
    const allowed = [...inRepository(path).matchAll(/<key>(.+?)<\/key>/g)].map(([, key]) => key)
    expect(allowed).toEqual(['com.apple.security.cs.allow-jit'])
  })
})
