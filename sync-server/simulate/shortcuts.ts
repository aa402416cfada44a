import { DatabaseSync } from 'node:sqlite';
import type { HeldClaim } from '../../shared/domain/kernel/claims.ts';
import type { StateReader } from '../../shared/domain/kernel/aggregate.ts';
import type { DomainEvent } from '../../shared/domain/kernel/event.ts';
import type { Mutation } from '../../shared/simulator/mutations.ts';
import type { ServerFolder } from '../../shared/simulator/server.ts';
import type { CommitScope, EventStore } from '../store/event-store.ts';
import { SCHEMA } from '../store/sqlite/schema.ts';

/** What a mutation puts between the sequencer and its store; undefined for none. */
export function wrapFor(mutation: Mutation | null): ((store: EventStore) => EventStore) | undefined {
  if (mutation?.filtersClaims === true) return (store) => withScope(store, blindToOtherSites);
  if (mutation?.storesAgain === true) return (store) => withScope(store, storesAgain);
  if (mutation?.takesAnyNumber === true) return (store) => withScope(store, takesAnyNumber);
  return undefined;
}

/** The founding without the index that would refuse an id it has. */
export function withoutUniqueIds(folder: ServerFolder): ServerFolder {
  const db = new DatabaseSync(':memory:');
  db.deserialize(folder.image);
  db.exec('ALTER TABLE event_store RENAME TO founded; DROP INDEX event_store_by_seq; DROP INDEX event_store_refused');
  db.exec('DROP TRIGGER event_store_no_update; DROP TRIGGER event_store_no_delete');
  db.exec(SCHEMA.replace('id TEXT NOT NULL UNIQUE, event_type', 'id TEXT NOT NULL, event_type'));
  db.exec('INSERT INTO event_store SELECT * FROM founded; DROP TABLE founded');
  const image = db.serialize();
  db.close();
  return { ...folder, image };
}

type Scoped = (scope: CommitScope, submitted: readonly DomainEvent[]) => Partial<CommitScope>;

function withScope(store: EventStore, change: Scoped): EventStore {
  const commit: EventStore['commit'] = (request) =>
    store.commit({
      ...request,
      work: (scope) => {
        const changed: Partial<CommitScope> = change(scope, request.submitted.flat());
        return request.work(
          new Proxy(scope, {
            get: (inner, name) => bound(inner, Object.hasOwn(changed, name) ? Reflect.get(changed, name) : Reflect.get(inner, name, inner)),
          }),
        );
      },
    });
  return new Proxy(store, { get: (target, name) => (name === 'commit' ? commit : bound(target, Reflect.get(target, name, target))) });
}

const bound = (target: object, value: unknown): unknown => (typeof value === 'function' ? value.bind(target) : value);

/** The rules see only claims of one site, as if permission to read a booking decided whether its people are busy. */
const blindToOtherSites: Scoped = ({ state }) => ({ state: blind(state) });

const blind = (state: StateReader): StateReader => ({
  get: (type, id) => state.get(type, id),
  find: (type, key) => state.find(type, key),
  claims: (resource, startMs, endMs) => state.claims(resource, startMs, endMs).filter((claim) => isNear(claim)),
});

const isNear = (claim: HeldClaim): boolean => claim.aggregateId < '8';

/** What came before comes as if for the first time. */
const storesAgain: Scoped = (scope, submitted) => ({
  ...takesAnyNumber(scope, submitted),
  eventById: () => undefined,
  append: (deviceNo, event) => scope.append(scope.eventById(event.row.id) === undefined ? deviceNo : null, event),
});

/** The number a batch begins with is always the one that was expected. */
const takesAnyNumber: Scoped = (scope, submitted) => ({
  device: (deviceId) => {
    const row = scope.device(deviceId);
    const first = submitted.find((event) => event.deviceId === deviceId)?.deviceSeq;
    return row === undefined || first === undefined ? row : { ...row, lastDeviceSeq: first - 1 };
  },
  recordRepeated: () => undefined,
  setLastDeviceSeq: (deviceNo, last) => scope.setLastDeviceSeq(deviceNo, last),
});
