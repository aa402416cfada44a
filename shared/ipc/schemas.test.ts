import { expect, test } from 'vitest';
import { z } from 'zod';
import { CALL_NAMES, PUSH_NAMES } from './channels.ts';
import { callSchemas, parseInput, pushSchemas } from './schemas.ts';

const id = '0198f1a0-0000-7000-8000-000000000001';

/** One good input per channel; the tests below spoil it. */
const good: Record<(typeof CALL_NAMES)[number], unknown> = {
  'app.info': null,
  'session.current': null,
  'session.signIn': { email: 'ana@example.com', password: 'secret' },
  'session.enrol': { code: 'ABCDEFGH12345678' },
  'session.acceptInvitation': { token: 't', name: 'Ana', password: 'secret' },
  'session.signOut': { leaveUnsent: false },
  'command.run': { commandId: id, name: 'booking.approve', input: { bookingId: id } },
  'view.feed': { generation: '', afterRev: 0, limit: 500 },
  'view.broken': { message: 'UnknownError' },
  'history.read': { about: { type: 'booking', id }, before: null, limit: 50 },
  'policies.dryRun': { runId: id, policyId: 'a-rule', from: '2026-06-01T00:00:00.000Z', to: '2026-07-01T00:00:00.000Z', stop: false },
  'sync.status': null,
  'sync.now': null,
  'server.read': null,
  'server.choose': { address: 'https://muster.example', leaveUnsent: false },
  'setAside.read': null,
  'setAside.retry': { txnId: id },
  'setAside.dismiss': { txnId: id },
  'export.unsent': null,
  'window.ready': null,
};

test('S6: every call and push has schemas, and the list is the pinned one', () => {
  expect(Object.keys(callSchemas).sort()).toEqual([...CALL_NAMES].sort());
  expect(Object.keys(pushSchemas).sort()).toEqual([...PUSH_NAMES].sort());
  expect([...CALL_NAMES].sort()).toEqual([
    'app.info',
    'command.run',
    'export.unsent',
    'history.read',
    'policies.dryRun',
    'server.choose',
    'server.read',
    'session.acceptInvitation',
    'session.current',
    'session.enrol',
    'session.signIn',
    'session.signOut',
    'setAside.dismiss',
    'setAside.read',
    'setAside.retry',
    'sync.now',
    'sync.status',
    'view.broken',
    'view.feed',
    'window.ready',
  ]);
});

for (const name of CALL_NAMES) {
  test(`S6: ${name} takes its good input and refuses unknown keys, wrong types and oversize with a code`, () => {
    expect(parseInput(name, good[name])).toMatchObject({ ok: true });
    const bad = [
      42,
      'text',
      [],
      true,
      { surprise: 1 },
      ...(good[name] === null ? [{}] : [null, undefined, { ...(good[name] as object), surprise: 1 }]),
    ];
    for (const input of bad)
      expect(parseInput(name, input), JSON.stringify(input)).toMatchObject({ ok: false, problem: { code: 'ipc.bad_input' } });
    const oversize = { ...(good[name] as object | null), filler: 'x'.repeat(callSchemas[name].maxBytes) };
    expect(parseInput(name, oversize)).toEqual({ ok: false, problem: { code: 'ipc.too_large', field: null } });
    for (const key of Object.keys((good[name] as object | null) ?? {})) {
      if (name === 'command.run' && key === 'input') continue;
      expect(parseInput(name, { ...(good[name] as object), [key]: { odd: true } }), key).toMatchObject({
        ok: false,
        problem: { field: expect.stringContaining(key) as unknown },
      });
    }
  });
}

test('S6: what JSON cannot carry is refused as too large instead of throwing', () => {
  const circular: Record<string, unknown> = {};
  circular['self'] = circular;
  for (const input of [circular, { value: 10n }, () => 1, Symbol('x')]) {
    expect(parseInput('command.run', input)).toMatchObject({ ok: false });
  }
});

test('S7: no channel has a field for a path, an address to fetch, shell text or SQL', () => {
  const forbidden = /path|file|folder|directory|url|uri|href|host|shell|exec|sql|query|script|eval|html/i;
  for (const name of CALL_NAMES) {
    const fields: string[] = [];
    const walk = (node: unknown): void => {
      if (typeof node !== 'object' || node === null) return;
      for (const [key, value] of Object.entries(node)) {
        if (key === 'properties' && typeof value === 'object' && value !== null) fields.push(...Object.keys(value));
        walk(value);
      }
    };
    walk(z.toJSONSchema(callSchemas[name].input, { io: 'input', unrepresentable: 'any' }));
    expect(
      fields.filter((field) => forbidden.test(field)),
      name,
    ).toEqual([]);
    if (good[name] !== null) expect(fields.length, name).toBeGreaterThan(0);
  }
});
