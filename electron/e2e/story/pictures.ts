import type { Page } from '@playwright/test';
import { applyRecorded } from '../../../shared/conflict/apply.ts';
import { Workspace } from '../../../shared/conflict/workspace.ts';
import type { RecordedEvent } from '../../../shared/domain/kernel/event.ts';
import { RULEBOOK } from '../../../shared/domain/rulebook.ts';

/** Every object by id, as plain JSON. */
export type Picture = Readonly<Record<string, unknown>>;

/** What a device shows: every row of its RxDB collections, read from the browser's own database. */
export async function pictureOfView(page: Page): Promise<Picture> {
  const rows = await page.evaluate(async () => {
    const found: { id: string; state: unknown }[] = [];
    for (const { name } of await indexedDB.databases()) {
      if (name === undefined) continue;
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open(name);
        request.addEventListener('success', () => resolve(request.result));
        request.addEventListener('error', () => reject(new Error(`${name} cannot be opened`)));
      });
      for (const store of database.objectStoreNames) {
        const all = await new Promise<unknown[]>((resolve, reject) => {
          const request = database.transaction(store).objectStore(store).getAll();
          request.addEventListener('success', () => resolve(request.result));
          request.addEventListener('error', () => reject(new Error(`${name} cannot be read`)));
        });
        for (const row of all) {
          if (typeof row === 'object' && row !== null && 'id' in row && 'state' in row && 'rev' in row)
            found.push({ id: String(row.id), state: row.state });
        }
      }
      database.close();
    }
    return found;
  });
  return sorted(rows.map(({ id, state }) => [id, state]));
}

/** What the log says: the server's pages from the beginning, folded by the shared rules. */
export async function pictureOfLog(
  serverUrl: string,
  email: string,
  password: string,
): Promise<{ picture: Picture; log: readonly RecordedEvent[] }> {
  const post = async (path: string, body: unknown, token?: string): Promise<Record<string, unknown>> => {
    const reply = await fetch(new URL(path, serverUrl), {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
    });
    if (!reply.ok) throw new Error(`${path} answered ${reply.status}: ${await reply.text()}`);
    return (await reply.json()) as Record<string, unknown>;
  };
  const deviceId = crypto.randomUUID();
  const { accessToken } = await post('/v1/auth/sign-in', { email, password, device: { deviceId, name: 'auditor' } });
  const token = String(accessToken);
  const { epoch } = await post(
    '/v1/sync/hello',
    {
      protocol: 1,
      catalogVersion: 1,
      rulesVersion: 1,
      deviceId,
      epoch: null,
      cursor: 0,
      scopeVersion: 0,
      clientTime: new Date().toISOString(),
    },
    token,
  );
  const log: RecordedEvent[] = [];
  for (let cursor = 0, head = 1; cursor < head;) {
    const query = new URLSearchParams({ epoch: String(epoch), cursor: String(cursor), limit: '500' });
    const reply = await fetch(new URL(`/v1/sync/pull?${query}`, serverUrl), { headers: { authorization: `Bearer ${token}` } });
    if (!reply.ok) throw new Error(`pull answered ${reply.status}: ${await reply.text()}`);
    const page = (await reply.json()) as { to: number; head: number; events: RecordedEvent[] };
    log.push(...page.events);
    ({ to: cursor, head } = page);
  }
  const state = new Workspace({ get: () => undefined, find: () => [], claims: () => [] }, RULEBOOK);
  for (const event of log) applyRecorded(state, event, RULEBOOK);
  return { picture: sorted([...state.changed().values()].map(({ entity }) => [entity.id, entity.state])), log };
}

const sorted = (entries: [string, unknown][]): Picture => Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
