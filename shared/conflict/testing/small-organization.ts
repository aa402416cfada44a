import { DEFAULT_SETTINGS } from '../../domain/organization/schema.ts';
import { id, ORGANIZATION, SequencerModel, SITE, type ModelDevice } from './sequencer-model.ts';

export const PERIOD = {
  start: '2026-06-05T08:00:00.000Z',
  end: '2026-06-05T16:00:00.000Z',
  zone: 'Europe/Berlin',
  startLocal: '2026-06-05T10:00',
  endLocal: '2026-06-05T18:00',
};

/** An organization with one site, two managers, three staff, two kits, one approved place and one submitted booking. */
export function smallOrganization(): { readonly server: SequencerModel; readonly maya: ModelDevice; readonly bookingId: string } {
  const server = new SequencerModel();
  const owner = server.device('owner', 'owner');
  owner.run('organization.create', {
    organizationId: ORGANIZATION,
    name: 'Northlight',
    kind: 'agency',
    zone: 'Europe/Berlin',
    currency: 'EUR',
    sites: [{ id: SITE, name: 'Berlin depot', zone: 'Europe/Berlin' }],
    settings: DEFAULT_SETTINGS,
  });
  const people = [
    ['owner', 'owner'],
    ['maya', 'manager'],
    ['leo', 'manager'],
    ['ana', 'staff'],
    ['ben', 'staff'],
    ['cem', 'staff'],
  ] as const;
  for (const [name, role] of people) {
    owner.run('member.create', {
      memberId: id(name),
      name,
      email: `${name}@northlight.example`,
      phone: null,
      role,
      hasLogin: true,
      homeSiteId: SITE,
      skills: ['sampling'],
      certificates: [],
      maxMinutesPerWeek: null,
      notes: '',
    });
  }
  const maya = server.device('maya');
  maya.run('location.create', {
    locationId: id('harbor'),
    name: 'Harbor',
    zone: 'Europe/Berlin',
    latitude: null,
    longitude: null,
    contactName: '',
    contactPhone: '',
    loadInNotes: '',
    address: { line1: 'Kai 1', line2: '', city: 'Hamburg', region: '', postalCode: '20457', country: 'DE' },
    hours: [],
    licenceNumber: null,
    licenceValidUntil: null,
    notes: '',
  });
  maya.run('location.submit', { locationId: id('harbor') });
  maya.run('location.approve', { locationId: id('harbor'), validUntil: null, checklist: [] });
  for (const kit of ['kit-1', 'kit-2']) {
    maya.run('kit.create', {
      kitId: id(kit),
      name: kit,
      code: kit,
      kitKind: 'Sampling bar',
      homeSiteId: SITE,
      notes: '',
      contents: [{ id: id(`${kit}-line`), itemId: null, name: 'Cooler', code: null, quantity: 2 }],
    });
  }
  const bookingId = id('booking');
  createBooking(maya, bookingId, 'Spring tasting');
  maya.run('booking.submit', { bookingId });
  return { server, maya, bookingId };
}

/** A draft booking with one demonstrator and one kit at the harbor. */
export function createBooking(device: ModelDevice, bookingId: string, title: string): void {
  device.run('booking.create', {
    bookingId,
    title,
    clientName: 'Fjord',
    brand: 'Fjord',
    siteId: SITE,
    locationId: id('harbor'),
    period: PERIOD,
    staffNeeds: [{ id: id(`${title} staff`), role: 'Demonstrator', count: 1, skills: ['sampling'] }],
    kitNeeds: [{ id: id(`${title} kit`), kitKind: 'Sampling bar', count: 1 }],
    contactName: 'Ida',
    contactPhone: '1',
    brief: 'Be kind',
    notes: '',
    tags: [],
    priceMinor: null,
    currency: 'EUR',
    copiedFrom: null,
  });
}
