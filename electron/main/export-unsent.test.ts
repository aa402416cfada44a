import { readFileSync, statSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { exportUnsent } from './export-unsent.ts';

const text = '{"id":1}\n{"id":2}\n';
const unsent = () => Promise.resolve({ ok: true as const, value: text });

test('unsent work is written where the person says, readable by them only, and counted', async () => {
  const file = join(await mkdtemp(join(tmpdir(), 'muster-export-')), 'out.ndjson');
  const ask = vi.fn(() => Promise.resolve(file));
  expect(await exportUnsent(unsent, ask, '2026-03-02')).toEqual({ ok: true, value: { events: 2 } });
  expect(ask).toHaveBeenCalledWith('muster-unsent-2026-03-02.ndjson');
  expect(readFileSync(file, 'utf8')).toBe(text);
  expect(statSync(file).mode & 0o077).toBe(0);
});

test("changing one's mind, a place that cannot be written and a core that cannot answer are told apart", async () => {
  expect(await exportUnsent(unsent, () => Promise.resolve(null), 'x')).toMatchObject({ error: { code: 'export.cancelled' } });
  expect(await exportUnsent(unsent, () => Promise.resolve('/nowhere/at/all'), 'x')).toMatchObject({
    error: { code: 'export.write_failed' },
  });
  const refusal = { ok: false as const, error: { kind: 'busy' as const, code: 'core.restarted', params: {}, field: null } };
  expect(
    await exportUnsent(
      () => Promise.resolve(refusal),
      () => Promise.resolve(null),
      'x',
    ),
  ).toEqual(refusal);
});
