import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isPlainEvent } from './plain-event.ts';
import { submittedEventSchema } from './wire.ts';

const GOOD = {
  id: '01a20a72-fdbf-767e-bc9d-71e2bc1ece6a',
  type: 'booking.created',
  version: 1,
  kind: 'plan',
  aggregateType: 'booking',
  aggregateId: '01a20a72-fdbf-767e-bc9d-71e2bc1ece6b',
  data: { a: [1, 'x', null] },
  txnId: '01a20a72-fdbf-767e-bc9d-71e2bc1ece6c',
  txnIndex: 0,
  txnSize: 1,
  deviceId: 'c9bf9e57-1685-4c89-bafb-ff5af830be8a',
  deviceSeq: 1,
  basisSeq: 0,
  dependsOn: [],
  actorId: 'c9bf9e57-1685-4c89-bafb-ff5af830be8b',
  siteId: 'c9bf9e57-1685-4c89-bafb-ff5af830be8c',
  organizationId: 'c9bf9e57-1685-4c89-bafb-ff5af830be8d',
  occurredAt: '2026-11-23T21:18:20.123Z',
  zone: 'Europe/Berlin',
  correlationId: '01a20a72-fdbf-767e-bc9d-71e2bc1ece6d',
  causationId: null,
  causationDepth: 0,
  offline: false,
};

const ODD = fc.oneof(
  fc.anything(),
  fc.uuid(),
  fc.integer(),
  fc.double(),
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
  fc.array(fc.uuid(), { maxLength: 60 }),
  fc.constantFrom(
    'fact',
    'shift',
    'shift.created',
    'UTC',
    'Etc/GMT+3',
    '00000000-0000-0000-0000-000000000000',
    '2026-02-30T00:00:00.000Z',
    '',
    null,
    undefined,
    -0,
    1e300,
  ),
);
const MEMBER = fc.constantFrom(...Object.keys(GOOD), 'extra', 'seq', 'toString');

test('the everyday event is recognised', () => {
  expect(isPlainEvent(GOOD)).toBe(true);
  expect(isPlainEvent({ ...GOOD, causationId: GOOD.id, dependsOn: [GOOD.id], kind: 'fact', offline: true })).toBe(true);
});

test('what is recognised, the schema accepts unchanged, whatever was put into it', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(MEMBER, ODD), { maxLength: 3 }), (changes) => {
      const event: unknown = { ...GOOD, ...Object.fromEntries(changes) };
      if (isPlainEvent(event)) expect(submittedEventSchema.parse(event)).toEqual(event);
    }),
    { numRuns: 20_000 },
  );
});

test('every member is needed and none may be added', () => {
  for (const name of Object.keys(GOOD)) {
    const { [name as keyof typeof GOOD]: _gone, ...rest } = GOOD;
    expect(isPlainEvent(rest)).toBe(false);
  }
  expect(isPlainEvent({ ...GOOD, extra: 1 })).toBe(false);
});
