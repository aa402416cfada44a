import { z } from 'zod';
import { idSchema } from '../../shared/domain/kernel/ids.ts';
import { HTTP_STATUS, invalidFrom, SyncFault } from '../../shared/sync/errors.ts';
import { clientFrameSchema, LIMITS, type ClientFrame } from '../../shared/sync/wire.ts';
import type { Caller } from '../auth/auth-service.ts';
import { faultOf } from '../http/fault-of.ts';
import type { Metrics } from '../metrics.ts';
import type { SequencerLog } from '../sequencer/sequencer.ts';
import type { SyncService } from '../sync-service.ts';
import { Connection, type Line } from './connection.ts';
import type { FanOut } from './fan-out.ts';
import type { Presence } from './presence.ts';

/** A push whose batch is still unchecked: that happens once, where every push is checked. */
const pushFrameSchema = z.strictObject({ kind: z.literal('push'), requestId: idSchema, batch: z.unknown() });
type PushFrame = z.infer<typeof pushFrameSchema>;
type IncomingFrame = Exclude<ClientFrame, { kind: 'push' }> | PushFrame;

export interface DialogueOptions {
  readonly sync: SyncService;
  readonly fanOut: FanOut;
  readonly presence: Pick<Presence, 'changed' | 'frame'>;
  readonly metrics: Metrics;
  readonly log: SequencerLog;
  readonly nowMs: () => number;
}

/** What is said on a stream, whatever carries it: frames in, frames out, the heartbeat. */
export class Dialogue {
  readonly #options: DialogueOptions;

  constructor(options: DialogueOptions) {
    this.#options = options;
  }

  /** A device that was let in is on the line. */
  begin(line: Line, caller: Caller): Connection {
    const { fanOut, presence } = this.#options;
    const connection = new Connection(line, caller.device, caller.expiresAtMs, (drained) => fanOut.pump(drained));
    fanOut.add(connection);
    this.#seen(caller);
    presence.changed(connection.organizationNo);
    return connection;
  }

  /** The line is gone. */
  end(connection: Connection, caller: Caller): void {
    const { fanOut, presence } = this.#options;
    fanOut.remove(connection);
    this.#seen(caller);
    presence.changed(connection.organizationNo);
  }

  /** One frame came in; every fault is answered on the line. */
  async hear(connection: Connection, frame: { readonly text: string; readonly bytes: number; readonly isBinary: boolean }): Promise<void> {
    connection.missed = 0;
    try {
      await this.#hear(connection, frame);
    } catch (error) {
      this.#answerFault(connection, null, error);
    }
  }

  /** Cuts lines that nobody answers on and those whose token has ended; pings the others. */
  beat(): void {
    const now = this.#options.nowMs();
    const ping = JSON.stringify({ kind: 'ping', serverTime: new Date(now).toISOString() });
    for (const connection of this.#options.fanOut.all()) {
      if (connection.missed >= 2) {
        connection.terminate();
      } else if (connection.expiresAtMs <= now) {
        this.#answerFault(connection, null, new SyncFault('AUTH', 'The access token has expired. Refresh it and open the stream again.'));
        connection.close(4000 + HTTP_STATUS.AUTH, 'AUTH');
      } else {
        connection.missed += 1;
        connection.sendText(ping);
      }
    }
  }

  async #hear(connection: Connection, { text, bytes, isBinary }: Parameters<Dialogue['hear']>[1]): Promise<void> {
    if (bytes > LIMITS.frameBytes) {
      this.#answerFault(
        connection,
        null,
        new SyncFault('TOO_LARGE', `A frame may hold ${LIMITS.frameBytes} bytes. Send fewer events at once.`),
      );
      connection.close(1009, 'frame too large');
      return;
    }
    if (isBinary) throw new SyncFault('INVALID', 'Frames are JSON text, not binary. Send text.');
    const frame = parseFrame(text);
    switch (frame.kind) {
      case 'subscribe':
        await this.#options.fanOut.reach(connection.organizationNo, frame);
        this.#options.fanOut.subscribe(connection, frame);
        connection.sendText(this.#options.presence.frame(connection.organizationNo));
        return;
      case 'credit':
        connection.addCredit(frame.pages);
        this.#options.fanOut.pump(connection);
        return;
      case 'push':
        await this.#push(connection, frame, bytes);
        return;
      case 'pong':
    }
  }

  /** News about a device, not data: a failure to write it down changes nothing for anybody. */
  #seen(caller: Caller): void {
    const { sync, log } = this.#options;
    sync.seen(caller.device, null).catch((error: unknown) => log.warn({ err: error }, 'a device’s last contact could not be written down'));
  }

  async #push(connection: Connection, frame: PushFrame, bytes: number): Promise<void> {
    try {
      const reply = await this.#options.sync.push(connection.deviceId, frame.batch, bytes);
      connection.sendText(JSON.stringify({ kind: 'pushed', requestId: frame.requestId, reply }));
    } catch (error) {
      this.#answerFault(connection, frame.requestId, error);
    }
  }

  #answerFault(connection: Connection, requestId: string | null, error: unknown): void {
    const fault = faultOf(error, this.#options.log);
    this.#options.metrics.faulted(fault.error.kind);
    connection.sendError(requestId, fault.error);
  }
}

/** What every site sends after every page. */
const CREDIT = /^\{"kind":"credit","pages":([1-8])\}$/;

/** Credit as clients write it is read at a glance; everything else goes through the schemas, which name what is wrong. */
function parseFrame(text: string): IncomingFrame {
  const credit = text.length < 40 ? CREDIT.exec(text) : null;
  if (credit !== null) return { kind: 'credit', pages: Number(credit[1]) };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new SyncFault('INVALID', 'The frame is not JSON. Send one JSON object per frame.');
  }
  const isPush = typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'push';
  const parsed = isPush ? pushFrameSchema.safeParse(value) : clientFrameSchema.safeParse(value);
  if (!parsed.success) throw invalidFrom(parsed.error);
  if (parsed.data.kind === 'push' && !('batch' in parsed.data)) {
    throw new SyncFault('INVALID', 'batch: Required. Send the batch of the push in it.', { field: 'batch' });
  }
  return parsed.data;
}
