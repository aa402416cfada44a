import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { derivedId } from '../../shared/domain/kernel/ids.ts';
import type { BridgeReply, CommandReceipt, FeedPage, MusterBridge, SyncStatus, ViewRow } from '../../shared/ipc/bridge.ts';
import { startServer, type RunningServer } from '../../sync-server/server.ts';

export const ORGANIZATION_ID = derivedId('desk', 'organization');
export const SITE_ID = derivedId('desk', 'site');
export const OWNER_ID = derivedId('desk', 'owner');

/** A sync server with a small organization, for specs of the desktop. */
export interface Desk {
  readonly server: RunningServer;
  enrolCode(): Promise<string>;
  close(): Promise<void>;
}

export async function startDesk(): Promise<Desk> {
  const folder = await mkdtemp(join(tmpdir(), 'muster-desk-'));
  const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const server = await startServer({ dataDir: join(folder, 'data'), port: 0, log: silent });
  await server.admin.createOrganization({
    organizationId: ORGANIZATION_ID,
    organization: {
      name: 'Fjord Events',
      kind: 'agency',
      zone: 'Europe/Berlin',
      currency: 'EUR',
      sites: [{ id: SITE_ID, name: 'Depot', zone: 'Europe/Berlin' }],
    },
    owner: { memberId: OWNER_ID, name: 'Maren Vogt', email: 'maren@fjord.test' },
  });
  return {
    server,
    enrolCode: () => server.admin.createEnrolCode(OWNER_ID),
    close: async () => {
      await server.close();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

export const bookingId = (index: number): string => derivedId('desk', 'booking', index);

/** Input of `booking.create`. */
export function bookingInput(index: number, title = `Tasting ${index}`): Record<string, unknown> {
  return {
    bookingId: bookingId(index),
    title,
    clientName: 'Alster Drinks',
    brand: 'Alster',
    siteId: SITE_ID,
    locationId: null,
    period: {
      start: '2031-05-05T08:00:00.000Z',
      end: '2031-05-05T12:00:00.000Z',
      zone: 'Europe/Berlin',
      startLocal: '2031-05-05T10:00',
      endLocal: '2031-05-05T14:00',
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

interface Exposed {
  readonly muster: MusterBridge;
}

/** The page's bridge, called from the spec as a screen would call it. */
export function bridgeOf(page: Page): {
  run(name: string, input: unknown, commandId?: string): Promise<BridgeReply<CommandReceipt>>;
  status(): Promise<SyncStatus>;
  session(): Promise<Awaited<ReturnType<MusterBridge['session']['current']>>>;
  feed(): Promise<BridgeReply<FeedPage>>;
  row(id: string): Promise<ViewRow | undefined>;
} {
  const feed = (): Promise<BridgeReply<FeedPage>> =>
    page.evaluate(() => (globalThis as unknown as Exposed).muster.view.feed({ generation: '', afterRev: 0, limit: 5000 }));
  return {
    run: (name, input, commandId = crypto.randomUUID()) =>
      page.evaluate((request) => (globalThis as unknown as Exposed).muster.runCommand(request), { commandId, name, input }),
    status: () => page.evaluate(() => (globalThis as unknown as Exposed).muster.sync.status()),
    session: () => page.evaluate(() => (globalThis as unknown as Exposed).muster.session.current()),
    feed,
    row: async (id) => {
      const reply = await feed();
      return reply.ok ? reply.value.rows.find((row) => row.id === id) : undefined;
    },
  };
}

/** Waits until nothing of this device is unanswered and it listens to the server. */
export async function expectSynced(page: Page): Promise<void> {
  await expect
    .poll(
      async () => {
        const status = await bridgeOf(page).status();
        return `${status.phase} ${status.pending}`;
      },
      { timeout: 30_000 },
    )
    .toBe('live 0');
}
