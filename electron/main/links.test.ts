import { expect, test, vi } from 'vitest';
import { LinkQueue, parseLink } from './links.ts';

const id = '0198f1a0-0000-7000-8000-00000000000a';

test('S20: the two forms of a link are understood, also as desktops rewrite them', () => {
  for (const form of [`muster-link:open/booking/${id}`, `muster-link://open/booking/${id}`, `muster-link://open/booking/${id}/`]) {
    expect(parseLink(form), form).toEqual({ kind: 'open', link: { collection: 'bookings', id } });
  }
  expect(parseLink(`muster-link:enrol/${'aB3_'.repeat(5)}`)).toEqual({ kind: 'enrol', code: 'aB3_'.repeat(5) });
});

for (const bad of [
  `muster://app/open/booking/${id}`,
  `muster-link:run/booking.cancel/${id}`,
  `muster-link:open/booking/${id}?then=cancel`,
  `muster-link:open/booking/${id}#x`,
  `muster-link:open/booking/${id.toUpperCase()}`,
  `muster-link:open/booking/${id}/cancel`,
  `muster-link:open/constructor/${id}`,
  `muster-link:open/__proto__/${id}`,
  `muster-link:open/../booking/${id}`,
  'muster-link:open/booking/1',
  'muster-link:open/booking',
  'muster-link:',
  'muster-link:enrol/short',
  'muster-link:enrol/',
  `muster-link:enrol/${'x'.repeat(300)}`,
  `muster-link:enrol/${'%41'.repeat(10)}`,
  `https://example.com/muster-link:open/booking/${id}`,
  '',
]) {
  test(`S20: ${bad.slice(0, 60) || 'an empty link'} means nothing`, () => {
    expect(parseLink(bad)).toBeNull();
  });
}

test('S20: links wait for the window and wait again after it reloads', () => {
  const deliver = vi.fn();
  const queue = new LinkQueue(deliver);
  queue.push({ collection: 'kits', id: '1' });
  expect(deliver).not.toHaveBeenCalled();
  queue.windowReady();
  queue.push({ collection: 'kits', id: '2' });
  expect(deliver.mock.calls.map(([link]) => (link as { id: string }).id)).toEqual(['1', '2']);
  queue.windowGone();
  queue.push({ collection: 'kits', id: '3' });
  expect(deliver).toHaveBeenCalledTimes(2);
  queue.windowReady();
  expect(deliver).toHaveBeenCalledTimes(3);
});
