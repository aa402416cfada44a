import type { CheckContext, EventDefinition } from '../domain/kernel/aggregate.ts';
import { RULEBOOK, type Rulebook } from '../domain/rulebook.ts';
import type { DiskShortcut, SimulatedDisk } from './disk.ts';
import type { Meddler } from './link.ts';

/** One known shortcut, put in from outside: what it should break tells whether the simulation can see. */
export interface Mutation {
  readonly name: string;
  /** The promises it breaks; one of them has to be the one that catches it. */
  readonly breaks: readonly number[];
  readonly rulebook?: Rulebook;
  /** Steps in between the network and a device. */
  readonly meddler?: (disk: SimulatedDisk) => Meddler;
  /** The server sees only claims held for the site that asks. */
  readonly filtersClaims?: boolean;
  readonly disk?: DiskShortcut;
  /** The view is taken for what it says it is: nobody counts its rows. */
  readonly trustsView?: boolean;
  /** The server takes what it is sent as new: a number or an id that it knows means nothing to it. */
  readonly storesAgain?: boolean;
  /** The server takes any number next. */
  readonly takesAnyNumber?: boolean;
}

export const MUTATIONS: readonly Mutation[] = [
  { name: 'ack-clears-pending', breaks: [10, 17], meddler: clearsPending },
  { name: 'no-range-check', breaks: [11, 12, 15], meddler: pretendsRange },
  { name: 'cursor-before-events', breaks: [11, 12, 15], disk: { keepsCursor: true } },
  { name: 'no-reoffer', breaks: [24, 16], meddler: hidesLoss },
  { name: 'no-dedupe', breaks: [3], storesAgain: true },
  { name: 'no-device-seq-no-fence', breaks: [4], takesAnyNumber: true, meddler: sendsAllAtOnce },
  { name: 'overlay-full-object', breaks: [13], disk: { freezesRows: true } },
  { name: 'view-is-truth', breaks: [13], trustsView: true },
  { name: 'facts-can-be-refused', breaks: [8], rulebook: refusingFacts() },
  { name: 'policy-twice', breaks: [20], rulebook: doubledPolicies() },
  { name: 'clock-decides', breaks: [26, 12], rulebook: clockDecides() },
  { name: 'claims-filtered', breaks: [6, 12], filtersClaims: true },
];

/** A push that was answered counts as done, whatever the log says. */
function clearsPending(disk: SimulatedDisk): Meddler {
  const clear = (reply: unknown): void => {
    if (typeof reply === 'object' && reply !== null && 'lastDeviceSeq' in reply && 'outcomes' in reply)
      disk.poke('DELETE FROM pending WHERE device_seq <= ?', Number(reply.lastDeviceSeq));
  };
  return {
    onReply: (_path, body) => {
      clear(body);
      return body;
    },
    onFrameIn: (text) => {
      if (text.startsWith('{"kind":"pushed"')) clear((JSON.parse(text) as { reply: unknown }).reply);
      return text;
    },
  };
}

/** A page that begins further on is taken as the next one. */
function pretendsRange(disk: SimulatedDisk): Meddler {
  const move = (page: unknown): unknown => {
    if (typeof page !== 'object' || page === null || !('from' in page) || !('to' in page)) return page;
    const cursor = Number(disk.look<{ value: string }>("SELECT value FROM meta WHERE key = 'cursor'")[0]?.value ?? 0);
    return Number(page.from) > cursor ? { ...page, from: cursor } : page;
  };
  return {
    onReply: (_path, body) => move(body),
    onFrameIn: (text) => {
      if (!text.startsWith('{"kind":"page"')) return text;
      const frame = JSON.parse(text) as { page: unknown };
      return JSON.stringify({ ...frame, page: move(frame.page) });
    },
  };
}

/** The device believes that the server still has everything it was ever sent. */
function hidesLoss(disk: SimulatedDisk): Meddler {
  return {
    onReply: (path, body) => {
      if (path !== '/v1/sync/hello' || typeof body !== 'object' || body === null || !('lastDeviceSeq' in body)) return body;
      const own = disk.look<{ last: number | null }>(
        "SELECT max(device_seq) AS last FROM own_log WHERE device_id = (SELECT value FROM meta WHERE key = 'device_id') AND id NOT IN (SELECT id FROM pending)",
      )[0]?.last;
      return { ...body, lastDeviceSeq: Math.max(Number(body.lastDeviceSeq), own ?? 0) };
    },
  };
}

/** Nothing waits for the answer to what was sent before it: transactions of one batch race each other. */
function sendsAllAtOnce(): Meddler {
  return {
    onFrameOut: (text, send) => {
      if (!text.startsWith('{"kind":"push"')) return false;
      const frame = JSON.parse(text) as {
        readonly batch: { readonly events: readonly { readonly txnId: string; readonly deviceSeq: number }[] };
      };
      const ids = [...new Set(frame.batch.events.map(({ txnId }) => txnId))];
      for (const id of ids.toReversed()) {
        const events = frame.batch.events.filter(({ txnId }) => txnId === id);
        send(JSON.stringify({ ...frame, batch: { ...frame.batch, firstDeviceSeq: events[0]?.deviceSeq, events } }));
      }
      return true;
    },
  };
}

function withEvent(type: string, change: (definition: EventDefinition<unknown>) => EventDefinition<unknown>): Rulebook {
  const entry = RULEBOOK.events.get(type);
  if (entry === undefined) throw new Error(`no ${type}`);
  return { ...RULEBOOK, events: new Map(RULEBOOK.events).set(type, { ...entry, definition: change(entry.definition) }) };
}

/** Whoever has no right to it cannot have been there either. */
function refusingFacts(): Rulebook {
  return withEvent('shift.checked_in', (definition) => ({ ...definition, kind: 'plan' }));
}

/** Every policy is known twice. */
function doubledPolicies(): Rulebook {
  const twice = RULEBOOK.policies.flatMap((policy) => [policy, { ...policy, version: policy.version + 1 }]);
  const byType = new Map(
    [...RULEBOOK.policiesByType].map(([type, policies]) => [type, twice.filter((policy) => policies.some(({ id }) => id === policy.id))]),
  );
  return { ...RULEBOOK, policies: twice, policiesByType: byType };
}

/** The later clock wins: an edit that was made earlier by its author's clock than the last one is refused. */
function clockDecides(): Rulebook {
  return withEvent('booking.details_changed', (definition) => ({
    ...definition,
    check: (state: unknown, data: never, context: CheckContext) => {
      const stamp = context.reader.get('booking', context.event.aggregateId)?.stamps['title'];
      const late = stamp !== undefined && stamp.occurredAt > context.event.occurredAt;
      const problems = definition.check?.(state, data, context) ?? [];
      return late ? [...problems, { kind: 'stale' as const, code: 'clock.older', params: {}, field: null }] : problems;
    },
  }));
}
