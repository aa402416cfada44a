import pg from 'pg';
import { WebSocketServer, type WebSocket } from 'ws';

/**
 * The bare server of this folder on PostgreSQL: order under one head row, refuse duplicates, check the version of each
 * stream, commit to disk before it answers. What waits while a commit is under way shares the next.
 *
 * `bare-postgres.ts DEVICES DATABASE`
 */
interface BareEvent {
  readonly id: string;
  readonly aggregateId: string;
}

interface Waiting {
  readonly socket: WebSocket;
  readonly requestId: string;
  readonly events: readonly BareEvent[];
}

const client = new pg.Client({ connectionString: process.argv[3], options: '-c synchronous_commit=on', pipeline: true });
await client.connect();
await client.query(`CREATE TABLE bare_head (head BIGINT NOT NULL); INSERT INTO bare_head VALUES (0);
  CREATE TABLE bare_log (seq BIGINT PRIMARY KEY, id TEXT COLLATE "C" NOT NULL UNIQUE, stream TEXT COLLATE "C" NOT NULL,
    version INTEGER NOT NULL, body TEXT NOT NULL, UNIQUE (stream, version))`);
const versions = new Map<string, number>();
let waiting: Waiting[] = [];
let isCommitting = false;

async function flush(): Promise<void> {
  isCommitting = true;
  const group = waiting;
  waiting = [];
  const events = group.flatMap((one) => one.events);
  const [, locked] = await Promise.all([client.query('BEGIN'), client.query<{ head: string }>('SELECT head FROM bare_head FOR UPDATE')]);
  const head = Number(locked.rows[0]?.head ?? 0);
  const version = (stream: string): number => {
    const next = (versions.get(stream) ?? 0) + 1;
    versions.set(stream, next);
    return next;
  };
  await Promise.all([
    client.query({
      name: 'insert',
      text: 'INSERT INTO bare_log SELECT * FROM unnest($1::bigint[], $2::text[], $3::text[], $4::integer[], $5::text[])',
      values: [
        events.map((_event, index) => head + index + 1),
        events.map(({ id }) => id),
        events.map(({ aggregateId }) => aggregateId),
        events.map(({ aggregateId }) => version(aggregateId)),
        events.map((event) => JSON.stringify(event)),
      ],
    }),
    client.query({ name: 'head', text: 'UPDATE bare_head SET head = $1', values: [head + events.length] }),
    client.query('COMMIT'),
  ]);
  for (const { socket, requestId } of group)
    socket.send(JSON.stringify({ kind: 'pushed', requestId, reply: { head: head + events.length } }));
  isCommitting = false;
  if (waiting.length > 0) await flush();
}

const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false, maxPayload: 4 * 1024 * 1024 });
server.on('connection', (socket) => {
  socket.on('message', (data) => {
    const frame = JSON.parse(String(data)) as { requestId: string; batch: { events: readonly BareEvent[] } };
    waiting.push({ socket, requestId: frame.requestId, events: frame.batch.events });
    if (waiting.length === 1 && !isCommitting) setImmediate(() => void flush());
  });
});
server.on('listening', () => {
  const address = server.address();
  process.send?.({ url: `ws://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/` });
});
