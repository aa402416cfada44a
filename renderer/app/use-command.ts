import { useCallback } from 'react';
import type { BridgeError, BridgeReply, CommandReceipt } from '../../shared/ipc/bridge.ts';
import { errorWords } from '../i18n/reasons.ts';
import { say } from '../i18n/words.ts';
import { isAlone, isStopped } from '../features/sync/sync-words.ts';
import { dropRefusals, toast } from '../ui/index.ts';
import { useCommand as useRawCommand, useView } from '../view/hooks.ts';
import { forgetUndo, isRemembered, rememberUndo, undoPlan, type Undo } from './undo.ts';

export interface UndoStep {
  readonly name: string;
  readonly input: unknown;
}

export interface CommandOptions {
  /** Said when it is saved: "Approved “Spring tasting”". Left out: nothing is said. */
  readonly done?: string;
  /** What takes it back, in this order; offered in the toast and on Ctrl/Cmd+Z. */
  readonly undo?: UndoStep | readonly UndoStep[];
  /** A refusal is returned but not told: the form shows it at the field. */
  readonly isQuiet?: boolean;
  readonly correlationId?: string;
}

export type RunCommand = (name: string, input: unknown, options?: CommandOptions) => Promise<BridgeReply<CommandReceipt>>;

/**
 * Runs a command and tells the person what came of it: one sentence when it is saved (and that it will be sent later, when
 * there is no connection), with Undo when it can be taken back; the rule's own sentence when it is refused.
 */
export function useCommand(): RunCommand {
  const raw = useRawCommand();
  const { syncStatus } = useView();
  return useCallback(
    async (name, input, options = {}) => {
      const { undo, done } = options;
      let closeToast = (): void => undefined;
      const asked = raw(name, input, options.correlationId === undefined ? {} : { correlationId: options.correlationId });
      const back: Undo | null =
        undo === undefined
          ? null
          : {
              label: done ?? '',
              run: async () => {
                // asked for before the answer came: there is something to take back only once it was taken
                const first = await asked;
                if (!first.ok || first.value.noop) return false;
                for (const step of [undo].flat()) {
                  const answer = await raw(step.name, step.input, {});
                  if (answer.ok) continue;
                  tellRefusal(answer.error);
                  return false;
                }
                return true;
              },
              withdraw: () => closeToast(),
            };
      // Ctrl/Cmd+Z counts from the press, not from the answer
      if (back !== null) rememberUndo(back);
      const reply = await asked;
      if (back !== null && (!reply.ok || reply.value.noop)) forgetUndo(back);
      if (!reply.ok) {
        if (options.isQuiet !== true) tellRefusal(reply.error);
        return reply;
      }
      dropRefusals();
      if (done !== undefined && (back === null || isRemembered(back))) {
        const status = syncStatus.current();
        const later = isAlone(status) ? 'app:saved-here' : status !== null && isStopped(status) ? 'app:saved-stays' : null;
        closeToast = toast({
          tone: 'done',
          title: reply.value.noop ? say('app:already-so') : done,
          detail: later !== null && !reply.value.noop ? say(later) : undefined,
          action: back === null || reply.value.noop ? undefined : { label: say('ui:undo'), onPress: () => void undoAndSay(back) },
        });
      }
      return reply;
    },
    [raw, syncStatus],
  );
}

/** Ctrl/Cmd+Z and the toast's Undo: takes it back and names what was taken back. */
export async function undoAndSay(which?: Undo): Promise<void> {
  const label = await undoPlan(which);
  if (label !== null) toast({ tone: 'info', title: say('app:undone', { what: label }) });
  else if (which === undefined) toast({ tone: 'info', title: say('app:nothing-to-undo') });
}

function tellRefusal(error: BridgeError): void {
  const isRule =
    error.kind === 'illegal-state' ||
    error.kind === 'clash' ||
    error.kind === 'forbidden' ||
    error.kind === 'invalid-input' ||
    error.kind === 'stale';
  toast({ tone: 'refused', title: errorWords(error), detail: isRule ? undefined : say('ui:error-safe') });
}

/** The sentence for one field of a form, when a refusal is about it. */
export function fieldError(reply: BridgeReply<unknown> | null, field: string): string | null {
  if (reply === null || reply.ok) return null;
  return reply.error.field === field ? errorWords(reply.error) : null;
}
