import type { RecordedEvent } from '../../../shared/domain/kernel/event.ts';
import type { SyncStatus } from '../../../shared/ipc/bridge.ts';
import { pictureOfLog } from '../story/pictures.ts';
import type { CompanyServer } from './company-server.ts';
import { AUDITOR } from './company.ts';
import type { Device, Ledger } from './device.ts';
import { signInWhereAsked } from './faults.ts';

/** What was found when the storm was over. */
export interface Verdict {
  /** Until every device was connected and had nothing left to send; null when that never came. */
  readonly convergeMs: number | null;
  readonly events: number;
  readonly conflicts: number;
  /** Events that a person was told are saved, and that are nowhere. */
  readonly lost: number;
  readonly problems: readonly string[];
}

const PATIENCE_MS = 120_000;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** With all faults off: waits until everything has settled, then reads everything again. */
export async function judge(devices: readonly Device[], server: CompanyServer, ledger: Ledger): Promise<Verdict> {
  const problems: string[] = [];
  const startedMs = Date.now();
  const statuses = await settle(devices, server);
  const convergeMs = statuses.every(isSettled) ? Date.now() - startedMs : null;
  if (convergeMs === null) {
    for (const [index, status] of statuses.entries()) {
      if (!isSettled(status)) problems.push(`${devices[index]?.name} never settled: ${JSON.stringify(status)}`);
    }
  }
  const { picture, log } = await pictureOfLog(server.url, AUDITOR.email, AUDITOR.password);
  problems.push(...problemsOfLog(log));
  const inLog = new Set(log.map(({ id }) => id));
  const lost = [...ledger.eventIds].filter((id) => !inLog.has(id));
  if (lost.length > 0) problems.push(`${lost.length} acknowledged events are not in the log, ${lost.slice(0, 5).join(', ')} among them`);
  const wanted = JSON.stringify(Object.values(picture).length);
  const pictures = await Promise.all(devices.map((device) => device.ask({ kind: 'picture' })));
  const [first, ...others] = pictures.map((rows) => new Map(rows));
  for (const [index, other] of others.entries()) {
    const differing = differences(first ?? new Map(), other);
    if (differing.length > 0)
      problems.push(
        `${devices[0]?.name} and ${devices[index + 1]?.name} differ in ${differing.length} objects: ${differing.slice(0, 3).join('; ')}`,
      );
  }
  if (first?.size === 0) problems.push(`the devices show nothing, the log has ${wanted} objects`);
  await server.stop();
  const verified = await server.verify();
  if (verified !== null) problems.push(`the server's own check: ${verified}`);
  const conflicts = new Set(log.filter(({ type }) => type === 'conflict.detected').map(({ aggregateId }) => aggregateId)).size;
  return { convergeMs, events: log.length, conflicts, lost: lost.length, problems };
}

async function settle(devices: readonly Device[], server: CompanyServer): Promise<readonly (SyncStatus | null)[]> {
  for (const deadline = Date.now() + PATIENCE_MS; ;) {
    await signInWhereAsked(devices, server);
    const statuses = await Promise.all(devices.map((device) => device.ask({ kind: 'status' }).catch(() => null)));
    const heads = new Set(statuses.map((status) => status?.cursor));
    if ((statuses.every(isSettled) && heads.size === 1) || Date.now() > deadline) return statuses;
    await pause(200);
  }
}

const isSettled = (status: SyncStatus | null): boolean =>
  status !== null && status.phase === 'live' && status.pending === 0 && status.cursor === status.head;

/** Numbers without a gap, every event once, transactions whole, facts never refused (sync.md section 9). */
function problemsOfLog(log: readonly RecordedEvent[]): readonly string[] {
  const problems: string[] = [];
  const ids = new Set<string>();
  const transactions = new Map<string, { readonly size: number; readonly indexes: Set<number> }>();
  for (const [index, event] of log.entries()) {
    if (event.seq !== index + 1) problems.push(`seq ${event.seq} stands at place ${index + 1}`);
    if (ids.has(event.id)) problems.push(`${event.id} stands twice in the log`);
    ids.add(event.id);
    const { size, indexes } = transactions.get(event.txnId) ?? { size: event.txnSize, indexes: new Set<number>() };
    transactions.set(event.txnId, { size, indexes: indexes.add(event.txnIndex) });
    if (event.kind === 'fact' && event.outcome === 'rejected')
      problems.push(`the fact ${event.type} (${event.seq}) was refused: ${event.reason?.code}`);
  }
  for (const [txnId, { size, indexes }] of transactions) {
    if (indexes.size !== size) problems.push(`of the transaction ${txnId} ${indexes.size} of ${size} events are there`);
  }
  return problems.slice(0, 10);
}

function differences(one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): readonly string[] {
  return [...new Set([...one.keys(), ...other.keys()])].flatMap((key) =>
    one.get(key) === other.get(key) ? [] : [`${key}: ${one.get(key)?.slice(0, 300)} | ${other.get(key)?.slice(0, 300)}`],
  );
}
