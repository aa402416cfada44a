import type { HeldClaim } from '../../shared/domain/kernel/claims.ts';
import type { StateReader } from '../../shared/domain/kernel/aggregate.ts';
import { RULEBOOK } from '../../shared/domain/rulebook.ts';
import type { Stage } from '../../shared/simulator/run.ts';
import type { Machinery } from '../../shared/simulator/world.ts';
import type { EventStore } from '../store/event-store.ts';
import { nativeSha256 } from '../store/log-text.ts';
import { foundOrganization } from './founding.ts';
import { MemoryDisk } from './memory-disk.ts';
import { ServerHost } from './server-host.ts';

/** Everything that runs share: the founded organization, SQLite in memory, Node's turn of the event loop. */
export async function openStage(): Promise<Stage> {
  const machinery: Machinery = {
    settle: () => new Promise((resolve) => void setImmediate(resolve)),
    disk: (image, keepsCursor) => new MemoryDisk(image, keepsCursor),
    sha256: nativeSha256,
  };
  const founding = await foundOrganization(machinery);
  return {
    founding,
    machinery,
    server: ({ schedule, chance, note, mutation }) => {
      const wrapStore = mutation?.filtersClaims === true ? blindToOtherSites : undefined;
      return new ServerHost({ schedule, chance, note, folder: founding.folder, rulebook: mutation?.rulebook ?? RULEBOOK, wrapStore });
    },
  };
}

/** The rules see only claims of one site, as if permission to read a booking decided whether its people are busy. */
function blindToOtherSites(store: EventStore): EventStore {
  const blind = (state: StateReader): StateReader => ({
    get: (type, id) => state.get(type, id),
    find: (type, key) => state.find(type, key),
    claims: (resource, startMs, endMs) => state.claims(resource, startMs, endMs).filter((claim) => isNear(claim)),
  });
  return new Proxy(store, {
    get: (target, name) => {
      if (name !== 'commit') {
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === 'function' ? value.bind(target) : value;
      }
      const commit: EventStore['commit'] = (request) =>
        target.commit({
          ...request,
          work: (scope) =>
            request.work(
              new Proxy(scope, {
                get: (inner, key) => {
                  if (key === 'state') return blind(inner.state);
                  const value: unknown = Reflect.get(inner, key, inner);
                  return typeof value === 'function' ? value.bind(inner) : value;
                },
              }),
            ),
        });
      return commit;
    },
  });
}

const isNear = (claim: HeldClaim): boolean => claim.aggregateId < '8';
