import type { AggregateType } from '../../shared/domain/kernel/event.ts';
import type { BridgeReply, CommandReceipt, CommandRequest, ViewRow } from '../../shared/ipc/bridge.ts';

/** Development tooling: what a command may see and change in the preview. Excluded from both builds. */
export interface PreviewStore {
  readonly rows: ReadonlyMap<string, ViewRow>;
  put(type: AggregateType, row: Omit<ViewRow, 'rev'>): void;
  readonly nowMs: number;
}
export type CommandRunner = (request: CommandRequest, store: PreviewStore) => Promise<BridgeReply<CommandReceipt>>;
