import type { Chance } from './random.ts';
import { bookingInput, KIT_KIND, type Cast, type Deed } from './workload.ts';

/** What a manager sets up before the others begin: approved places, kits, stock, and five bookings from draft to approved. */
export function openingDeeds(cast: Cast, chance: Chance, bookingIds: readonly string[]): readonly Deed[] {
  const places = cast.locationIds.flatMap((locationId, index): Deed[] => [
    {
      name: 'location.create',
      input: {
        locationId,
        name: index === 0 ? 'Harbor' : 'Hall',
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
      },
    },
    { name: 'location.submit', input: { locationId } },
    { name: 'location.approve', input: { locationId, validUntil: null, checklist: [] } },
  ]);
  const kits = cast.kitIds.map((kitId, index): Deed => {
    const homeSiteId = cast.siteIds[0];
    return {
      name: 'kit.create',
      input: { kitId, name: `Kit ${index}`, code: `K${index}`, kitKind: KIT_KIND, homeSiteId, notes: '', contents: [] },
    };
  });
  const items = cast.itemIds.map((itemId, index): Deed => ({
    name: 'item.create',
    input: {
      itemId,
      name: `Item ${index}`,
      sku: `I${index}`,
      tracking: 'bulk',
      serialNumber: null,
      code: null,
      siteId: cast.siteIds[0],
      unit: 'piece',
      reorderPoint: null,
    },
  }));
  const bookings = bookingIds.flatMap((bookingId, index): Deed[] => [
    { name: 'booking.create', input: bookingInput(chance, cast, bookingId) },
    ...(index > 0 ? [{ name: 'booking.submit', input: { bookingId } }] : []),
    ...(index > 2 ? [{ name: 'booking.approve', input: { bookingId } }] : []),
  ]);
  return [...places, ...kits, ...items, ...bookings];
}
