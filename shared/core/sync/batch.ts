import type { DomainEvent } from '../../domain/kernel/event.ts';
import { transactions } from '../overlay.ts';

export interface BatchLimits {
  readonly events: number;
  readonly bytes: number;
}

/**
 * The longest run of whole transactions within the limits; at least one transaction, however large, because it can
 * never be split.
 */
export function nextBatch(events: readonly DomainEvent[], limits: BatchLimits): readonly DomainEvent[] {
  const batch: DomainEvent[] = [];
  let bytes = 0;
  for (const transaction of transactions(events)) {
    // The last one may go on beyond what was read.
    if (transaction.length < (transaction[0]?.txnSize ?? 1)) break;
    const size = transaction.reduce((sum, event) => sum + bytesAtMost(JSON.stringify(event)) + 1, 0);
    if (batch.length > 0 && (batch.length + transaction.length > limits.events || bytes + size > limits.bytes)) break;
    batch.push(...transaction);
    bytes += size;
  }
  return batch;
}

/** An upper bound of the UTF-8 length: three bytes for everything that is not ASCII. */
function bytesAtMost(text: string): number {
  let bytes = text.length;
  for (let index = 0; index < text.length; index += 1) if (text.charCodeAt(index) > 0x7f) bytes += 2;
  return bytes;
}
