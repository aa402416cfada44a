import { globSync, readFileSync } from 'node:fs';
import { dirname, posix, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'vite';

export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..');

/** One source file and everything it imports, type-only imports included. */
export interface SourceModule {
  /** Path from the root with forward slashes. */
  readonly path: string;
  readonly imports: readonly Import[];
}

export interface Import {
  /** As written. */
  readonly specifier: string;
  /** A path from the root for relative imports, else the package name (`node:fs`, `@noble/hashes`). */
  readonly target: string;
  readonly isRelative: boolean;
}

const FOLDERS = '{shared,electron,renderer,sync-server,.ci}';

/** Every TypeScript file of the four folders, parsed. */
export function readModules(): SourceModule[] {
  return sourceFiles(`${FOLDERS}/**/*.{ts,tsx}`).map((path) => ({ path, imports: importsOf(path) }));
}

/** Files on disk that match, from the root, with forward slashes. */
export function sourceFiles(pattern: string): string[] {
  return globSync(pattern, { cwd: ROOT, exclude: (path) => /(^|[/\\])(node_modules|dist|artifacts)([/\\]|$)/.test(path) })
    .map((path) => path.replaceAll('\\', '/'))
    .sort();
}

/** Parses `text` as TypeScript (JSX allowed by the name) and lists its imports, re-exports and `import()` calls. */
export function parseImports(path: string, text: string): Import[] {
  const parsed = parseSync(path, text);
  const [first] = parsed.errors;
  if (first !== undefined) throw new Error(`${path} does not parse: ${first.message}`);
  const { staticImports, staticExports, dynamicImports } = parsed.module;
  const specifiers = [
    ...staticImports.map((entry) => entry.moduleRequest.value),
    ...staticExports.flatMap((entry) => entry.entries.flatMap((part) => (part.moduleRequest ? [part.moduleRequest.value] : []))),
    ...dynamicImports.map((entry) => literal(path, text.slice(entry.moduleRequest.start, entry.moduleRequest.end))),
  ];
  return [...new Set(specifiers)].map((specifier) => toImport(path, specifier));
}

function importsOf(path: string): Import[] {
  return parseImports(path, readFileSync(resolve(ROOT, path), 'utf8'));
}

/** An `import()` of a computed name is outside what this reads, and is named so that a rule can refuse it. */
function literal(path: string, source: string): string {
  const match = /^(['"`])([^'"`$]*)\1$/.exec(source.trim());
  return match?.[2] ?? `computed:${source.trim()} in ${path}`;
}

function toImport(from: string, specifier: string): Import {
  if (specifier.startsWith('.')) {
    const target = posix.normalize(posix.join(posix.dirname(from), specifier.replace(/\?.*$/, '')));
    return { specifier, target, isRelative: true };
  }
  if (specifier.startsWith('/') || specifier.startsWith('file:')) {
    return { specifier, target: relative(ROOT, specifier).replaceAll('\\', '/'), isRelative: true };
  }
  return { specifier, target: packageName(specifier), isRelative: false };
}

function packageName(specifier: string): string {
  if (specifier.startsWith('node:') || specifier.startsWith('virtual:') || specifier.startsWith('computed:')) return specifier;
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}
