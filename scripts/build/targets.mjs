import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { licences } from './licences.mjs'

/**
 * One thing that the build makes.
 *
 * @typedef {object} Target
 * @property {string} name     also its stamp's name
 * @property {string} makes    the path under out/ that must exist when it is built
 * @property {string[]} reads  files and folders, relative to the root: a change in any of them makes it stale
 * @property {() => Promise<import('vite').InlineConfig>} config
 * @property {boolean} isPartOfApp  the gallery of screens is not: it is built for who asks for it
 */

/**
 * Left outside every bundle: native modules find their prebuilt code by their own place on disk, and Electron is not a
 * package at run time.
 */
const unbundled = ['electron', 'better-sqlite3', 'libsql', 'keytar']

/**
 * What is built, in no order: no target reads what another one makes.
 *
 * @param {string} root  the folder of package.json
 * @returns {Target[]}
 */
export function targets(root) {
  /** @type {Omit<Target, 'isPartOfApp'>[]} */
  const app = [
    { name: 'main', makes: 'main.js', reads: ['electron', 'shared'], config: async () => forNode(root, 'electron/main.ts', 'main') },
    { name: 'preload', makes: 'preload.cjs', reads: ['electron/preload.ts', 'shared'], config: async () => forPreload(root) },
    { name: 'workspace', makes: 'workspace.js', reads: ['electron/workspace', 'electron/sqlite', 'shared'],
      config: async () => forNode(root, 'electron/workspace/main.ts', 'workspace') },
    { name: 'renderer', makes: 'renderer/index.html', reads: ['renderer', 'shared'], config: () => forWindow(root, 'index.html') },
  ]
  const all = [
    ...app.map(target => ({ ...target, isPartOfApp: true })),
    { name: 'gallery', makes: 'gallery/gallery.html', reads: ['renderer', 'shared'], config: () => forWindow(root, 'gallery.html'), isPartOfApp: false },
  ]
  const cli = 'electron/cli/main.ts'
  if (!existsSync(join(root, cli))) return all
  return [...all, { name: 'cli', makes: 'cli.js', reads: ['electron', 'shared'], config: async () => forNode(root, cli, 'cli'), isPartOfApp: true }]
}

/** @type {import('vite').InlineConfig} */
const common = {
  configFile: false,
  envDir: false,
  mode: 'production',
  logLevel: 'warn',
  // React and others choose their development half by this name, in Node as much as in the window.
  define: { 'process.env.NODE_ENV': '"production"' },
}

/**
 * A program for Node and for Electron's main and utility processes: one ES module, with a chunk for each dynamic import.
 *
 * Node 20.18 is the oldest that runs it (Electron 33). Names are kept, so that a stack trace from a packaged app, which
 * holds no source maps, can still be read.
 *
 * @param {string} root
 * @param {string} entry
 * @param {string} name
 * @returns {import('vite').InlineConfig}
 */
function forNode(root, entry, name) {
  return {
    ...common,
    root,
    publicDir: false,
    // Native modules and Electron itself ship beside the bundle; those that aren't installed here ship elsewhere.
    plugins: name === 'preload' ? [] : [licences(root, `${name}/licences.json`, name === 'main' ? unbundled : [])],
    resolve: { conditions: ['node'], mainFields: ['module', 'main'] },
    ssr: { target: 'node', noExternal: true, external: unbundled, resolve: { conditions: ['node'] } },
    build: {
      ssr: entry,
      target: 'node20.18',
      sourcemap: true,
      minify: false,
      rolldownOptions: {
        platform: 'node',
        // depd, under Koa, makes its wrappers with eval: known, and no input of ours reaches it.
        checks: { eval: false },
        output: {
          format: 'es',
          entryFileNames: `${name}.js`,
          chunkFileNames: `${name}/[name]-[hash].js`,
          // oidc-provider finds its models by the names of their classes.
          keepNames: true,
          minify: { compress: { keepNames: { function: true, class: true } }, mangle: false, codegen: { removeWhitespace: true } },
        },
      },
    },
  }
}

/**
 * The preload script: a sandboxed one can require nothing but `electron`, so it is one CommonJS file.
 *
 * @param {string} root
 * @returns {import('vite').InlineConfig}
 */
function forPreload(root) {
  const node = forNode(root, 'electron/preload.ts', 'preload')
  return {
    ...node,
    build: {
      ...node.build,
      rolldownOptions: {
        output: { format: 'cjs', entryFileNames: 'preload.cjs', codeSplitting: false, minify: { compress: true, mangle: false } },
      },
    },
  }
}

/**
 * A page of the window: files with relative addresses and nothing inline, as the content security policy demands.
 *
 * @param {string} root
 * @param {string} page  in renderer/
 * @returns {Promise<import('vite').InlineConfig>}
 */
async function forWindow(root, page) {
  const { default: react } = await import('@vitejs/plugin-react')
  return {
    ...common,
    root: join(root, 'renderer'),
    base: './',
    plugins: [react(), licences(root, 'licences.json')],
    build: {
      // Electron 33's Chromium, the oldest that draws it.
      target: 'chrome130',
      sourcemap: 'hidden',
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 1500,
      rolldownOptions: { input: join(root, 'renderer', page) },
    },
  }
}
