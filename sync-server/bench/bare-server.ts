import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { WebSocketServer, type WebSocket } from 'ws';

/**
 * The least a log server can do and still be one: order, refuse duplicates, check the version of each stream, sync to
 * disk before it answers, and send what was stored to everybody. The baseline of `ingest` and `fanout`.
 */
interface BareEvent {
  readonly id: string;
  readonly aggregateId: string;
  readonly deviceSeq: number;
}

const db = new DatabaseSync(join(mkdtempSync(join(tmpdir(), 'muster-bare-')), 'bare.db'));
db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 16000;
  CREATE TABLE log (seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, stream TEXT NOT NULL, version INTEGER NOT NULL, body TEXT NOT NULL,
    UNIQUE (stream, version)) STRICT;`);
const insert = db.prepare('INSERT INTO log (seq, id, stream, version, body) VALUES (?, ?, ?, ?, ?)');
const versions = new Map<string, number>();
const readers = new Set<WebSocket>();
let seq = 0;
let waiting: { readonly socket: WebSocket; readonly requestId: string; readonly events: readonly BareEvent[] }[] = [];

function flush(): void {
  const group = waiting;
  waiting = [];
  const from = seq;
  const texts: string[] = [];
  db.exec('BEGIN IMMEDIATE');
  for (const { events } of group) {
    for (const event of events) {
      const version = (versions.get(event.aggregateId) ?? 0) + 1;
      versions.set(event.aggregateId, version);
      const body = JSON.stringify(event);
      seq += 1;
      insert.run(seq, event.id, event.aggregateId, version, body);
      texts.push(body);
    }
  }
  db.exec('COMMIT');
  if (readers.size > 0) {
    const frame = Buffer.from(`{"kind":"page","page":{"from":${from},"to":${seq},"events":[${texts.join(',')}]}}`);
    for (const reader of readers) reader.send(frame, { binary: false });
  }
  for (const { socket, requestId } of group) socket.send(JSON.stringify({ kind: 'pushed', requestId, reply: { head: seq } }));
}

const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false, maxPayload: 4 * 1024 * 1024 });
server.on('connection', (socket) => {
  socket.on('message', (data) => {
    const frame = JSON.parse(String(data)) as { kind: string; requestId: string; batch: { events: readonly BareEvent[] } };
    if (frame.kind === 'subscribe') readers.add(socket);
    if (frame.kind !== 'push') return;
    if (waiting.length === 0) setImmediate(flush);
    waiting.push({ socket, requestId: frame.requestId, events: frame.batch.events });
  });
  socket.on('close', () => readers.delete(socket));
});
server.on('listening', () => {
  const address = server.address();
  process.send?.({ url: `ws://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/` });
});
