import { bridgeError } from '../../shared/ipc/bridge-client.ts';
import type { BridgeReply, ServerChoice } from '../../shared/ipc/bridge.ts';
import { acceptServerUrl } from './launch-options.ts';

const ANSWER_WITHIN_MS = 8000;

export interface ServerChoicePorts {
  readonly isPackaged: boolean;
  /** Asks an address of a server; rejects when nobody answers in time. */
  readonly ask: (address: string, timeoutMs: number) => Promise<{ readonly status: number; readonly body: unknown }>;
  /** Changes that only this device holds. */
  readonly unsent: () => Promise<number>;
  /** Remembers the origin and lets the core speak to it from now on. */
  readonly use: (origin: string) => Promise<void>;
}

/**
 * Takes the address of a sync server from a person (S17): https, or this machine while unpackaged; asked first whether a
 * sync server answers there, because a wrong address found now costs a minute and found in a basement a day.
 */
export async function chooseServer(
  input: { readonly address: string; readonly leaveUnsent: boolean },
  ports: ServerChoicePorts,
): Promise<BridgeReply<ServerChoice>> {
  const origin = acceptServerUrl(withScheme(input.address.trim()), ports.isPackaged);
  if (origin === null) return bridgeError('invalid-input', 'server.not-allowed', {}, 'address');
  const problem = await whyNot(origin, ports);
  if (problem !== null) return bridgeError('invalid-input', problem, {}, 'address');
  const unsent = await ports.unsent();
  if (unsent > 0 && !input.leaveUnsent) return bridgeError('unsent-work', 'server.unsent-work', { events: unsent });
  await ports.use(origin);
  return { ok: true, value: { address: origin, isKnown: true, canChange: true } };
}

/** People type a name; it means https. */
const withScheme = (address: string): string => (/^[a-z][a-z0-9+.-]*:\/\//i.test(address) ? address : `https://${address}`);

async function whyNot(origin: string, ports: ServerChoicePorts): Promise<string | null> {
  try {
    const { status, body } = await ports.ask(`${origin}/v1/catalog`, ANSWER_WITHIN_MS);
    const isOurs = status === 200 && typeof body === 'object' && body !== null && 'catalogVersion' in body;
    return isOurs ? null : 'server.no-sync-server';
  } catch {
    return 'server.unreachable';
  }
}

/** One plain request of main's own; certificates are always checked and a redirect is no answer. */
export async function askServer(address: string, timeoutMs: number): Promise<{ readonly status: number; readonly body: unknown }> {
  const reply = await fetch(address, { redirect: 'error', signal: AbortSignal.timeout(timeoutMs) });
  const text = await reply.text();
  try {
    return { status: reply.status, body: JSON.parse(text) };
  } catch {
    return { status: reply.status, body: null };
  }
}
