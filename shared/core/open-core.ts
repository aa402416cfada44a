import type { DomainEvent, RecordedEvent } from '../domain/kernel/event.ts';
import { err, ok } from '../domain/kernel/result.ts';
import { RULEBOOK, type Rulebook } from '../domain/rulebook.ts';
import { EventBus, type EventOrigin } from '../events/bus.ts';
import { portableSha256, type Sha256 } from '../events/hash-chain.ts';
import { SubscriptionStore } from '../events/subscription-store.ts';
import { Subscriptions } from '../events/subscriptions.ts';
import type { BridgeReply, FeedPage } from '../ipc/bridge.ts';
import type { Calls, CoreCallName, CorePushName, Pushes } from '../ipc/channels.ts';
import { Commands } from './commands.ts';
import { DryRun } from './dry-run.ts';
import { bridgeError } from './errors.ts';
import { FirstReader } from './first-reader.ts';
import { readFeed } from './feed.ts';
import { readHistory } from './history.ts';
import { openDatabase } from './opening.ts';
import type { Clock, Network, RandomSource, SecretStore, SqlDriver, Timers } from './ports.ts';
import { PushThrottle } from './push-throttle.ts';
import { scrub } from './scrub.ts';
import { Services } from './services.ts';
import { Sessions } from './session.ts';
import { dismissSetAside, readSetAside, retrySetAside } from './set-aside.ts';
import { readStatus } from './status.ts';
import { Api } from './sync/api.ts';
import { SyncClient } from './sync/client.ts';
import { UnsentAlarm } from './sync/unsent-alarm.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

export interface CoreOptions {
  readonly driver: SqlDriver;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: RandomSource;
  readonly network: Network | null;
  readonly secrets: SecretStore;
  readonly deviceName: string;
  readonly serverUrl: string;
  readonly log: (entry: { level: LogLevel; message: string; fields?: Record<string, string | number | boolean | null> }) => void;
  /** A native SHA-256 where the host has one; it saves a third of a large download. */
  readonly sha256?: Sha256;
  /**
   * Runs a callback after the messages that already wait (`setImmediate`), so that commands arriving together share one
   * flush of the disk. Without it commands of the same turn do.
   */
  readonly soon?: (callback: () => void) => void;
  readonly rulebook?: Rulebook;
}

export interface CorePush<N extends CorePushName = CorePushName> {
  readonly name: N;
  readonly payload: Pushes[N];
}

/** One device's core: the truth on this device, behind the calls that a screen may make. */
export interface Core {
  call<N extends CoreCallName>(name: N, input: Parameters<Calls[N]>[0]): ReturnType<Calls[N]>;
  onPush(listener: (push: { name: CorePushName; payload: unknown }) => void): () => void;
  close(): Promise<void>;
  /** Everything that only this device holds, unanswered or set aside, one event per line. */
  exportUnsent(): string;
  /** For handlers of the host that must see every confirmed event once, such as notifications of the operating system. */
  readonly subscriptions: Subscriptions;
  readonly services: Services;
}

/**
 * Opens a device's database, checks it and brings the core to life. Works without a network and without a session.
 * @throws DatabaseTooNewError when a newer app wrote the file; nothing was touched
 * @throws DatabaseDamagedError when the file or a log does not hold; nothing was touched
 */
export async function openCore(options: CoreOptions): Promise<Core> {
  const { driver, clock, timers, random, network, secrets, log } = options;
  const sha = options.sha256 ?? portableSha256;
  const { data, wasClean } = openDatabase({ ...options, sha, rulebook: options.rulebook ?? RULEBOOK });

  const listeners = new Set<(push: { name: CorePushName; payload: unknown }) => void>();
  const push = <N extends CorePushName>(name: N, payload: Pushes[N]): void => {
    for (const listener of listeners) listener({ name, payload });
  };
  const eventBus = new EventBus({
    onHandlerError: (error, { event }) =>
      log({ level: 'error', message: 'a handler failed', fields: { type: event.type, reason: String(error) } }),
  });
  eventBus.onEffect('*', ({ event, origin }) => {
    if (origin === 'replay') return;
    const { id, type, aggregateType, aggregateId, occurredAt } = event;
    push('event.applied', { id, type, aggregateType, aggregateId, origin, occurredAt });
  });
  const subscriptions = new Subscriptions({ rows: new SubscriptionStore(driver), readLog: data.log.read, nowMs: () => clock.nowMs() });

  let client: SyncClient | null = null;
  const alarm = new UnsentAlarm(timers, () => changed.soon());
  const changed: PushThrottle = new PushThrottle(timers, () => {
    if (data.failure === null || client !== null) push('sync.changed', readStatus(data, client, alarm));
  });
  const viewChanged = new PushThrottle(timers, () => push('view.changed', { generation: data.generation, headRev: data.view.rev }));
  const publish = (events: readonly (DomainEvent | RecordedEvent)[], origin: EventOrigin): void => {
    for (const event of events) {
      try {
        eventBus.publish({ event, origin });
      } catch (error) {
        log({ level: 'error', message: 'an event was not published', fields: { type: event.type, reason: String(error) } });
      }
    }
  };

  const reader = new FirstReader(timers);
  const soon = options.soon ?? ((callback: () => void) => void Promise.resolve().then(callback));
  const commands = new Commands({
    data,
    isOffline: () => client?.state.isConnected !== true,
    soon,
    onCommitted: (events) => {
      publish(events, 'local');
      viewChanged.now();
      // The answers to the commands go out first: counting the queue and sending it can wait that long.
      soon(() => {
        changed.soon();
        client?.pushSoon();
      });
    },
    onRuleError: (error, request) =>
      log({ level: 'error', message: 'a rule failed', fields: { command: request.name, reason: describe(error) } }),
  });
  const services = new Services({ rulebook: data.rulebook, execute: (request) => commands.run(request), eventBus });

  const api =
    network === null
      ? null
      : new Api({ network, secrets, clock, deviceId: () => data.deviceId, onSession: (reply) => sessions.renewed(reply) });
  const sessions: Sessions = new Sessions({
    data,
    api,
    deviceName: options.deviceName,
    serverUrl: options.serverUrl,
    onSignedIn: () => client?.signedIn(),
    onSignedOut: () => client?.signedOut(),
  });
  if (network !== null && api !== null) {
    client = new SyncClient({
      data,
      api,
      network,
      timers,
      random,
      onRemote: (events) => {
        publish(events, 'remote');
        void subscriptions
          .run()
          .catch((error: unknown) => log({ level: 'error', message: 'subscriptions stopped', fields: { reason: describe(error) } }));
      },
      onChange: () => {
        viewChanged.soon();
        changed.soon();
      },
      onToday: () => {
        viewChanged.now();
        return reader.untilRead();
      },
      log: (level, message, fields) => log(fields === undefined ? { level, message } : { level, message, fields }),
    });
    client.start(data.session !== null);
  }

  const scrubbing = wasClean
    ? null
    : scrub({
        data,
        timers,
        onDamage: (error) => {
          log({ level: 'error', message: 'the logs are damaged; nothing more is written', fields: { reason: describe(error) } });
          changed.soon();
        },
      });

  const whenSignedIn = <T>(read: () => T): BridgeReply<T> => (data.session === null ? notSignedIn() : ok(read()));
  const dryRun = new DryRun(data);
  const afterDecision = <T>(reply: BridgeReply<T>): BridgeReply<T> => {
    viewChanged.now();
    changed.now();
    client?.pushSoon();
    return reply;
  };
  const calls: { readonly [N in CoreCallName]: Calls[N] } = {
    'session.current': async () => {
      reader.screensAreThere();
      return sessions.current();
    },
    'session.signIn': (input) => sessions.signIn(input),
    'session.enrol': (input) => sessions.enrol(input),
    'session.acceptInvitation': (input) => sessions.acceptInvitation(input),
    'session.signOut': (input) => sessions.signOut(input),
    'command.run': (request) => services.run(request),
    'view.feed': async (request) => {
      reader.asked(request);
      return whenSignedIn((): FeedPage => readFeed(driver, data.view, data.generation, request));
    },
    'history.read': async (request) => whenSignedIn(() => readHistory(data.log, data.own, request)),
    'policies.dryRun': async (request) => (data.session === null ? notSignedIn() : dryRun.next(request)),
    'setAside.read': async () => whenSignedIn(() => readSetAside(data)),
    'setAside.retry': async ({ txnId }) => afterDecision(retrySetAside(data, txnId)),
    'setAside.dismiss': async ({ txnId }) => afterDecision(dismissSetAside(data, txnId)),
    'sync.status': async () => readStatus(data, client, alarm),
    'sync.now': async () => {
      client?.now();
      return ok(null);
    },
  };

  return {
    // The table above is keyed by the same name, which TypeScript cannot follow through a type parameter.
    call: (name, input) => (calls[name] as (value: typeof input) => never)(input),
    onPush: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: async () => {
      commands.flush();
      client?.stop();
      changed.stop();
      alarm.stop();
      viewChanged.stop();
      eventBus.close();
      scrubbing?.stop();
      if (data.failure === null) data.write(() => data.markClean(scrubbing?.isDone ?? true));
      driver.close();
    },
    exportUnsent: () =>
      [...data.setAside.openEvents(), ...data.own.pendingEvents(0, Number.MAX_SAFE_INTEGER)]
        .map((event) => `${JSON.stringify(event)}\n`)
        .join(''),
    subscriptions,
    services,
  };
}

const notSignedIn = () => err(bridgeError('not-signed-in', 'session.needed'));

const describe = (error: unknown): string => (error instanceof Error ? `${error.name}: ${error.message}` : String(error));
