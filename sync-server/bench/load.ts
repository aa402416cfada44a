import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { WebSocket } from 'ws';
import type { EventDraft } from '../../shared/domain/kernel/event.ts';
import type { SessionReply } from '../../shared/sync/wire.ts';
import { newId } from '../sequencer/server-events.ts';
import { bookingCreated, bookingEdited, noteAdded, transaction, type Author } from '../testing/events.ts';

export interface BenchServer {
  readonly url: string;
  readonly siteId: string;
  readonly epoch: string;
  readonly sessions: readonly SessionReply[];
  stop(): void;
}

/** Starts one of the servers as its own process, with the memory that the launcher gives the server. */
export function startBenchServer(
  which: 'our-server' | 'joining-server' | 'bare-server' | 'bare-postgres',
  devices: number,
  more: readonly string[] = [],
): Promise<BenchServer> {
  const child: ChildProcess = fork(fileURLToPath(new URL(`${which}.ts`, import.meta.url)), [String(devices), ...more], {
    execArgv: ['--max-semi-space-size=64'],
  });
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`${which} ended with ${code}`)));
    child.once('message', (message) => {
      const ready = message as Partial<Omit<BenchServer, 'stop'>> & { url: string };
      resolve({ siteId: '', epoch: '', sessions: [], ...ready, stop: () => void child.kill('SIGKILL') });
    });
  });
}

export function connect(server: BenchServer, device: number): Promise<WebSocket> {
  const token = server.sessions[device]?.accessToken;
  const socket = new WebSocket(server.url, token === undefined ? [] : ['muster.v1', `bearer.${token}`], { perMessageDeflate: false });
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve(socket));
    socket.once('error', reject);
  });
}

/** Who writes; at the bare server names mean nothing. */
export function authorOf(server: BenchServer, device: number): Author {
  const session = server.sessions[device]?.session;
  const anybody = { deviceId: newId(1), memberId: newId(1), siteId: newId(1), organizationId: newId(1) };
  return session === undefined ? anybody : { ...session };
}

/** The work of a busy day: mostly edits of bookings, some notes, some new bookings. All of it is accepted. */
export function workload(author: Author, count: number): ReturnType<typeof transaction> {
  const bookings: string[] = [];
  const events = [];
  for (let index = 0; index < count; index += 1) {
    const target = bookings[(index * 7919) % Math.max(1, bookings.length)];
    let draft: EventDraft;
    if (target === undefined || (bookings.length < 500 && index % 4 === 0)) {
      const id = newId(Date.now());
      bookings.push(id);
      draft = bookingCreated(author.siteId, id);
    } else if (index % 10 === 9 && index < 5000) draft = noteAdded(target, 'The client asks for two more tables at the entrance.');
    else
      draft = bookingEdited(
        target,
        index % 2 === 0 ? 'brief' : 'notes',
        '',
        `Version ${index}: bring the blue banner, park behind the hall.`,
      );
    events.push(...transaction(author, index + 1, [draft]));
  }
  return events;
}

/** Push frames as text, so that the load generator only sends. */
export function pushFrames(
  server: BenchServer,
  author: Author,
  events: ReturnType<typeof transaction>,
  size: number,
): { readonly frames: readonly string[]; readonly ids: readonly string[] } {
  const frames: string[] = [];
  const ids: string[] = [];
  for (let start = 0; start < events.length; start += size) {
    const part = events.slice(start, start + size);
    const requestId = newId(Date.now());
    const batch = {
      epoch: server.epoch,
      deviceId: author.deviceId,
      firstDeviceSeq: part[0]?.deviceSeq ?? 1,
      events: part,
      clockOffsetMs: 0,
      rulesVersion: 1,
    };
    frames.push(JSON.stringify({ kind: 'push', requestId, batch }));
    ids.push(requestId);
  }
  return { frames, ids };
}
