import type { DomainEvent } from '../../shared/domain/kernel/event.ts';
import { SyncFault } from '../../shared/sync/errors.ts';
import type { CommitScope } from '../store/event-store.ts';
import { sameSubmission, storedOutcome, type PushOutcome } from './replay.ts';
import type { Submission } from './submission.ts';

/** What is to be done with one submitted transaction. */
export type Step =
  | { readonly kind: 'answered'; readonly outcomes: readonly PushOutcome[] }
  | { readonly kind: 'repeated'; readonly outcomes: readonly PushOutcome[] }
  | { readonly kind: 'new'; readonly events: readonly DomainEvent[] };

/**
 * Sorts transactions into answered before, known under another number, and new. Reads only.
 * @throws DEVICE_FORK or INVALID, before anything is written
 */
export function planSteps(
  scope: CommitScope,
  organizationNo: number,
  transactions: Submission['transactions'],
  device: { readonly deviceNo: number; readonly lastDeviceSeq: number },
): readonly Step[] {
  const { deviceNo, lastDeviceSeq } = device;
  const steps: Step[] = [];
  let index = 0;
  for (const events of transactions) {
    const offset = index;
    index += events.length;
    const known = events.filter((event) => event.deviceSeq <= lastDeviceSeq);
    if (known.length > 0) {
      const rows = known.map((event) => scope.submission(deviceNo, event.deviceSeq));
      const same = known.length === events.length && known.every((event, at) => isSame(event, rows[at]));
      if (!same) {
        throw new SyncFault(
          'DEVICE_FORK',
          `events.${offset}: This number was already used for something else: the device was copied. Take a new device id and send again.`,
          {
            field: `events.${offset}`,
          },
        );
      }
      steps.push({ kind: 'answered', outcomes: known.map((event, at) => storedOutcome(mustRow(rows[at]), event.deviceSeq)) });
      continue;
    }
    const rows = events.map((event) => scope.eventById(event.id));
    if (rows.every((row) => row === undefined)) {
      steps.push({ kind: 'new', events });
      continue;
    }
    const alien = rows.findIndex((found, at) => {
      const event = events[at];
      return (
        found === undefined || event === undefined || found.organizationNo !== organizationNo || !sameSubmission(event, found.row, false)
      );
    });
    if (alien !== -1) {
      const field = `events.${offset + alien}.id`;
      throw new SyncFault('INVALID', `${field}: The id belongs to another event. Every event has its own id.`, { field });
    }
    steps.push({ kind: 'repeated', outcomes: events.map((event, at) => storedOutcome(mustRow(rows[at]?.row), event.deviceSeq)) });
  }
  return steps;
}

function isSame(event: DomainEvent, row: ReturnType<CommitScope['submission']>): boolean {
  if (row === undefined) return false;
  return sameSubmission(event, row, row.deviceId === event.deviceId);
}

function mustRow(row: ReturnType<CommitScope['submission']>): NonNullable<typeof row> {
  if (row === undefined) throw new Error('a known submission has no row');
  return row;
}
