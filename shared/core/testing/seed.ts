import { DEFAULT_SETTINGS } from '../../domain/organization/schema.ts';
import { derivedId } from '../../domain/kernel/ids.ts';
import type { EventDraft } from '../../domain/kernel/event.ts';
import type { Role } from '../../domain/kernel/roles.ts';

export const ORGANIZATION_ID = derivedId('test', 'organization');
export const SITE_ID = derivedId('test', 'site');
export const MANAGER_ID = derivedId('test', 'member', 'manager');
export const STAFF_ID = derivedId('test', 'member', 'staff');

/** An organization with one site and two people, as drafts of its first events. */
export function seedDrafts(): EventDraft[] {
  return [
    {
      type: 'organization.created',
      aggregateType: 'organization',
      aggregateId: ORGANIZATION_ID,
      data: {
        name: 'Northwind Events',
        kind: 'agency',
        zone: 'Europe/Berlin',
        currency: 'EUR',
        sites: [{ id: SITE_ID, name: 'Depot', zone: 'Europe/Berlin' }],
        settings: DEFAULT_SETTINGS,
      },
    },
    member(MANAGER_ID, 'Maren Vogt', 'manager'),
    member(STAFF_ID, 'Jonas Weber', 'staff'),
  ];
}

function member(id: string, name: string, role: Role): EventDraft {
  return {
    type: 'member.created',
    aggregateType: 'member',
    aggregateId: id,
    data: {
      name,
      email: `${role}@northwind.test`,
      phone: null,
      role,
      hasLogin: true,
      homeSiteId: SITE_ID,
      skills: [],
      certificates: [],
      maxMinutesPerWeek: null,
      notes: '',
    },
  };
}

/** Input of `booking.create` with everything a draft needs. */
export function bookingInput(bookingId: string, part: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    bookingId,
    title: 'Summer launch',
    clientName: 'Alster Drinks',
    brand: 'Alster',
    siteId: SITE_ID,
    locationId: null,
    period: {
      start: '2026-07-01T08:00:00.000Z',
      end: '2026-07-01T16:00:00.000Z',
      zone: 'Europe/Berlin',
      startLocal: '2026-07-01T10:00',
      endLocal: '2026-07-01T18:00',
    },
    staffNeeds: [],
    kitNeeds: [],
    contactName: 'Ida',
    contactPhone: '+49 40 1',
    brief: '',
    notes: '',
    tags: [],
    priceMinor: null,
    currency: 'EUR',
    copiedFrom: null,
    ...part,
  };
}
