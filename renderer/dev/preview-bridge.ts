import type { AggregateType } from '../../shared/domain/kernel/event.ts';
import { COLLECTIONS } from '../../shared/ipc/bridge.ts';
import type {
  CollectionCounts,
  CommandRequest,
  FeedPage,
  FeedRequest,
  MusterBridge,
  SessionInfo,
  SyncStatus,
  ViewRow,
} from '../../shared/ipc/bridge.ts';
import { bridgeError, createBridge, toWire } from '../../shared/ipc/bridge-client.ts';
import type { CallName, PushName } from '../../shared/ipc/channels.ts';
import { countsFrom } from '../view/store.ts';
import { ME, ORGANIZATION } from './preview-people.ts';
import { previewHistory } from './preview-history.ts';
import { previewObjects, previewRow, previewSync } from './preview-rows.ts';
import { previewCommands } from './preview-commands.ts';

/**
 * Development tooling, excluded from both builds: a bridge without a core, for working on screens.
 * `npx vite --config renderer/vite.config.ts --port 5199`, then open http://127.0.0.1:5199/
 * (`?slow` answers late, `?offline` says there is no connection, `?empty` holds nothing, `?signed-out` starts at the door).
 */
export function previewBridge(options: { readonly search: URLSearchParams; readonly nowMs: number }): MusterBridge {
  const { search, nowMs } = options;
  const generation = 'preview';
  const rows = new Map<string, ViewRow>();
  const listeners = new Map<PushName, Set<(payload: unknown) => void>>();
  let rev = 0;
  let session: SessionInfo | null = search.has('signed-out') ? null : SESSION;
  let status = statusAt(nowMs, search.has('offline'));
  const objects = previewObjects(nowMs).filter((object) => !search.has('empty') || object.type === 'organization' || object.id === ME.id);
  for (const object of objects) {
    rev += 1;
    rows.set(`${object.type}|${object.id}`, previewRow(object, rev, previewSync(rev, object.type, nowMs)));
  }
  const runCommand = previewCommands(objects);

  const push = (name: PushName, payload: unknown): void => {
    for (const listener of listeners.get(name) ?? []) listener(payload);
  };

  const put = (type: AggregateType, row: Omit<ViewRow, 'rev'>): void => {
    rev += 1;
    rows.set(`${type}|${row.id}`, { ...row, rev });
  };

  const answer = async (name: CallName, input: unknown): Promise<unknown> => {
    switch (name) {
      case 'app.info':
        return { version: '0.1.0', host: 'browser', platform: 'preview' };
      case 'session.current':
        return session;
      case 'session.signIn':
      case 'session.enrol':
      case 'session.acceptInvitation':
        if (JSON.stringify(input).includes('wrong')) return bridgeError('forbidden', 'session.wrong-password', {}, 'password');
        session = SESSION;
        push('view.changed', { generation, headRev: rev });
        return { ok: true, value: session };
      case 'session.signOut':
        session = null;
        return { ok: true, value: null };
      case 'command.run': {
        const request = input as CommandRequest;
        const reply = runCommand(request, put);
        status = { ...status, pending: status.pending + (reply.ok && !reply.value.noop ? reply.value.eventIds.length : 0) };
        push('view.changed', { generation, headRev: rev });
        push('sync.changed', status);
        return reply.ok ? { ok: true, value: { ...reply.value, rev } } : reply;
      }
      case 'view.feed':
        return session === null ? bridgeError('not-signed-in', 'session.none') : { ok: true, value: feed(input as FeedRequest) };
      case 'view.broken':
        return { ok: true, value: null };
      case 'history.read':
        return { ok: true, value: previewHistory(input as Parameters<MusterBridge['history']['read']>[0], rows, nowMs) };
      case 'policies.dryRun':
        return { ok: true, value: { found: [], seq: 1, head: 1, isDone: true } };
      case 'sync.status':
        return status;
      case 'sync.now':
        return status.phase === 'offline' ? bridgeError('offline', 'sync.offline') : { ok: true, value: null };
      case 'server.read':
        return { address: 'https://muster.example', isKnown: !search.has('no-server'), canChange: true };
      case 'server.choose':
        return JSON.stringify(input).includes('wrong')
          ? bridgeError('invalid-input', 'server.unreachable', {}, 'address')
          : { ok: true, value: { address: 'https://muster.example', isKnown: true, canChange: true } };
      case 'setAside.read':
        return { ok: true, value: [] };
      case 'setAside.retry':
      case 'setAside.dismiss':
        return { ok: true, value: { events: 1 } };
      case 'export.unsent':
        return { ok: true, value: { events: status.pending } };
      case 'window.ready':
        return null;
    }
  };

  const feed = (request: FeedRequest): FeedPage => {
    const sorted = [...rows.values()].sort((a, b) => a.rev - b.rev);
    const base = { generation, headRev: rev, counts: countsOf(sorted) };
    if (request.generation !== generation) return { ...base, reset: true, rows: [], toRev: 0 };
    const { window } = request;
    if (window !== undefined) {
      const meeting = sorted.filter((row) => row.startsAt !== '' && row.startsAt < window.to && row.endsAt > window.from);
      return { ...base, reset: false, rows: meeting.slice(0, request.limit), toRev: request.afterRev };
    }
    const page = sorted.filter((row) => row.rev > request.afterRev).slice(0, request.limit);
    return { ...base, reset: false, rows: page, toRev: page.at(-1)?.rev ?? rev };
  };

  return createBridge({
    async invoke(name, input) {
      await new Promise((resolve) => void setTimeout(resolve, search.has('slow') ? 900 : 4));
      return toWire(name, await answer(name, input));
    },
    on(name, listener) {
      const set = listeners.get(name) ?? new Set();
      listeners.set(name, set.add(listener));
      return () => void set.delete(listener);
    },
  });
}

function countsOf(rows: readonly ViewRow[]): CollectionCounts {
  const counts = new Map(COLLECTIONS.map((name) => [name, 0]));
  for (const row of rows) if (!row.deleted) counts.set(row.collection, (counts.get(row.collection) ?? 0) + 1);
  return countsFrom((name) => counts.get(name) ?? 0);
}

const SESSION: SessionInfo = {
  organizationId: ORGANIZATION.id,
  organizationName: ORGANIZATION.name,
  memberId: ME.id,
  memberName: ME.name,
  role: ME.role,
  siteId: ME.homeSiteId,
  deviceId: '018f0000-0000-7000-8000-000000000001',
  serverUrl: 'http://127.0.0.1:4390',
};

function statusAt(nowMs: number, offline: boolean): SyncStatus {
  const ago = (minutes: number): string => new Date(nowMs - minutes * 60_000).toISOString();
  return {
    phase: offline ? 'offline' : 'live',
    pending: 3,
    sent: offline ? 0 : 1,
    oldestPendingAt: ago(42),
    oldestUnsentAt: ago(42),
    overdue: false,
    offlineSince: offline ? ago(130) : null,
    lastContactAt: ago(offline ? 130 : 0),
    cursor: 412,
    filling: null,
    olderLog: null,
    head: offline ? 412 : 413,
    openConflicts: 2,
    refused: 1,
    parked: 0,
    clockOffsetMs: 240,
    problem: null,
    pendingByType: { booking: 2, shift: 1 },
    sites: ORGANIZATION.sites.map((site, index) => ({
      siteId: site.id,
      lastSeenAt: ago(index * 95),
      devices: 3 - index,
      online: index === 2 ? 0 : 1,
    })),
  };
}
