import type { ItemState } from '../item/schema.ts';
import type { KitState } from '../kit/schema.ts';
import type { Period } from '../kernel/time.ts';
import { DEFAULT_SETTINGS, type OrganizationSettings, type OrganizationState } from '../organization/schema.ts';
import { shiftLocal } from '../shift/local-time.ts';
import { ORGANIZATION_ID, SITE_ID, testId } from './memory-reader.ts';

export const anOrganization = (settings: Partial<OrganizationSettings> = {}): OrganizationState => ({
  id: ORGANIZATION_ID,
  name: 'Field Day',
  kind: 'agency',
  zone: 'Europe/Berlin',
  currency: 'EUR',
  sites: [{ id: SITE_ID, name: 'Depot', zone: 'Europe/Berlin' }],
  settings: { ...DEFAULT_SETTINGS, ...settings },
});

export const aKit = (over: Partial<KitState> = {}): KitState => ({
  id: testId('kit'),
  name: 'Bar 1',
  code: 'BAR-1',
  kitKind: 'Sampling bar',
  status: 'available',
  statusReason: null,
  homeSiteId: SITE_ID,
  contents: [{ id: testId('cups'), itemId: null, name: 'Cups', code: null, quantity: 100 }],
  notes: '',
  usageCount: 0,
  ...over,
});

export const anItem = (over: Partial<ItemState> = {}): ItemState => ({
  id: testId('item'),
  name: 'Cups',
  sku: 'CUP',
  tracking: 'bulk',
  serialNumber: null,
  code: null,
  siteId: SITE_ID,
  status: 'active',
  unit: 'pcs',
  onHand: 0,
  reorderPoint: null,
  recentMovements: [],
  ...over,
});

/** A period in Berlin summer time, by its wall time and length in hours. */
export function berlin(startLocal: string, hours: number): Period {
  const startMs = Date.parse(`${startLocal}:00.000Z`) - 2 * 3_600_000;
  return {
    start: new Date(startMs).toISOString(),
    end: new Date(startMs + hours * 3_600_000).toISOString(),
    zone: 'Europe/Berlin',
    startLocal,
    endLocal: shiftLocal(startLocal, hours * 60),
  };
}
