import { expect, test } from 'vitest';
import { Upcasters } from './upcasters.ts';

const upcasters = new Upcasters()
  .register('booking.created', 1, (data) => ({ ...(data as object), brand: '' }))
  .register('booking.created', 2, (data) => ({ ...(data as object), tags: [] }));

test('a payload is lifted through every version in between', () => {
  expect(upcasters.lift('booking.created', { title: 'Launch' }, 1, 3)).toEqual({
    ok: true,
    value: { title: 'Launch', brand: '', tags: [] },
  });
  expect(upcasters.lift('booking.created', { title: 'Launch', brand: 'A' }, 2, 3)).toEqual({
    ok: true,
    value: { title: 'Launch', brand: 'A', tags: [] },
  });
});

test('the stored payload is not touched', () => {
  const stored = Object.freeze({ title: 'Launch' });
  upcasters.lift('booking.created', stored, 1, 3);
  expect(stored).toEqual({ title: 'Launch' });
});

test('a version from the future and a missing step are values, not crashes', () => {
  expect(upcasters.lift('booking.created', {}, 4, 3)).toEqual({
    ok: false,
    error: { kind: 'newer-version', type: 'booking.created', version: 4 },
  });
  expect(upcasters.lift('kit.created', {}, 1, 2)).toEqual({ ok: false, error: { kind: 'missing-step', type: 'kit.created', version: 1 } });
});

test('two steps for the same version are refused', () => {
  expect(() => new Upcasters().register('a.b', 1, (data) => data).register('a.b', 1, (data) => data)).toThrow(/two upcasters/);
});
