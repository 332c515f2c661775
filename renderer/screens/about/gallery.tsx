import type { About } from '../../../shared/about.ts'
import type { Gallery } from '../../gallery/gallery-state.ts'

const NAMES = ['@internationalized/date', 'better-sqlite3', 'electron', 'fastify', 'intl-messageformat', 'jose', 'keytar', 'lucide-react', 'oidc-provider', 'openid-client', 'react', 'react-aria-components', 'react-dom', 'zod']
const ABOUT: About = {
  versions: [{ name: 'Latchkey', version: '0.1.0' }, { name: 'Electron', version: '45.4.1' }, { name: 'Chromium', version: '148.0.7778.40' }, { name: 'Node', version: '24.12.0' }, { name: 'Linux', version: '6.12.9 (x64)' }],
  packages: NAMES.map(name => ({ name, version: '1.2.3', licence: name === 'lucide-react' ? 'ISC' : 'MIT', text: 'Permission is hereby granted, free of charge, to any person obtaining a copy …' })),
}

/** About. */
export const aboutGallery: Gallery = {
  'about/open': { place: { overlay: { kind: 'about' } }, answers: { readAbout: () => ABOUT } },
  'about/reading': { place: { overlay: { kind: 'about' } }, answers: { readAbout: 'pending' } },
}
