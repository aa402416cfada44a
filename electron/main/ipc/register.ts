import type { IpcMain } from 'electron';
import { bridgeError, toWire } from '../../../shared/ipc/bridge-client.ts';
import type { BridgeReply } from '../../../shared/ipc/bridge.ts';
import { CALL_NAMES, type CallName, type Calls } from '../../../shared/ipc/channels.ts';
import { callSchemas, parseInput } from '../../../shared/ipc/schemas.ts';
import type { Log } from '../log.ts';
import { checkSender, type SenderEvent } from './sender.ts';

/** One handler per call. It gets the parsed input and answers in wire form. */
export type CallHandlers = { readonly [N in CallName]: (input: Parameters<Calls[N]>[0]) => Promise<BridgeReply<unknown>> };

export interface RegisterOptions {
  readonly ipcMain: Pick<IpcMain, 'handle'>;
  readonly handlers: CallHandlers;
  /** Whether main made this webContents. */
  readonly isOurs: (webContentsId: number) => boolean;
  readonly log: Log;
  /** Development and tests also parse what goes out. */
  readonly checkOutput: boolean;
  readonly deadlineMs: number;
}

/** The only place that touches ipcMain: who asks, how much, in what shape, for how long (S5, S6). */
export function registerCalls(options: RegisterOptions): void {
  for (const name of CALL_NAMES) {
    options.ipcMain.handle(name, (event, input: unknown) => answerCall(name, event, input, options));
  }
}

/** The checks of one call, in their order. Never rejects. */
export async function answerCall(
  name: CallName,
  event: SenderEvent,
  input: unknown,
  options: Omit<RegisterOptions, 'ipcMain'>,
): Promise<BridgeReply<unknown>> {
  const refusal = checkSender(event, options.isOurs);
  if (refusal !== null) {
    options.log('warn', 'a call from a foreign sender was refused', { call: name, code: refusal });
    return bridgeError('forbidden', refusal);
  }
  const parsed = parseInput(name, input);
  if (!parsed.ok) {
    options.log('warn', 'a call with a bad input was refused', { call: name, code: parsed.problem.code });
    return bridgeError('invalid-input', parsed.problem.code, {}, parsed.problem.field);
  }
  try {
    const handler = options.handlers[name] as (value: unknown) => Promise<BridgeReply<unknown>>;
    const reply = await withDeadline(handler(parsed.value), options.deadlineMs);
    return options.checkOutput ? checkedOutput(name, reply, options.log) : reply;
  } catch (error) {
    options.log('error', 'a call failed', { call: name, reason: error instanceof Error ? error.message : 'unknown' });
    return bridgeError('internal', 'ipc.handler_failed');
  }
}

function withDeadline(work: Promise<BridgeReply<unknown>>, deadlineMs: number): Promise<BridgeReply<unknown>> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<BridgeReply<unknown>>((resolve) => {
    timer = setTimeout(() => resolve(bridgeError('busy', 'ipc.deadline')), deadlineMs);
  });
  return Promise.race([work, deadline]).finally(() => clearTimeout(timer));
}

/** A reply that does not match its own schema is a bug; it is reported where it can still be seen. */
function checkedOutput(name: CallName, reply: BridgeReply<unknown>, log: Log): BridgeReply<unknown> {
  if (!reply.ok) return reply;
  // Plain calls have the value's schema, replies the schema of the whole reply.
  const schema = callSchemas[name].output;
  const direct = schema.safeParse(reply);
  if (direct.success || schema.safeParse(reply.value).success) return reply;
  log('error', 'an answer does not match its channel', { call: name, reason: direct.error.issues[0]?.path.join('.') ?? '' });
  return bridgeError('internal', 'ipc.bad_output');
}

/** Wraps the value of a call that main answers itself. */
export const plainAnswer = (name: CallName, value: unknown): Promise<BridgeReply<unknown>> => Promise.resolve(toWire(name, value));
