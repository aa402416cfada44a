import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServer, type RunningServer, type ServerOptions } from '../server.ts';
import { newId } from '../sequencer/server-events.ts';
import { TestDevice } from './device.ts';

/** Problems a test's server reports; a test may look at them. */
export interface LogLine {
  readonly level: 'info' | 'warn' | 'error';
  readonly fields: Record<string, unknown>;
  readonly message: string;
}

export interface World {
  readonly server: RunningServer;
  readonly dataDir: string;
  readonly organizationId: string;
  readonly siteId: string;
  readonly ownerId: string;
  readonly lines: LogLine[];
  /** Adds a member as the owner. */
  addMember(role: string, name?: string): Promise<string>;
  /** A device that has signed in as a member with a one-time code. */
  enrol(memberId: string, name?: string): Promise<TestDevice>;
  close(): Promise<void>;
}

/** A folder that disappears with the test. */
export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'muster-test-'));
}

/** A real server on a free port with one organization and its owner. */
export async function startWorld(options: Partial<ServerOptions> = {}): Promise<World> {
  const dataDir = options.dataDir ?? temporaryFolder();
  const lines: LogLine[] = [];
  const logAt = (level: LogLine['level']) => (fields: Record<string, unknown>, message: string) =>
    void lines.push({ level, fields, message });
  const log = { info: logAt('info'), warn: logAt('warn'), error: logAt('error') };
  const server = await startServer({ port: 0, authPerMinute: 10_000, log, ...options, dataDir });
  const { organizationId, siteId, ownerId } = await foundOrganization(server);
  return {
    server,
    dataDir,
    organizationId,
    siteId,
    ownerId,
    lines,
    addMember: async (role, name = `A ${role}`) => {
      const memberId = newId(Date.now());
      const input = {
        memberId,
        name,
        email: `${memberId}@example.org`,
        phone: null,
        role,
        hasLogin: true,
        homeSiteId: siteId,
        skills: [],
        certificates: [],
        maxMinutesPerWeek: null,
        notes: '',
      };
      const [result] = await server.admin.runAs(ownerId, [{ name: 'member.create', input }]);
      if (result?.ok !== true) throw new Error(`member.create was refused: ${JSON.stringify(result)}`);
      return memberId;
    },
    enrol: async (memberId, name = 'test device') => TestDevice.enrol(server, await server.admin.createEnrolCode(memberId), name),
    close: async () => {
      await server.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

export async function foundOrganization(server: RunningServer): Promise<{ organizationId: string; siteId: string; ownerId: string }> {
  const [organizationId, siteId, ownerId] = [randomUUID(), randomUUID(), randomUUID()];
  await server.admin.createOrganization({
    organizationId,
    organization: {
      name: 'Fair & Square',
      kind: 'agency',
      zone: 'Europe/Berlin',
      currency: 'EUR',
      sites: [{ id: siteId, name: 'Depot', zone: 'Europe/Berlin' }],
    },
    owner: { memberId: ownerId, name: 'Olga Owner', email: `olga-${organizationId.slice(0, 8)}@example.org` },
  });
  return { organizationId, siteId, ownerId };
}
