import '../shared/security/jitless.ts';
import './styles/index.css';

// Loaded apart: a bundler may put schemas into a chunk that runs before this file, and the first schema that is made
// decides for ever whether Zod tries to compile code, which our content policy forbids.
const { mount } = await import('./app/mount.tsx');
mount();
