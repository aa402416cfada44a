import { expect, test } from 'vitest';
import { smallOrganization } from './testing/small-organization.ts';
import type { Workspace } from './workspace.ts';

test('who holds a resource is told in one order, however many layers lie between the question and the store', () => {
  const { server, maya, bookingId } = smallOrganization();
  maya.run('booking.approve', { bookingId });
  const [shift] = server.state.find('shift', `booking:${bookingId}`);
  const person = shift?.state.assigneeId ?? '';
  const day = 24 * 3_600_000;
  const ask = (workspace: Workspace) => workspace.claims(`member:${person}`, 0, 1e15).map(({ aggregateId }) => aggregateId);
  expect(shift).toBeDefined();
  if (shift === undefined) return;
  const moved = (name: string, days: number) => {
    const at = (text: string): string => new Date(Date.parse(text) + days * day).toISOString();
    const { period } = shift.state;
    return { ...shift, id: name, state: { ...shift.state, id: name, period: { ...period, start: at(period.start), end: at(period.end) } } };
  };
  const all = [moved('c', 2), moved('a', 4), moved('b', 1)];
  const flat = server.state.nest();
  for (const entity of all) flat.put(entity);
  let layered: Workspace = server.state.nest();
  for (const entity of all.toReversed()) {
    layered = layered.nest();
    layered.put(entity);
  }
  expect(ask(flat)).toEqual([shift.id, 'b', 'c', 'a']);
  expect(ask(layered)).toEqual(ask(flat));
});
