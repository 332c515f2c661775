// The walls between the rooms. test/walls plants a violation of each and demands that it is caught.
const wall = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to })

module.exports = {
  forbidden: [
    // words/ speaks for window, tray and menu alike, so the library that reads ICU messages stands in shared/ too.
    wall('shared-is-an-island', 'shared/ speaks for both sides: zod, ICU messages and itself only',
      { path: '^shared/' }, { pathNot: '^(shared/|node_modules/(zod|intl-messageformat)/)' }),
    wall('core-is-pure', 'core/ decides; adapters/ do',
      { path: '^electron/core/' }, { pathNot: '^(electron/core/|shared/|node_modules/zod/)' }),
    wall('window-knows-only-the-contract', 'talk to the app through shared/contract.ts',
      { path: '^renderer/' }, { path: '^electron/|^electron$|^node_modules/electron/' }),
    wall('no-builtins', 'no I/O here',
      { path: '^(electron/core|shared|renderer)/' }, { dependencyTypes: ['core'] }),
    wall('electron-in-its-rooms', 'import electron in main, preload, desktop/, ipc/ only',
      { path: '^electron/', pathNot: '^electron/(main\\.ts|preload\\.ts|compose\\.ts|desktop/|ipc/)' },
      { path: '^electron$|node_modules/electron/' }),
    wall('adapters-know-ports-only', 'an adapter implements a port of core/; it knows no other room',
      { path: '^electron/adapters/' }, { path: '^electron/(desktop|ipc|workspace|main\\.ts|preload\\.ts|compose\\.ts)|^renderer/' }),
    wall('desktop-and-ipc-know-core', 'adapters are handed to them by compose.ts',
      { path: '^electron/(desktop|ipc)/' }, { path: '^electron/(adapters|workspace|compose\\.ts|main\\.ts)|^renderer/' }),
    wall('workspace-is-a-service', 'the embedded workspace is known to the rest by HTTP alone',
      { path: '^electron/', pathNot: '^electron/workspace/' }, { path: '^electron/workspace/' }),
    wall('workspace-knows-nothing-of-the-app', 'the workspace runs by itself under plain Node',
      { path: '^electron/workspace/' }, { path: '^electron/(?!workspace/|sqlite/)|^renderer/|^electron$|^node_modules/electron/' }),
    wall('no-circles', 'a circle is one module pretending to be two', {}, { circular: true }),
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: '^out/',
  },
}
