import { readFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cleanText, createFileLog } from './log.ts';

test('S19: payloads, tokens and link queries never reach the file', async () => {
  const file = join(await mkdtemp(join(tmpdir(), 'muster-log-')), 'logs', 'muster.log');
  const log = createFileLog(file, () => new Date('2026-03-02T08:00:00.000Z'));
  const token = `${'canaryA'.repeat(4)}.${'canaryB'.repeat(4)}.${'canaryC'.repeat(4)}`;
  log('warn', `failed at muster-link:open/x?canary=1 with ${token}`, {
    call: 'command.run',
    data: 'canary',
    title: 'canary client name',
    reason: `https://example.com/p?canary=2 ${'canary0'.repeat(10)}`,
    seq: 7,
  });
  const text = readFileSync(file, 'utf8');
  expect(text).not.toContain('canary');
  expect(JSON.parse(text)).toEqual({
    at: '2026-03-02T08:00:00.000Z',
    level: 'warn',
    message: 'failed at muster-link:open/x with [token]',
    call: 'command.run',
    reason: 'https://example.com/p [token]',
    seq: 7,
  });
});

test('S19: ids stay readable', () => {
  const id = '0198f1a0-0000-7000-8000-00000000000a';
  expect(cleanText(`event ${id}`)).toBe(`event ${id}`);
});

test('a folder that cannot be written does not stop the app', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'muster-log-'));
  const log = createFileLog(join(folder, 'muster.log', '..', 'muster.log'), () => new Date());
  expect(() => log('info', 'x')).not.toThrow();
  const blocked = createFileLog(folder, () => new Date());
  expect(() => blocked('info', 'x')).not.toThrow();
});
