import { randomBytes } from 'node:crypto';
import type { Actor, DomainEvent, EventDraft } from '../../shared/domain/kernel/event.ts';
import { SERVER_DEVICE_ID, uuid7 } from '../../shared/domain/kernel/ids.ts';
import type { Rulebook } from '../../shared/domain/rulebook.ts';

export interface ServerMoment {
  readonly actor: Actor;
  readonly organizationId: string;
  readonly nowMs: number;
  readonly zone: string;
  readonly basisSeq: number;
  readonly rulebook: Rulebook;
}

/** Gives drafts the identity of a transaction that the server itself submits. */
export function serverEvents(drafts: readonly EventDraft[], moment: ServerMoment): readonly DomainEvent[] {
  const txnId = newId(moment.nowMs);
  const occurredAt = new Date(moment.nowMs).toISOString();
  return drafts.map((draft, txnIndex) => {
    const definition = moment.rulebook.events.get(draft.type)?.definition;
    if (definition === undefined) throw new Error(`no rules for ${draft.type}`);
    return {
      id: newId(moment.nowMs),
      type: draft.type,
      version: definition.version,
      kind: definition.kind,
      aggregateType: draft.aggregateType,
      aggregateId: draft.aggregateId,
      data: draft.data,
      txnId,
      txnIndex,
      txnSize: drafts.length,
      deviceId: SERVER_DEVICE_ID,
      deviceSeq: 0,
      basisSeq: moment.basisSeq,
      dependsOn: [],
      actorId: moment.actor.memberId,
      siteId: moment.actor.siteId,
      organizationId: moment.organizationId,
      occurredAt,
      zone: moment.zone,
      correlationId: txnId,
      causationId: null,
      causationDepth: 0,
      offline: false,
    };
  });
}

/** A fresh time-ordered id. */
export const newId = (nowMs: number): string => uuid7(nowMs, randomBytes(10));
