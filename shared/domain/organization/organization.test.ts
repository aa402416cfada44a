import { expect, test } from 'vitest';
import { cellsThatDiffer } from '../testing/cells.ts';
import { actorOf, ORGANIZATION_ID, outcomeIn, SITE_ID, testId, World } from '../testing/memory-reader.ts';
import { organizationAggregate } from './aggregate.ts';
import { ORGANIZATION_CODES } from './codes.ts';
import { DEFAULT_SETTINGS, type OrganizationState } from './schema.ts';
import { ORGANIZATION_TRANSITIONS } from './transitions.ts';

const owner = actorOf('owner');
const admin = actorOf('admin');
const NEW = {
  organizationId: ORGANIZATION_ID,
  name: 'Fizz Events',
  kind: 'agency',
  zone: 'Europe/Berlin',
  currency: 'EUR',
  sites: [{ id: SITE_ID, name: 'Depot', zone: 'Europe/Berlin' }],
  settings: DEFAULT_SETTINGS,
};

function founded(): World {
  const world = new World([organizationAggregate]);
  expect(world.run('organization.create', NEW, owner).ok).toBe(true);
  return world;
}

const organization = (world: World): OrganizationState => organizationAggregate.state.parse(world.state('organization', ORGANIZATION_ID));

const code = outcomeIn(ORGANIZATION_CODES);

test('an organization is founded once', () => {
  expect(
    cellsThatDiffer(
      ORGANIZATION_TRANSITIONS,
      `
    status  created  details_changed settings_changed site_added  same_site_added
    none    →active  -not-found      -not-found       -not-found  -not-found
    active  -exists  stay            stay             stay        noop
    `,
    ),
  ).toEqual([]);
  const world = founded();
  expect(organization(world)).toEqual({
    id: ORGANIZATION_ID,
    ...Object.fromEntries(Object.entries(NEW).filter(([key]) => key !== 'organizationId')),
  });
  expect(code(world.run('organization.create', NEW, owner))).toBe('organization.exists');
});

test('changing a setting leaves the others and the rest of the organization alone', () => {
  const world = founded();
  const before = organization(world);
  expect(code(world.run('organization.change_settings', { changes: { travelMinutes: 45 } }, admin))).toBe('accepted');
  expect(organization(world)).toEqual({ ...before, settings: { ...before.settings, travelMinutes: 45 } });
});

test('two admins change different settings at once and both stand', () => {
  const world = founded();
  const change = (field: string, from: unknown, value: unknown) =>
    ({
      type: 'organization.settings_changed',
      aggregateType: 'organization',
      aggregateId: ORGANIZATION_ID,
      data: { changes: { [field]: { from, to: value } } },
    }) as const;
  world.submit([change('travelMinutes', 30, 45)], admin, { basisSeq: 0 });
  world.submit([change('autoPublish', true, false)], owner, { basisSeq: 0 });
  expect(organization(world).settings).toMatchObject({ travelMinutes: 45, autoPublish: false });
});

test('details are edited by admins; a setting out of range or an unknown one names itself', () => {
  const world = founded();
  expect(code(world.run('organization.edit', { changes: { name: 'Fizz' } }, actorOf('manager')))).toBe('authority.not-allowed');
  expect(code(world.run('organization.edit', { changes: { name: 'Fizz' } }, admin))).toBe('accepted');
  expect(organization(world).name).toBe('Fizz');
  expect(world.run('organization.change_settings', { changes: { travelMinutes: -1 } }, admin)).toMatchObject({
    refusal: { kind: 'invalid', field: 'changes.travelMinutes' },
  });
  expect(world.run('organization.change_settings', { changes: { nonsense: 1 } }, admin)).toMatchObject({ refusal: { kind: 'invalid' } });
});

test('a site is added once, and two sites do not share a name', () => {
  const world = founded();
  const site = { id: testId('office'), name: 'Office', zone: 'Europe/Berlin' };
  expect(code(world.run('organization.add_site', { site }, admin))).toBe('accepted');
  expect(code(world.run('organization.add_site', { site }, admin))).toBe('accepted');
  expect(code(world.run('organization.add_site', { site: { ...site, id: testId('other'), name: 'OFFICE' } }, admin))).toBe(
    'organization.site-repeated',
  );
  expect(organization(world).sites.map(({ name }) => name)).toEqual(['Depot', 'Office']);
});
