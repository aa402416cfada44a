import { expect, test } from 'vitest';
import { RULEBOOK, TIME_POLICIES } from '../../../shared/domain/rulebook.ts';
import settings from '../../i18n/en/settings.ts';

test('every rule that can be switched off is named in words, and every named rule exists', () => {
  const ids = [...RULEBOOK.policies, ...TIME_POLICIES].map(({ id }) => id);
  expect(Object.keys(settings.policy).toSorted()).toEqual(ids.toSorted());
});

test('no two rules share a name', () => {
  const all = [...RULEBOOK.policies, ...TIME_POLICIES];
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
});
