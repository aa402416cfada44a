import type { DomainEvent } from '../../shared/domain/kernel/event.ts';
import { Subscriptions } from '../../shared/events/subscriptions.ts';
import type { AuthService } from '../auth/auth-service.ts';
import type { Organizations } from '../organizations.ts';
import type { SequencerLog } from '../sequencer/sequencer.ts';
import type { Feed } from '../store/event-store.ts';
import type { Presence } from '../stream/presence.ts';
import { InvitationMail } from './invitation-mail.ts';
import { runTimePolicies } from './time-policies.ts';

export interface ChoresOptions {
  readonly organizations: Organizations;
  readonly presence: Presence;
  readonly auth: AuthService;
  readonly dataDir: string;
  readonly nowMs: () => number;
  readonly log: SequencerLog;
  /** How often is looked whether something has become due. */
  readonly clockMs?: number | undefined;
}

const CLOCK_MS = 30_000;
/** News come in bursts; one run serves all of them. */
const GATHER_MS = 50;

/** What the server does by itself: durable subscriptions on the log, and what the clock makes due. */
export class Chores {
  readonly #options: ChoresOptions;
  readonly #clockMs: number;
  readonly #mail: InvitationMail;
  /** One set of subscriptions per feed of the log. */
  readonly #subscriptions = new Map<Feed, Subscriptions>();
  #clock: NodeJS.Timeout | undefined;
  #soon: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();

  constructor(options: ChoresOptions) {
    this.#options = options;
    this.#clockMs = options.clockMs ?? CLOCK_MS;
    const { organizations, auth, dataDir, log } = options;
    this.#mail = new InvitationMail({ organizations, auth, dataDir, log });
    const types: ReadonlySet<string> = new Set(this.#mail.eventTypes);
    organizations.onAppended((_no, written) => {
      if (written.some(({ row }) => types.has(row.type))) this.#runSoon(GATHER_MS);
    });
  }

  start(): void {
    this.#runSoon(0);
    this.#clock = setInterval(() => this.#enqueue(() => this.tick()), this.#clockMs);
    this.#clock.unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.#clock);
    clearTimeout(this.#soon);
    await this.#running;
  }

  /** Does what has become due by now. */
  async tick(): Promise<void> {
    // Of several servers on one database one does it; two would do no harm, only work twice.
    if (await this.#options.organizations.store.leads('time-policies', 2 * this.#clockMs)) await runTimePolicies(this.#options);
    await this.#runSubscriptions();
  }

  async #runSubscriptions(): Promise<void> {
    for (const feed of this.#options.organizations.store.feeds()) {
      const { nextAttemptAt } = await this.#subscriptionsOf(feed).run();
      if (nextAttemptAt !== null) this.#runSoon(Math.max(100, Date.parse(nextAttemptAt) - this.#options.nowMs()));
    }
  }

  #subscriptionsOf(feed: Feed): Subscriptions {
    let subscriptions = this.#subscriptions.get(feed);
    if (subscriptions === undefined) {
      subscriptions = new Subscriptions({ ...feed, nowMs: this.#options.nowMs });
      for (const eventType of this.#mail.eventTypes) {
        const handle = (event: DomainEvent): Promise<void> => this.#mail.handle(event);
        subscriptions.register({ handlerId: 'invitation-mail', eventType, serviceName: 'organizations', handle }, 0);
      }
      this.#subscriptions.set(feed, subscriptions);
    }
    return subscriptions;
  }

  #runSoon(delayMs: number): void {
    if (this.#soon !== undefined) return;
    this.#soon = setTimeout(() => {
      this.#soon = undefined;
      this.#enqueue(() => this.#runSubscriptions());
    }, delayMs);
    this.#soon.unref();
  }

  /** One after the other; a chore that fails is tried again at the next turn of the clock. */
  #enqueue(work: () => Promise<void>): void {
    this.#running = this.#running.then(work).catch((error: unknown) => this.#options.log.error({ err: error }, 'a chore failed'));
  }
}
