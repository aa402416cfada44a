import type { DomainEvent, EventDraft } from '../../shared/domain/kernel/event.ts';
import { RULEBOOK } from '../../shared/domain/rulebook.ts';
import { newId } from '../sequencer/server-events.ts';

/** Payload of a plain booking that the rules accept. */
export function bookingData(siteId: string, changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    title: 'Juice tasting',
    clientName: 'Juice & Co',
    brand: 'Fresh',
    siteId,
    locationId: null,
    period: {
      start: '2030-05-01T08:00:00.000Z',
      end: '2030-05-01T16:00:00.000Z',
      zone: 'Europe/Berlin',
      startLocal: '2030-05-01T10:00',
      endLocal: '2030-05-01T18:00',
    },
    staffNeeds: [],
    kitNeeds: [],
    contactName: 'Carla',
    contactPhone: '+49 30 1',
    brief: '',
    notes: '',
    tags: [],
    priceMinor: 10_000,
    currency: 'EUR',
    copiedFrom: null,
    ...changes,
  };
}

export const bookingCreated = (siteId: string, id: string = newId(Date.now()), changes: Record<string, unknown> = {}): EventDraft => ({
  type: 'booking.created',
  aggregateType: 'booking',
  aggregateId: id,
  data: bookingData(siteId, changes),
});

export const bookingEdited = (id: string, field: string, from: unknown, to: unknown): EventDraft => ({
  type: 'booking.details_changed',
  aggregateType: 'booking',
  aggregateId: id,
  data: { changes: { [field]: { from, to } } },
});

export const noteAdded = (id: string, text: string): EventDraft => ({
  type: 'booking.note_added',
  aggregateType: 'booking',
  aggregateId: id,
  data: { noteId: newId(Date.now()), text },
});

/** A fact that the rules never refuse: a report on a booking in whatever state. */
export const reportSubmitted = (id: string): EventDraft => ({
  type: 'booking.report_submitted',
  aggregateType: 'booking',
  aggregateId: id,
  data: { summary: 'Many came', visitors: 120, samplesGiven: 80, issues: '' },
});

/** Who writes events, and where their numbering stands. */
export interface Author {
  readonly deviceId: string;
  readonly memberId: string;
  readonly siteId: string;
  readonly organizationId: string;
}

export interface Circumstances {
  readonly basisSeq?: number;
  readonly dependsOn?: readonly string[];
  readonly occurredAt?: string;
}

/** One transaction as a device would number it. */
export function transaction(
  author: Author,
  firstDeviceSeq: number,
  drafts: readonly EventDraft[],
  circumstances: Circumstances = {},
): DomainEvent[] {
  const txnId = newId(Date.now());
  return drafts.map((draft, txnIndex) => {
    const definition = RULEBOOK.events.get(draft.type)?.definition;
    return {
      id: newId(Date.now()),
      type: draft.type,
      version: definition?.version ?? 1,
      kind: definition?.kind ?? 'plan',
      aggregateType: draft.aggregateType,
      aggregateId: draft.aggregateId,
      data: draft.data,
      txnId,
      txnIndex,
      txnSize: drafts.length,
      deviceId: author.deviceId,
      deviceSeq: firstDeviceSeq + txnIndex,
      basisSeq: circumstances.basisSeq ?? 0,
      dependsOn: circumstances.dependsOn ?? [],
      actorId: author.memberId,
      siteId: author.siteId,
      organizationId: author.organizationId,
      occurredAt: circumstances.occurredAt ?? new Date().toISOString(),
      zone: 'Europe/Berlin',
      correlationId: txnId,
      causationId: null,
      causationDepth: 0,
      offline: false,
    };
  });
}
