import { RULEBOOK } from '../../shared/domain/rulebook.ts';
import type { Stage } from '../../shared/simulator/run.ts';
import type { Machinery } from '../../shared/simulator/world.ts';
import { nativeSha256 } from '../store/log-text.ts';
import { foundOrganization } from './founding.ts';
import { MemoryDisk } from './memory-disk.ts';
import { ServerHost } from './server-host.ts';
import { withoutUniqueIds, wrapFor } from './shortcuts.ts';

/** Everything that runs share: the founded organization, SQLite in memory, Node's turn of the event loop. */
export async function openStage(): Promise<Stage> {
  const machinery: Machinery = {
    settle: () => new Promise((resolve) => void setImmediate(resolve)),
    disk: (image, shortcut) => new MemoryDisk(image, shortcut),
    sha256: nativeSha256,
  };
  const founding = await foundOrganization(machinery);
  return {
    founding,
    machinery,
    server: ({ schedule, chance, note, mutation }) => {
      const rulebook = mutation?.rulebook ?? RULEBOOK;
      const folder = mutation?.storesAgain === true ? withoutUniqueIds(founding.folder) : founding.folder;
      return new ServerHost({ schedule, chance, note, folder, rulebook, wrapStore: wrapFor(mutation) });
    },
  };
}
