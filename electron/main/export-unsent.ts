import { writeFile } from 'node:fs/promises';
import { bridgeError } from '../../shared/ipc/bridge-client.ts';
import type { BridgeReply } from '../../shared/ipc/bridge.ts';

/** Saves the unsent work where the person says; the path never comes from the window and never goes there. */
export async function exportUnsent(
  readUnsent: () => Promise<BridgeReply<unknown>>,
  askWhere: (suggestedName: string) => Promise<string | null>,
  today: string,
): Promise<BridgeReply<{ events: number }>> {
  const unsent = await readUnsent();
  if (!unsent.ok) return unsent;
  if (typeof unsent.value !== 'string') return bridgeError('internal', 'export.bad_core_answer');
  const file = await askWhere(`muster-unsent-${today}.ndjson`);
  if (file === null) return bridgeError('not-saved', 'export.cancelled');
  try {
    await writeFile(file, unsent.value, { mode: 0o600, flush: true });
  } catch {
    return bridgeError('not-saved', 'export.write_failed');
  }
  return { ok: true, value: { events: unsent.value.split('\n').filter((line) => line !== '').length } };
}
