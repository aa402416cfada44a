import { decideCommand } from '../../shared/conflict/decide-command.ts';
import { processTransaction } from '../../shared/conflict/process.ts';
import { Workspace } from '../../shared/conflict/workspace.ts';
import type { AggregateType, DomainEvent } from '../../shared/domain/kernel/event.ts';
import { uuid7 } from '../../shared/domain/kernel/ids.ts';
import { RULEBOOK } from '../../shared/domain/rulebook.ts';
import type { BridgeReply, CommandReceipt, CommandRequest, RowSync, ViewRow } from '../../shared/ipc/bridge.ts';
import { bridgeError } from '../../shared/ipc/bridge-client.ts';
import { ME, ORGANIZATION_ID, ZONE } from './preview-people.ts';
import { COLLECTION_OF, indexOf } from './preview-rows.ts';
import type { PreviewObject } from './preview-rows.ts';

export type PreviewPut = (type: AggregateType, row: Omit<ViewRow, 'rev'>) => void;
export type CommandRunner = (request: CommandRequest, put: PreviewPut) => BridgeReply<CommandReceipt>;

/** Development tooling: runs commands through the real rules, with policies, and forgets them on reload. Excluded from both builds. */
export function previewCommands(objects: readonly PreviewObject[]): CommandRunner {
  const workspace = new Workspace({ get: () => undefined, find: () => [], claims: () => [] }, RULEBOOK);
  for (const { type, id, state } of objects) {
    workspace.put({ type, id, state, stamps: {}, seq: 1, lastEventId: '', anomalies: [], readOnly: false });
  }
  const receipts = new Map<string, CommandReceipt>();
  let deviceSeq = 0;

  return (request, put) => {
    const known = receipts.get(request.commandId);
    if (known !== undefined) return { ok: true, value: known };
    const actor = { memberId: ME.id, role: ME.role, siteId: ME.homeSiteId };
    const now = new Date().toISOString();
    const decided = decideCommand(RULEBOOK, { command: request.name, input: request.input }, workspace, {
      actor,
      organizationId: ORGANIZATION_ID,
      now,
      zone: ZONE,
      newId: freshId,
    });
    if (!decided.ok)
      return bridgeError(
        decided.error.kind === 'invalid' ? 'invalid-input' : decided.error.kind,
        decided.error.code,
        decided.error.params,
        decided.error.field,
      );
    const txnId = freshId();
    const events = decided.value.map((draft, txnIndex): DomainEvent => {
      const definition = RULEBOOK.events.get(draft.type)?.definition;
      deviceSeq += 1;
      return {
        ...draft,
        id: freshId(),
        version: definition?.version ?? 1,
        kind: definition?.kind ?? 'plan',
        txnId,
        txnIndex,
        txnSize: decided.value.length,
        deviceId: '018f0000-0000-7000-8000-000000000001',
        deviceSeq,
        basisSeq: 412,
        dependsOn: [],
        actorId: ME.id,
        siteId: ME.homeSiteId,
        organizationId: ORGANIZATION_ID,
        occurredAt: now,
        zone: ZONE,
        correlationId: txnId,
        causationId: null,
        causationDepth: 0,
        offline: true,
      };
    });
    const layer = workspace.nest();
    const result = processTransaction(events, layer, { actor, firstSeq: null, detectConflicts: false });
    if (result.refusal !== null) {
      const { kind, code, params, field } = result.refusal;
      return bridgeError(kind === 'invalid' ? 'invalid-input' : kind, code, params, field);
    }
    const own = new Set(events.map((event) => event.aggregateId));
    for (const { entity } of layer.changed().values()) {
      const sync: RowSync = {
        state: 'saved',
        predicted: !own.has(entity.id),
        pending: 1,
        seq: 0,
        reason: null,
        openConflicts: 0,
        changedAt: now,
        changedBy: ME.id,
      };
      const object: PreviewObject = { type: entity.type, id: entity.id, state: entity.state as PreviewObject['state'] };
      put(entity.type, {
        collection: COLLECTION_OF[entity.type],
        id: entity.id,
        deleted: false,
        ...indexOf(object),
        state: entity.state,
        anomalies: entity.anomalies,
        readOnly: false,
        sync,
      });
    }
    layer.commitTo(workspace);
    const receipt = {
      commandId: request.commandId,
      txnId,
      eventIds: events.map((event) => event.id),
      noop: result.outcome === 'noop',
      rev: 0,
    };
    receipts.set(request.commandId, receipt);
    return { ok: true, value: receipt };
  };
}

const freshId = (): string => uuid7(Date.now(), crypto.getRandomValues(new Uint8Array(10)));
