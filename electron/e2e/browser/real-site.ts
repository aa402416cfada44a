import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startServer, type RunningServer } from '../../../sync-server/server.ts';
import { DEFAULT_SETTINGS } from '../../../shared/domain/organization/schema.ts';
import { derivedId } from '../../../shared/domain/kernel/ids.ts';
import { buildCheckPage } from './static-site.ts';

export const ORGANIZATION_ID = derivedId('e2e', 'organization');
export const SITE_ID = derivedId('e2e', 'site');
export const OWNER_ID = derivedId('e2e', 'owner');
export const bookingId = (index: number): string => derivedId('e2e', 'booking', index);

/** The real sync server with the check page, a small organization and some bookings. */
export interface RealSite {
  readonly server: RunningServer;
  readonly folder: string;
  /** Address of the check page (see check-page.ts). */
  readonly checkUrl: string;
  enrolCode(): Promise<string>;
  close(): Promise<void>;
}

export async function startRealSite(bookings: number): Promise<RealSite> {
  const folder = await mkdtemp(path.join(tmpdir(), 'muster-real-site-'));
  const staticDir = path.join(folder, 'client');
  await buildCheckPage(staticDir);
  // The server serves a client only where it finds its page.
  await writeFile(path.join(staticDir, 'index.html'), '<!doctype html><title>Muster</title>');
  const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const server = await startServer({ dataDir: path.join(folder, 'data'), port: 0, staticDir, log: silent });
  await server.admin.createOrganization({
    organizationId: ORGANIZATION_ID,
    organization: {
      name: 'Fjord Events',
      kind: 'agency',
      zone: 'Europe/Berlin',
      currency: 'EUR',
      settings: DEFAULT_SETTINGS,
      sites: [{ id: SITE_ID, name: 'Depot', zone: 'Europe/Berlin' }],
    },
    owner: { memberId: OWNER_ID, name: 'Maren Vogt', email: 'maren@fjord.test' },
  });
  await server.admin.setPassword(OWNER_ID, 'maren@fjord.test', 'a long enough password');
  const results = await server.admin.runAs(
    OWNER_ID,
    Array.from({ length: bookings }, (_, index) => ({
      name: 'booking.create',
      input: bookingInput(index),
    })),
  );
  const refused = results.find((result) => !result.ok);
  if (refused !== undefined) throw new Error(`a booking was refused: ${JSON.stringify(refused)}`);
  return {
    server,
    folder,
    checkUrl: `${server.url}browser-host/testing/check.html`,
    enrolCode: () => server.admin.createEnrolCode(OWNER_ID),
    async close() {
      await server.close();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Input of `booking.create`; every booking lies in the days around now. */
export function bookingInput(index: number): Record<string, unknown> {
  const startMs = Math.floor(Date.now() / 3_600_000) * 3_600_000 + (index % 96) * 3_600_000;
  const local = (ms: number): string => new Date(ms + 3_600_000).toISOString().slice(0, 16);
  return {
    bookingId: bookingId(index),
    title: `Tasting ${index}`,
    clientName: 'Alster Drinks',
    brand: 'Alster',
    siteId: SITE_ID,
    locationId: null,
    period: {
      start: new Date(startMs).toISOString(),
      end: new Date(startMs + 7_200_000).toISOString(),
      zone: 'Europe/Berlin',
      startLocal: local(startMs),
      endLocal: local(startMs + 7_200_000),
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
  };
}
