import { toInstant } from '../../domain/kernel/time.ts';
import { CATALOG_VERSION, helloReplySchema, PROTOCOL_VERSION, RULES_VERSION, type HelloReply } from '../../sync/wire.ts';
import type { LocalData } from '../local-data.ts';
import type { Api } from './api.ts';
import { MalformedError } from './parse-page.ts';

export interface Greeting {
  readonly hello: HelloReply;
  /** How far the server's clock is ahead of ours, half the round trip taken off. */
  readonly clockOffsetMs: number;
}

export async function sayHello(data: LocalData, api: Api): Promise<Greeting> {
  const sentAt = data.clock.nowMs();
  const body = await api.call('POST', '/v1/sync/hello', {
    protocol: PROTOCOL_VERSION,
    catalogVersion: CATALOG_VERSION,
    rulesVersion: RULES_VERSION,
    deviceId: data.deviceId,
    epoch: data.meta.text('epoch'),
    cursor: data.cursor,
    scopeVersion: data.meta.number('scope_version'),
    clientTime: toInstant(sentAt),
  });
  const parsed = helloReplySchema.safeParse(body);
  if (!parsed.success) throw new MalformedError(`hello.${parsed.error.issues[0]?.path.join('.') ?? ''} does not fit the protocol`);
  const receivedAt = data.clock.nowMs();
  return { hello: parsed.data, clockOffsetMs: Math.round(Date.parse(parsed.data.serverTime) - (sentAt + receivedAt) / 2) };
}

export type Agreement =
  | { readonly kind: 'agreed' }
  /** The server's log is another one than ours, or shorter than what we have read of it. */
  | { readonly kind: 'other-log'; readonly epoch: string }
  /** The server has more from this device than this device ever wrote. */
  | { readonly kind: 'copied-device' };

/** Compares what both sides count, and puts the queue in line with what the server has. */
export function agree(data: LocalData, hello: HelloReply): Agreement {
  const epoch = data.meta.text('epoch');
  if ((epoch !== null && epoch !== hello.epoch) || data.cursor > hello.head) return { kind: 'other-log', epoch: hello.epoch };
  if (hello.lastDeviceSeq > data.own.lastDeviceSeq(data.deviceId)) return { kind: 'copied-device' };
  data.write(() => {
    data.meta.set('epoch', hello.epoch);
    data.meta.set('head', hello.head);
    data.meta.set('scope_version', hello.scopeVersion);
    if (data.own.reconcile(data.deviceId, hello.lastDeviceSeq)) data.view.refresh(data.overlay.rebuild());
  });
  return { kind: 'agreed' };
}
