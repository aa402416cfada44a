import type { RecordedEvent } from '../../shared/domain/kernel/event.ts';
import type { Rulebook } from '../../shared/domain/rulebook.ts';
import { START_MS } from '../../shared/simulator/device.ts';
import type { Door, DoorReply, DoorRequest, LineHandlers, ServerLine } from '../../shared/simulator/link.ts';
import type { Chance } from '../../shared/simulator/random.ts';
import { ProcessTimers, type Schedule } from '../../shared/simulator/schedule.ts';
import type { ServerCrash, ServerFolder, SimulatedServer } from '../../shared/simulator/server.ts';
import { LIMITS, refreshRequestSchema, enrolRequestSchema } from '../../shared/sync/wire.ts';
import { invalidFrom, SyncFault } from '../../shared/sync/errors.ts';
import { LocalAdmin } from '../admin/server-admin.ts';
import type { AccessClaims } from '../auth/access-tokens.ts';
import { AuthService } from '../auth/auth-service.ts';
import { Epochs } from '../epochs.ts';
import { faultOf } from '../http/fault-of.ts';
import { Metrics } from '../metrics.ts';
import { Organizations } from '../organizations.ts';
import type { SequencerLog } from '../sequencer/sequencer.ts';
import type { EventStore } from '../store/event-store.ts';
import { readText } from '../store/log-text.ts';
import { Database } from '../store/sqlite/database.ts';
import { SqliteStore } from '../store/sqlite/sqlite-store.ts';
import type { Connection } from '../stream/connection.ts';
import { Dialogue } from '../stream/dialogue.ts';
import { FanOut } from '../stream/fan-out.ts';
import { Snapshots } from '../snapshots.ts';
import { Presence } from '../stream/presence.ts';
import { SyncService } from '../sync-service.ts';
import { MemoryDisk } from './memory-disk.ts';

export interface ServerHostOptions {
  readonly schedule: Schedule;
  readonly chance: Chance;
  readonly rulebook: Rulebook;
  readonly folder: ServerFolder | null;
  readonly note: (text: string) => void;
  /** Between the parts and the store: a mutation, or nothing. */
  readonly wrapStore?: ((store: EventStore) => EventStore) | undefined;
}

const SETTLE_MS = 5000;
const ACCESS_SECONDS = 15 * 60;

/** One registry for every server of this process; nobody reads it. */
const metrics = new Metrics({ connections: () => 0, heads: () => [] });

interface Running {
  readonly timers: ProcessTimers;
  readonly store: EventStore;
  readonly organizations: Organizations;
  readonly sync: SyncService;
  readonly auth: AuthService;
  readonly dialogue: Dialogue;
  readonly fanOut: FanOut;
  readonly admin: LocalAdmin;
}

/** The real server without its sockets: store, sequencer, sync service, sign-in, stream. It can die at any line and start again. */
export class ServerHost implements SimulatedServer {
  readonly disk: MemoryDisk;
  readonly complaints: string[] = [];
  onCrashed: () => void = () => undefined;
  readonly #options: ServerHostOptions;
  #sideFile: string | null;
  #running: Running | null = null;
  #dieAfterNotify = false;
  /** A fault of the disk explains errors in the log. */
  #mayComplain = false;

  constructor(options: ServerHostOptions) {
    this.#options = options;
    this.disk = new MemoryDisk(options.folder?.image ?? null);
    this.#sideFile = options.folder?.sideFile ?? null;
  }

  get parts(): Running {
    if (this.#running === null) throw new Error('the server is down');
    return this.#running;
  }

  start(): void {
    if (this.#running !== null) return;
    const { schedule, chance, rulebook, wrapStore } = this.#options;
    const timers = new ProcessTimers(schedule, (error) => this.complaints.push(`server, uncaught: ${String(error)}`));
    const nowMs = (): number => Math.round(START_MS + schedule.nowMs);
    const log = this.#log();
    const handle = this.disk.handle(() => this.#died());
    const database = new Database(handle);
    const sqlite = new SqliteStore(database, rulebook);
    const store = wrapStore?.(sqlite) ?? sqlite;
    const epochs = new Epochs(
      {
        path: 'epochs.json',
        read: () => this.#sideFile,
        write: (text) => {
          if (timers.isAlive) this.#sideFile = text;
        },
      },
      nowMs,
    );
    const soon = (callback: () => void): void => void timers.set(callback, 1 + chance.float() * 4);
    const organizations = new Organizations({ store, rulebook, epochs, nowMs, log, soon });
    void organizations.continueRestored().catch((error: unknown) => this.#options.note(`server: ${String(error)}`));
    const fanOut = new FanOut(organizations, metrics, log);
    organizations.onAppended(() => {
      if (!this.#dieAfterNotify) return;
      this.#dieAfterNotify = false;
      this.crash('now', 0);
      throw new Error('the process is gone');
    });
    const auth = new AuthService({ accounts: store.accounts, tokens: new PlainTokens(nowMs), organizations, nowMs });
    const sync = new SyncService(
      organizations,
      fanOut,
      metrics,
      nowMs,
      LIMITS.batchEvents,
      new Snapshots(organizations, nowMs, { fromEvents: Infinity }),
    );
    const frames = new Presence(organizations, fanOut, nowMs);
    const presence = { changed: () => undefined, frame: (no: number) => frames.frame(no) };
    const dialogue = new Dialogue({ sync, fanOut, presence, metrics, log, nowMs });
    this.#running = { timers, store, organizations, sync, auth, dialogue, fanOut, admin: new LocalAdmin(organizations, auth, fanOut) };
    const every = (intervalMs: number, work: () => void): void => {
      timers.set(() => {
        work();
        every(intervalMs, work);
      }, intervalMs);
    };
    every(LIMITS.heartbeatMs, () => dialogue.beat());
    every(SETTLE_MS, () => {
      void organizations
        .settle()
        .catch((error: unknown) => log.error({ err: error }, 'derived state could not be written down; the log is complete'));
    });
  }

  crash(at: ServerCrash, calls: number): void {
    this.#mayComplain = true;
    if (at === 'now') {
      this.disk.kill();
      this.#died();
    } else if (at === 'after-notify') this.#dieAfterNotify = true;
    else if (at === 'within') this.disk.fail({ kind: 'kill', calls });
    else this.disk.fail({ kind: at === 'before-commit' ? 'kill-before-commit' : 'kill-after-commit' });
  }

  /** From here on errors in the log are expected. */
  excuse(): void {
    this.#mayComplain = true;
  }

  door(): Door | undefined {
    const running = this.#running;
    return running === null
      ? undefined
      : {
          request: (request) => this.#request(running, request),
          openLine: (token, line) => this.#openLine(running, token, line),
        };
  }

  folder(): ServerFolder {
    return { image: this.disk.image(), sideFile: this.#sideFile };
  }

  restore(folder: ServerFolder, keepsSideFile: boolean): void {
    this.crash('now', 0);
    this.disk.replace(folder.image);
    if (!keepsSideFile) this.#sideFile = folder.sideFile;
  }

  log(afterSeq: number): readonly RecordedEvent[] {
    const no = this.#organizationNo();
    const rows = this.parts.store.rows(no, afterSeq, 1_000_000);
    if (rows instanceof Promise) throw new Error('the embedded database answers at once');
    return rows.map((row) => JSON.parse(readText(row)) as RecordedEvent);
  }

  head(): { readonly seq: number; readonly epoch: string } {
    const head = this.parts.store.heads()[0];
    if (head === undefined) throw new Error('no organization');
    return head;
  }

  async enrolCode(memberId: string): Promise<string> {
    return this.parts.auth.createEnrolCode(this.#organizationNo(), memberId);
  }

  async revoke(deviceId: string): Promise<void> {
    await this.parts.admin.revokeDevice(deviceId);
  }

  close(): void {
    this.crash('now', 0);
    this.disk.close();
  }

  #organizationNo(): number {
    return this.parts.store.heads()[0]?.organizationNo ?? 0;
  }

  #died(): void {
    if (this.#running === null) return;
    this.#running.timers.kill();
    this.#running = null;
    this.#dieAfterNotify = false;
    this.onCrashed();
  }

  async #request(running: Running, request: DoorRequest): Promise<DoorReply> {
    // A process that dies while it works answers nobody, ever.
    const never = new Promise<DoorReply>(() => undefined);
    try {
      const text = await this.#answer(running, request);
      return running.timers.isAlive ? { status: 200, text } : await never;
    } catch (error) {
      if (!running.timers.isAlive) return never;
      const fault = faultOf(error, this.#log());
      return { status: fault.status, text: JSON.stringify({ error: fault.error }) };
    }
  }

  async #answer({ auth, sync }: Running, request: DoorRequest): Promise<string> {
    const [path = '', query = ''] = request.path.split('?');
    if (path === '/v1/auth/enrol') return JSON.stringify(await auth.enrol(parsed(enrolRequestSchema, request.text)));
    if (path === '/v1/auth/refresh') return JSON.stringify(await auth.refresh(parsed(refreshRequestSchema, request.text)));
    const { device } = await auth.authenticate(request.token === null ? undefined : `Bearer ${request.token}`);
    switch (path) {
      case '/v1/sync/hello':
        return JSON.stringify(await sync.hello(device, JSON.parse(request.text)));
      case '/v1/sync/push':
        return JSON.stringify(await sync.push(device.deviceId, JSON.parse(request.text), request.text.length));
      case '/v1/sync/set-aside':
        return JSON.stringify(await sync.setAside(device.deviceId, JSON.parse(request.text)));
      case '/v1/sync/digest':
        return JSON.stringify(await sync.digest(device, queryOf(query)));
      case '/v1/sync/pull':
        return sync.pull(device, queryOf(query));
      default:
        throw new SyncFault('NOT_FOUND', `There is no ${path}.`);
    }
  }

  async #openLine(running: Running, token: string, line: ServerLine): Promise<LineHandlers | null> {
    const { auth, dialogue, timers } = running;
    try {
      const caller = await auth.authenticate(`Bearer ${token}`);
      const connection: Connection = dialogue.begin(
        {
          get bufferedAmount() {
            return line.bufferedAmount;
          },
          send: (data, _options, done) => {
            if (timers.isAlive) line.send(String(data), () => timers.guarded(() => done?.()));
          },
          close: (code, reason) => line.close(code, reason),
          terminate: () => line.terminate(),
        },
        caller,
      );
      return {
        message: (text) => {
          if (timers.isAlive) void dialogue.hear(connection, { text, bytes: text.length, isBinary: false });
        },
        closed: () => {
          if (timers.isAlive) dialogue.end(connection, caller);
        },
      };
    } catch {
      return null;
    }
  }

  #log(): SequencerLog {
    const { note } = this.#options;
    const text = (fields: Record<string, unknown>, message: string): string => {
      const { err, ...rest } = fields;
      return `server: ${message} ${JSON.stringify(rest)}${err === undefined ? '' : ` ${String(err)}`}`;
    };
    return {
      info: () => undefined,
      warn: (fields, message) => note(text(fields, message)),
      error: (fields, message) => {
        note(text(fields, message));
        if (!this.#mayComplain) this.complaints.push(text(fields, message));
      },
    };
  }
}

/** Access tokens that say what they are: signing takes a real moment on a real thread, which virtual time has not. */
class PlainTokens {
  readonly #nowMs: () => number;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  sign(claims: Omit<AccessClaims, 'expiresAtMs'>): Promise<string> {
    const { deviceId, memberId, organizationId } = claims;
    const endsMs = (Math.floor(this.#nowMs() / 1000) + ACCESS_SECONDS) * 1000;
    return Promise.resolve([deviceId, memberId, organizationId, endsMs].join('.'));
  }

  verify(token: string): Promise<AccessClaims> {
    const [deviceId = '', memberId = '', organizationId = '', ends = ''] = token.split('.');
    const expiresAtMs = Number(ends);
    if (!(expiresAtMs > this.#nowMs())) throw new SyncFault('AUTH', 'The access token has expired.');
    return Promise.resolve({ deviceId, memberId, organizationId, expiresAtMs });
  }
}

function parsed<T>(
  schema: { safeParse(value: unknown): { success: true; data: T } | { success: false; error: Parameters<typeof invalidFrom>[0] } },
  text: string,
): T {
  const result = schema.safeParse(JSON.parse(text));
  if (!result.success) throw invalidFrom(result.error);
  return result.data;
}

const queryOf = (query: string): unknown => Object.fromEntries(query.split('&').map((part) => part.split('=').map(decodeURIComponent)));
