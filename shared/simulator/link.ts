import { NetworkFault, type HttpReply, type Network, type StreamConnection, type StreamHandlers } from '../core/ports.ts';
import type { Chance } from './random.ts';
import type { ProcessTimers, Schedule } from './schedule.ts';

/** One HTTP request as the server's door gets it. */
export interface DoorRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** JSON, '' without a body. */
  readonly text: string;
  readonly token: string | null;
}

export interface DoorReply {
  readonly status: number;
  readonly text: string;
}

/** What the server has of a stream. */
export interface ServerLine {
  readonly bufferedAmount: number;
  send(text: string, done?: () => void): void;
  close(code: number, reason: string): void;
  terminate(): void;
}

/** What the network tells the server about a stream. */
export interface LineHandlers {
  message(text: string): void;
  closed(): void;
}

/** The server as the network reaches it. Undefined while it is down. */
export interface Door {
  request(request: DoorRequest): Promise<DoorReply>;
  /** @returns null when it lets nobody in */
  openLine(token: string, line: ServerLine): Promise<LineHandlers | null>;
}

/** How often the network of a run does what it should not. */
export interface Weather {
  readonly drop: number;
  readonly duplicate: number;
  readonly reorder: number;
  readonly truncate: number;
  /** Share of messages that take seconds instead of milliseconds. */
  readonly slow: number;
}

export const CALM: Weather = { drop: 0, duplicate: 0, reorder: 0, truncate: 0, slow: 0 };

/** Somebody on the way who changes messages: a mutation, or nobody. */
export interface Meddler {
  readonly onRequest?: (request: DoorRequest, send: (request: DoorRequest) => Promise<DoorReply>) => Promise<DoorReply>;
  /** Between the wire and the device's client. */
  readonly onReply?: (path: string, body: unknown) => unknown;
  readonly onFrameIn?: (text: string) => string;
  readonly onFrameOut?: (text: string, send: (text: string) => void) => boolean;
}

export interface LinkOptions {
  readonly schedule: Schedule;
  readonly chance: Chance;
  readonly door: () => Door | undefined;
  readonly weather: () => Weather;
  readonly note: (fault: string) => void;
  readonly meddler: Meddler;
}

interface OpenLine {
  readonly cut: (tell: 'device' | 'server' | 'nobody') => void;
  silent: boolean;
}

/** The way between one device and the server: delays, losses, doubles, one-way partitions, lines that are dead without saying so. */
export class Link {
  readonly #options: LinkOptions;
  readonly #lines = new Set<OpenLine>();
  readonly #listeners = new Set<(online: boolean) => void>();
  #online = true;
  /** A direction in which nothing arrives. */
  blocked: 'none' | 'up' | 'down' = 'none';
  /** Pushes that the device has sent and not heard about. */
  pushesOpen = 0;
  pushesOpenMost = 0;
  bufferedMost = 0;
  /** How often a batch that begins with a number was sent. */
  readonly sent = new Map<string, number>();

  constructor(options: LinkOptions) {
    this.#options = options;
  }

  get isOnline(): boolean {
    return this.#online;
  }

  goOffline(): void {
    if (!this.#online) return;
    this.#online = false;
    this.hangUp('nobody');
    for (const listener of this.#listeners) listener(false);
  }

  goOnline(): void {
    if (this.#online) return;
    this.#online = true;
    for (const listener of this.#listeners) listener(true);
  }

  /** Every open stream stops carrying anything, and nobody is told. */
  silence(): void {
    for (const line of this.#lines) line.silent = true;
  }

  /** Ends every open stream; who is not told finds out by the heartbeat. */
  hangUp(tell: 'device' | 'server' | 'nobody'): void {
    for (const line of this.#lines) line.cut(tell);
  }

  /** The network as one process of the device sees it. */
  network(timers: ProcessTimers): Network {
    this.#listeners.clear();
    return {
      request: (input) => this.#request(input, timers),
      openStream: (input, handlers) => this.#openStream(input.token, handlers, timers),
      onOnlineChange: (listener) => {
        const guarded = (online: boolean): void => timers.guarded(() => listener(online));
        this.#listeners.add(guarded);
        return () => this.#listeners.delete(guarded);
      },
    };
  }

  #delayMs(): number {
    const { chance, weather, note } = this.#options;
    if (!chance.hit(weather().slow)) return 5 + chance.float() * 40;
    note('delay');
    return 500 + chance.float() * 25_000;
  }

  #lost(direction: 'up' | 'down', weight = 1): boolean {
    const { chance, weather, note } = this.#options;
    if (!this.#online || this.blocked === direction) return true;
    if (!chance.hit(weather().drop * weight)) return false;
    note('drop');
    return true;
  }

  #request(input: Parameters<Network['request']>[0], timers: ProcessTimers): Promise<HttpReply> {
    const { schedule, chance, weather, note, meddler } = this.#options;
    const isPush = input.path === '/v1/sync/push';
    const text = input.body === undefined ? '' : JSON.stringify(input.body);
    if (isPush) this.#countPush(text);
    return new Promise((resolve, reject) => {
      let settled = false;
      const settle = (act: () => void): void => {
        if (settled) return;
        settled = true;
        if (isPush) this.pushesOpen -= 1;
        timers.guarded(act);
      };
      const request: DoorRequest = { method: input.method, path: input.path, text, token: input.token ?? null };
      const deliver = (isFirst: boolean): void => {
        const door = this.#options.door();
        if (door === undefined) {
          if (isFirst) settle(() => reject(new NetworkFault('refused')));
          return;
        }
        const send = (changed: DoorRequest): Promise<DoorReply> => door.request(changed);
        const answer = meddler.onRequest === undefined ? send(request) : meddler.onRequest(request, send);
        void answer.then((reply) => {
          if (!isFirst || this.#lost('down')) return;
          const cut = chance.hit(weather().truncate);
          if (cut) note('truncate');
          schedule.after(this.#delayMs(), () => {
            settle(() => {
              const body = parse(cut ? reply.text.slice(0, Math.floor(reply.text.length / 2)) : reply.text);
              resolve({ status: reply.status, body: meddler.onReply?.(input.path, body) ?? body, headers: {} });
            });
          });
        });
      };
      if (!this.#online) {
        schedule.after(1, () => settle(() => reject(new NetworkFault('no route'))));
        return;
      }
      schedule.after(input.timeoutMs, () => settle(() => reject(new NetworkFault('no answer'))));
      if (!this.#lost('up')) schedule.after(this.#delayMs(), () => deliver(true));
      if (chance.hit(weather().duplicate)) {
        note('duplicate');
        schedule.after(this.#delayMs() * 3, () => deliver(false));
      }
    });
  }

  #openStream(token: string, handlers: StreamHandlers, timers: ProcessTimers): StreamConnection {
    const { schedule, chance, weather, note, meddler } = this.#options;
    let server: LineHandlers | null = null;
    let deviceClosed = false;
    let serverClosed = false;
    let buffered = 0;
    let lastUpMs = 0;
    let lastDownMs = 0;
    const closeDevice = (): void => {
      if (deviceClosed) return;
      deviceClosed = true;
      this.#lines.delete(line);
      timers.guarded(() => handlers.closed({ code: 1006, reason: '' }));
    };
    const closeServer = (): void => {
      if (serverClosed) return;
      serverClosed = true;
      server?.closed();
    };
    const line: OpenLine = {
      silent: false,
      cut: (tell) => {
        if (tell === 'device') schedule.after(this.#delayMs(), closeDevice);
        if (tell === 'server') schedule.after(this.#delayMs(), closeServer);
        this.#lines.delete(line);
      },
    };
    /** TCP keeps the order; a fault may break it, as a bad proxy would. */
    const when = (lastMs: number): number => {
      const atMs = schedule.nowMs + this.#delayMs();
      if (atMs >= lastMs) return atMs;
      if (!chance.hit(weather().reorder * 8)) return lastMs;
      note('reorder');
      return atMs;
    };
    const toDevice = (text: string): void => {
      if (line.silent || this.#lost('down', 0.3)) return;
      const copies = chance.hit(weather().duplicate * 0.5) ? 2 : 1;
      if (copies === 2) note('duplicate');
      for (let copy = 0; copy < copies; copy += 1) {
        const atMs = when(lastDownMs);
        lastDownMs = Math.max(lastDownMs, atMs);
        schedule.after(atMs - schedule.nowMs, () => {
          if (!deviceClosed && !line.silent) timers.guarded(() => handlers.message(meddler.onFrameIn?.(text) ?? text));
        });
      }
    };
    const serverLine: ServerLine = {
      get bufferedAmount() {
        return buffered;
      },
      send: (text, done) => {
        buffered += text.length;
        this.bufferedMost = Math.max(this.bufferedMost, buffered);
        schedule.after(this.#delayMs(), () => {
          buffered -= text.length;
          done?.();
        });
        toDevice(text);
      },
      close: () => {
        schedule.after(this.#delayMs(), () => (line.silent ? undefined : closeDevice()));
        schedule.after(this.#delayMs(), closeServer);
      },
      terminate: () => {
        if (!line.silent) schedule.after(this.#delayMs(), closeDevice);
        closeServer();
      },
    };
    const open = (): void => {
      const door = this.#options.door();
      if (door === undefined || deviceClosed || !this.#online || this.blocked !== 'none') {
        closeDevice();
        return;
      }
      void door.openLine(token, serverLine).then((opened) => {
        server = opened;
        if (opened === null) schedule.after(this.#delayMs(), closeDevice);
        else {
          this.#lines.add(line);
          schedule.after(this.#delayMs(), () => {
            if (!deviceClosed) timers.guarded(() => handlers.opened());
          });
        }
      });
    };
    schedule.after(this.#delayMs(), open);
    const toServer = (text: string): void => {
      if (line.silent || this.#lost('up', 0.3)) return;
      const atMs = when(lastUpMs);
      lastUpMs = Math.max(lastUpMs, atMs);
      schedule.after(atMs - schedule.nowMs, () => {
        if (!serverClosed && !line.silent) server?.message(text);
      });
    };
    return {
      send: (text) => {
        if (deviceClosed) return;
        if (text.startsWith('{"kind":"push"')) this.#countPush(text);
        if (meddler.onFrameOut?.(text, toServer) !== true) toServer(text);
      },
      close: () => {
        deviceClosed = true;
        this.#lines.delete(line);
        if (!line.silent && this.#online) schedule.after(this.#delayMs(), closeServer);
      },
    };
  }

  #countPush(text: string): void {
    this.pushesOpen += text.startsWith('{"kind"') ? 0 : 1;
    this.pushesOpenMost = Math.max(this.pushesOpenMost, this.pushesOpen);
    const first = /"firstDeviceSeq":(\d+)/.exec(text)?.[1] ?? '';
    this.sent.set(first, (this.sent.get(first) ?? 0) + 1);
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
