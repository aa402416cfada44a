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
    const size = transaction.reduce((sum, event) => sum + utf8Length(JSON.stringify(event)) + 1, 0);
    if (batch.length > 0 && (batch.length + transaction.length > limits.events || bytes + size > limits.bytes)) break;
    batch.push(...transaction);
    bytes += size;
  }
  return batch;
}

/** Bytes of a text on the wire. */
export function utf8Length(text: string): number {
  let bytes = text.length;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    // Each half of a pair counts two, so that the pair makes four.
    if (unit > 0x7f) bytes += unit > 0x7ff && (unit < 0xd800 || unit > 0xdfff) ? 2 : 1;
  }
  return bytes;
}
