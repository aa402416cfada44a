import { expect, test } from 'vitest';
import { createWedge } from './wedge.ts';

function type(text: string, everyMs: number, startMs = 1000) {
  const wedge = createWedge();
  let at = startMs;
  const answers = [...text.split(''), 'Enter'].map((key) => wedge.key(key, (at += everyMs)));
  return { wedge, answers, at };
}

test('a burst that ends with Enter is a scan, whatever has the focus', () => {
  expect(type('SB-01-2', 4).answers.at(-1)).toEqual({ kind: 'scan', code: 'SB-01-2' });
  expect(type('box 7 left', 20).answers.at(-1)).toEqual({ kind: 'scan', code: 'box 7 left' });
});

test('what hands type is never a scan, and Enter and space stay with the button they press', () => {
  expect(type('abc', 120).answers.at(-1)).toEqual({ kind: 'pass' });
  expect(createWedge().key('Enter', 5)).toEqual({ kind: 'pass' });
  expect(createWedge().key(' ', 5)).toEqual({ kind: 'pass' });
  expect(createWedge().key('ArrowDown', 5)).toEqual({ kind: 'pass' });
});

test('a single letter is held back just long enough to know that no code follows', () => {
  const wedge = createWedge();
  expect(wedge.key('d', 1000)).toEqual({ kind: 'hold' });
  expect(wedge.rest(1030)).toEqual([]);
  expect(wedge.rest(1060)).toEqual(['d']);
  expect(wedge.rest(1200)).toEqual([]);
});

test('a code that begins with a shortcut does not trigger it, and a code without its Enter does nothing', () => {
  const { wedge, answers } = type('D-7', 4);
  expect(answers.at(-1)).toEqual({ kind: 'scan', code: 'D-7' });
  expect(wedge.rest(5000)).toEqual([]);
  const cut = createWedge();
  for (const [index, key] of [...'D-77'].entries()) cut.key(key, 1000 + index * 4);
  expect(cut.rest(2000)).toEqual([]);
});

test('two scans in a row are two codes', () => {
  const wedge = createWedge();
  let at = 0;
  const codes = [...'SB-1\nSB-2\n'].flatMap((key) => {
    const answer = wedge.key(key === '\n' ? 'Enter' : key, (at += 3));
    return answer.kind === 'scan' ? [answer.code] : [];
  });
  expect(codes).toEqual(['SB-1', 'SB-2']);
});
