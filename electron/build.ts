import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { build } from 'vite';

/**
 * Builds main, preload and core. Each is one file with everything in it: the packed app carries no node_modules, so what
 * was tested is what ships.
 */
const root = join(import.meta.dirname, '..');
const PROVIDED = new Set(['electron', ...builtinModules, ...builtinModules.map((name) => `node:${name}`)]);

const PARTS = [
  { name: 'main', entry: 'electron/main/index.ts', file: 'main.js', format: 'es' },
  { name: 'core', entry: 'electron/core-host/index.ts', file: 'core.js', format: 'es' },
  // A sandboxed preload can only be CommonJS.
  { name: 'preload', entry: 'electron/preload/index.ts', file: 'preload.cjs', format: 'cjs' },
] as const;

const wanted = process.argv.slice(2);
for (const part of PARTS) {
  if (wanted.length > 0 && !wanted.includes(part.name)) continue;
  // The core runs in a plain utility process: it must not reach for Electron.
  const provided = new Set(part.name === 'core' ? [...PROVIDED].filter((name) => name !== 'electron') : PROVIDED);
  await build({
    configFile: false,
    root,
    logLevel: 'warn',
    publicDir: false,
    define: {
      // ws loads native helpers when they are there; ours are not.
      'process.env.WS_NO_BUFFER_UTIL': '"1"',
      'process.env.WS_NO_UTF_8_VALIDATE': '"1"',
    },
    ssr: { noExternal: true },
    build: {
      ssr: true,
      target: 'node24',
      outDir: join(root, 'dist', part.name),
      emptyOutDir: true,
      minify: false,
      sourcemap: false,
      rolldownOptions: {
        input: join(root, part.entry),
        external: (id) => provided.has(id) || id.startsWith('node:'),
        output: { format: part.format, entryFileNames: part.file, codeSplitting: false },
      },
    },
  });
}
