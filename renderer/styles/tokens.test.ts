import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** Reads `--name: light-dark(#light, #dark)` out of the one file that holds them. */
const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');
const tokens = new Map(
  [...css.matchAll(/--([\w-]+):\s*(?:light-dark\((#\w{6}),\s*(#\w{6})\)|(#\w{6}));/g)].map(([, name = '', light, dark, both]) => [
    name,
    { light: light ?? both ?? '', dark: dark ?? both ?? '' },
  ]),
);

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(front: string, back: string, theme: 'light' | 'dark'): number {
  const pair = [front, back].map((name) => {
    const token = tokens.get(name);
    if (token === undefined) throw new Error(`tokens.css has no --${name}`);
    return luminance(token[theme]);
  });
  return (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
}

const THEMES = ['light', 'dark'] as const;
const GROUNDS = ['surface', 'canvas', 'raised', 'hover'];
const TONES = ['draft', 'pending', 'approved', 'running', 'done', 'needs', 'stopped'];

test.each(THEMES)('text reaches 4.5:1 on every ground it stands on (%s)', (theme) => {
  for (const text of ['ink', 'ink-2', 'ink-3', 'accent-text', ...TONES.map((tone) => `${tone}-text`)]) {
    for (const ground of GROUNDS) expect(contrast(text, ground, theme), `${text} on ${ground}`).toBeGreaterThanOrEqual(4.5);
  }
  for (const text of ['ink', 'ink-2']) expect(contrast(text, 'press', theme), `${text} on press`).toBeGreaterThanOrEqual(4.5);
});

test.each(THEMES)('every status reads on its own quiet ground and on a selected row (%s)', (theme) => {
  for (const tone of TONES) {
    expect(contrast(`${tone}-text`, `${tone}-soft`, theme), tone).toBeGreaterThanOrEqual(4.5);
    expect(contrast(`${tone}-text`, 'accent-soft', theme), `${tone} selected`).toBeGreaterThanOrEqual(4.5);
    expect(contrast('ink', `${tone}-soft`, theme), `ink on ${tone}`).toBeGreaterThanOrEqual(4.5);
  }
  for (const text of ['ink', 'ink-2', 'ink-3'])
    expect(contrast(text, 'accent-soft', theme), `${text} selected`).toBeGreaterThanOrEqual(4.5);
});

test.each(THEMES)('marks, focus and the edges of controls reach 3:1 (%s)', (theme) => {
  for (const mark of [...TONES, 'focus', 'control-line']) {
    for (const ground of ['surface', 'raised', 'canvas'])
      expect(contrast(mark, ground, theme), `${mark} on ${ground}`).toBeGreaterThanOrEqual(3);
  }
});

test.each(THEMES)('the primary action reads in rest and under the pointer (%s)', (theme) => {
  for (const ground of ['accent', 'accent-hover']) expect(contrast('accent-ink', ground, theme), ground).toBeGreaterThanOrEqual(4.5);
});
