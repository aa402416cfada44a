import { expect, test } from 'vitest';
import { allocationStatusSchema } from '../../shared/domain/allocation/schema.ts';
import { bookingStatusSchema } from '../../shared/domain/booking/schema.ts';
import { conflictStatusSchema } from '../../shared/domain/conflict/schema.ts';
import { kitStatusSchema } from '../../shared/domain/kit/schema.ts';
import { locationStatusSchema } from '../../shared/domain/location/schema.ts';
import { memberStatusSchema } from '../../shared/domain/member/schema.ts';
import { shiftStatusSchema } from '../../shared/domain/shift/schema.ts';
import { hasWords } from '../i18n/words.ts';
import { STATUS_LOOKS, statusLook } from './status-catalogue.ts';
import { certaintyOf } from './certainty.tsx';

test('every status of every noun has a colour, an icon and a word', () => {
  const nouns = {
    booking: bookingStatusSchema,
    shift: shiftStatusSchema,
    allocation: allocationStatusSchema,
    kit: kitStatusSchema,
    location: locationStatusSchema,
    member: memberStatusSchema,
    conflict: conflictStatusSchema,
  };
  for (const [noun, schema] of Object.entries(nouns)) {
    for (const status of schema.options) expect(hasWords(`status:${noun}.${status}`), `${noun}.${status}`).toBe(true);
  }
  for (const [noun, looks] of Object.entries(STATUS_LOOKS)) {
    for (const status of Object.keys(looks)) expect(hasWords(`status:${noun}.${status}`), `${noun}.${status}`).toBe(true);
  }
});

test('two statuses of one noun never look the same', () => {
  for (const looks of Object.values(STATUS_LOOKS)) {
    const seen = Object.values(looks).map(({ tone, icon }) => `${tone} ${icon.displayName ?? ''}`);
    expect(new Set(seen).size).toBe(seen.length);
  }
});

test('a status of a newer version is shown, not hidden', () => {
  expect(statusLook('booking', 'archived_by_newer_version').tone).toBe('draft');
});

test('what needs a person wins over what is merely unconfirmed', () => {
  const sync = {
    state: 'saved',
    predicted: true,
    pending: 1,
    seq: 0,
    reason: null,
    openConflicts: 0,
    changedAt: '',
    changedBy: '',
  } as const;
  expect(certaintyOf(sync)).toBe('predicted');
  expect(certaintyOf({ ...sync, predicted: false })).toBe('provisional');
  expect(certaintyOf({ ...sync, openConflicts: 1 })).toBe('conflict');
  expect(certaintyOf({ ...sync, state: 'refused' })).toBe('refused');
  expect(certaintyOf({ ...sync, state: 'confirmed', predicted: false, pending: 0 })).toBe('confirmed');
});
