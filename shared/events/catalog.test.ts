import { expect, test } from 'vitest';
import { RULEBOOK } from '../domain/rulebook.ts';
import { describeCatalog } from './catalog.ts';

test('the catalog describes every event type with a JSON Schema that survives JSON', () => {
  const catalog = describeCatalog(RULEBOOK, 1);
  expect(catalog.events.map((event) => event.type)).toEqual([...RULEBOOK.events.keys()].sort());
  for (const event of JSON.parse(JSON.stringify(catalog)).events) {
    expect(event.schema, event.type).toMatchObject({ type: 'object' });
    expect(event.roles.length, event.type).toBeGreaterThan(0);
  }
});

test('a schema names its fields', () => {
  const { events } = describeCatalog(RULEBOOK, 1);
  const created = events.find((event) => event.type === 'booking.created');
  expect(created).toMatchObject({ aggregateType: 'booking', kind: 'plan', version: 1 });
  expect(Object.keys((created as { schema: { properties: object } }).schema.properties)).toContain('clientName');
});
