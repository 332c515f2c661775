import js from '@eslint/js'
import hooks from 'eslint-plugin-react-hooks'
import tseslint from 'typescript-eslint'

const exposing = {
  selector: "CallExpression[callee.property.name='expose']",
  message: 'A secret leaves its wrapper in adapters/, core/api-keys/reveals.ts and ipc/ only.',
}
const sync = {
  selector: "CallExpression[callee.property.name=/^(readFileSync|writeFileSync|existsSync|statSync|mkdirSync|execSync|execFileSync|spawnSync|sendSync)$/]",
  message: 'The main process never waits: use the asynchronous call.',
}
const reExport = { selector: 'ExportAllDeclaration', message: 'Name what leaves a file.' }
const byDefault = { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' }

export default tseslint.config(
  { ignores: ['out/**', 'dist/**', 'node_modules/**', 'test/walls/planted/**', 'docs/readers/**'] },
  js.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [...tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      complexity: ['error', 10],
      eqeqeq: 'error',
      'no-console': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      // Ports are plain objects of functions, made by factories: nothing here has a `this` to lose.
      '@typescript-eslint/unbound-method': 'off',
      // A port's method is asynchronous by its type, whether or not this one waits.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'no-restricted-syntax': ['error', exposing, sync, reExport, byDefault],
    },
  },
  {
    files: ['electron/core/**/*.ts', 'shared/**/*.ts'],
    rules: {
      'no-restricted-properties': ['error',
        { object: 'Date', property: 'now', message: 'Take the clock as an argument.' },
        { object: 'Math', property: 'random', message: 'Take randomness as an argument.' }],
      'no-restricted-globals': ['error', 'setTimeout', 'setInterval', 'fetch', 'process', 'console'],
    },
  },
  {
    files: ['electron/adapters/**/*.ts', 'electron/core/api-keys/reveals.ts', 'electron/core/credentials/profile-entry.ts', 'electron/ipc/**/*.ts', 'electron/desktop/*clipboard.ts', 'electron/workspace/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', sync, reExport, byDefault] },
  },
  {
    files: ['test/**/*.{ts,tsx}'],
    rules: { 'no-restricted-syntax': ['error', reExport], 'no-console': 'off', complexity: 'off' },
  },
  {
    files: ['*.config.ts', 'scripts/**/*.ts'],
    rules: { 'no-restricted-syntax': 'off', 'no-console': 'off' },
  },
  // A picture that the bundler inlines is declared as it comes: a default export.
  { files: ['**/*.d.ts'], rules: { 'no-restricted-syntax': 'off' } },
  { files: ['renderer/**/*.{ts,tsx}'], plugins: { 'react-hooks': hooks }, rules: hooks.configs.recommended.rules },
  {
    files: ['**/*.{mjs,cjs}'],
    languageOptions: {
      globals: { process: 'readonly', console: 'readonly', module: 'writable', URL: 'readonly', setTimeout: 'readonly', clearTimeout: 'readonly', setInterval: 'readonly', clearInterval: 'readonly', fetch: 'readonly', Buffer: 'readonly', performance: 'readonly', AbortSignal: 'readonly', AbortController: 'readonly' },
    },
  },
)
