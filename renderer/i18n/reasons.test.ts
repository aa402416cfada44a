import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { errorWords, fill, reasonWords } from './reasons.ts';

const shared = new URL('../../shared', import.meta.url).pathname;

/** Every code that rules, core and doors can answer with, read from their sources. */
function codesInSources(): ReadonlyMap<string, string> {
  const codes = new Map<string, string>();
  for (const entry of readdirSync(shared, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith('.ts') || /\.(test|bench)\.ts$|\.contract\.ts$/.test(entry.name)) continue;
    if (/testing|simulator/.test(entry.parentPath)) continue;
    const text = readFileSync(join(entry.parentPath, entry.name), 'utf8');
    const found = text.matchAll(
      /(?:code: |bridgeError\(\s*'[a-z-]+',\s*|refus(?:e|al)\(\s*'[a-z-]+',\s*|no\(\s*'[a-z-]+',\s*|illegal\(|attach\()'([a-z_]+\.[a-z.-]+)'/g,
    );
    for (const [, code = ''] of found) codes.set(code, entry.name);
  }
  return codes;
}

test('every code has a sentence of its own', () => {
  const codes = codesInSources();
  expect(codes.size).toBeGreaterThan(60);
  const fallback = reasonWords({ code: 'no.such-code', params: {} }).replace('no.such-code', '');
  const mute = [...codes].filter(([code]) => reasonWords({ code, params: {} }).replace(code, '') === fallback);
  expect(mute).toEqual([]);
});

test('a refusal without a sentence falls back to what its kind means', () => {
  expect(errorWords({ kind: 'clash', code: 'no.such-code', params: {}, field: null })).toBe(
    'Somebody or something is already planned at that time.',
  );
});

test('a missing parameter reads as a dash, not as code', () => {
  expect(fill('{{who}} is at {{where}}', { who: 'Ana' })).toBe('Ana is at —');
});
