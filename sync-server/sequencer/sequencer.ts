import type { Actor } from '../../shared/domain/kernel/event.ts';
import type { Rulebook } from '../../shared/domain/rulebook.ts';
import { SyncFault } from '../../shared/sync/errors.ts';
import type { PushReply } from '../../shared/sync/wire.ts';
import { PassingFault } from '../passing-fault.ts';
import { rescued, type Soon, whenHere } from '../soon.ts';
import { LoginRefused, type CommitScope, type EventStore, type Head } from '../store/event-store.ts';
import type { WrittenEvent } from '../store/log-text.ts';
import { Group } from './group.ts';
import { planSteps } from './plan-steps.ts';
import type { PushOutcome } from './replay.ts';
import type { Submission } from './submission.ts';

export interface SequencerLog {
  info(fields: Record<string, unknown>, message: string): void;
  warn(fields: Record<string, unknown>, message: string): void;
  error(fields: Record<string, unknown>, message: string): void;
}

export interface SequencerOptions {
  readonly store: EventStore;
  readonly rulebook: Rulebook;
  readonly organizationNo: number;
  readonly nowMs: () => number;
  readonly log: SequencerLog;
  /** Told after a commit, before the pushes are answered: what was appended, already serialised. */
  readonly onAppended: (organizationNo: number, written: readonly WrittenEvent[], durationMs: number) => void;
  /** Runs a callback after what already waits, so that pushes arriving together share one commit; `setImmediate` by default. */
  readonly soon?: ((callback: () => void) => void) | undefined;
}

/** The answer to a push, with where the log stood before it. */
export type SubmitReply = PushReply & { readonly headBefore: number };

/** Events in one group commit; what waits beyond it takes the next. */
const GROUP_EVENTS = 2000;

interface Job {
  readonly size: number;
  readonly submission: Submission | null;
  /** Takes a commit of its own, and any failure undoes it and is the answer. */
  readonly alone: boolean;
  readonly run: (group: Group, scope: CommitScope) => unknown;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * The one writer of an organization's log. Everything that waits shares one commit, and nobody is answered before it is
 * on disk. `seq` is gapless because it is handed out inside that commit (sync.md 2.6).
 */
export class Sequencer {
  readonly #options: SequencerOptions;
  readonly #soon: (callback: () => void) => void;
  #queue: Job[] = [];
  #scheduled = false;
  #committing: Promise<void> | undefined;
  #closed = false;

  constructor(options: SequencerOptions) {
    this.#options = options;
    this.#soon = options.soon ?? ((callback) => void setImmediate(callback));
  }

  /** Submits a checked batch. Resolves when its outcomes are durable. */
  async submit(submission: Submission): Promise<SubmitReply> {
    return this.#enqueue(submission.size, submission, false, (group, scope) => this.#submit(submission, group, scope));
  }

  /**
   * Runs work inside the next group commit. It must not keep half of its changes when it throws a `SyncFault`, and it may
   * be run again when the first commit did not come about.
   */
  async perform<T>(size: number, work: (group: Group) => T): Promise<T> {
    return this.#enqueue(size, null, false, work);
  }

  /** Like `perform`, in a commit of its own: any throw undoes everything the work did, in the log and beside it. */
  async performAlone<T>(work: (group: Group) => T): Promise<T> {
    return this.#enqueue(1, null, true, work);
  }

  /** Finishes what waits, then takes nothing more. */
  async close(): Promise<void> {
    while (this.#queue.length > 0 || this.#committing !== undefined) await (this.#committing ?? this.#flush());
    this.#closed = true;
  }

  head(): Head {
    return this.#options.store.head(this.#options.organizationNo);
  }

  async #enqueue<T>(size: number, submission: Submission | null, alone: boolean, run: (group: Group, scope: CommitScope) => T): Promise<T> {
    if (this.#closed) throw new SyncFault('RETRY', 'The server is stopping. Try again in a moment.', { retryAfterMs: 1000 });
    return new Promise<T>((resolve, reject) => {
      this.#queue.push({ size, submission, alone, run, resolve: resolve as (value: unknown) => void, reject });
      this.#schedule();
    });
  }

  /** What comes while a commit is under way gathers for the next. */
  #schedule(): void {
    if (this.#scheduled || this.#committing !== undefined) return;
    this.#scheduled = true;
    this.#soon(() => {
      this.#scheduled = false;
      if (this.#committing === undefined) void this.#flush();
    });
  }

  #flush(): Soon<void> {
    const jobs = this.#take();
    const done = rescued(
      () => this.#commit(jobs),
      (error) => (jobs.length === 1 && jobs[0] !== undefined ? this.#fail(jobs[0], error) : this.#eachAlone(jobs)),
    );
    if (!(done instanceof Promise)) {
      if (this.#queue.length > 0) this.#schedule();
      return;
    }
    this.#committing = done.then(() => {
      this.#committing = undefined;
      if (this.#queue.length > 0) this.#schedule();
    });
    return this.#committing;
  }

  #take(): Job[] {
    let events = 0;
    let count = 0;
    for (const job of this.#queue) {
      if (count > 0 && (job.alone || events + job.size > GROUP_EVENTS)) break;
      events += job.size;
      count += 1;
      if (job.alone) break;
    }
    return this.#queue.splice(0, count);
  }

  /** One job's surprise must not take the others with it: each is tried by itself. */
  #eachAlone(jobs: readonly Job[]): Soon<void> {
    const [first, ...rest] = jobs;
    if (first === undefined) return;
    const done = rescued(
      () => this.#commit([first]),
      (error) => this.#fail(first, error),
    );
    return whenHere(done, () => this.#eachAlone(rest));
  }

  #fail(job: Job, error: unknown): void {
    if (job.alone && (error instanceof SyncFault || error instanceof LoginRefused)) {
      job.reject(error);
      return;
    }
    this.#options.log.error({ err: error }, 'a group commit failed and was rolled back');
    job.reject(
      isPassing(error)
        ? new SyncFault('RETRY', 'The server could not store this now. Nothing was kept; send it again.', { retryAfterMs: 2000 })
        : new SyncFault(
            'UNAVAILABLE',
            'The server failed at this; its log has the reason. Nothing was kept. Send it again later.',
            {},
            500,
          ),
    );
  }

  #commit(jobs: readonly Job[]): Soon<void> {
    const { store, organizationNo } = this.#options;
    const startedAt = performance.now();
    return store.commit({
      organizationNo,
      submitted: jobs.flatMap((job) => job.submission?.transactions ?? []),
      work: (scope) => this.#decide(jobs, scope),
      stands: ({ written, answers }) => {
        if (written.length > 0) this.#announce(written, performance.now() - startedAt);
        for (const answer of answers) answer();
      },
    });
  }

  #decide(
    jobs: readonly Job[],
    scope: CommitScope,
  ): { readonly written: readonly WrittenEvent[]; readonly answers: readonly (() => void)[] } {
    const { rulebook, log } = this.#options;
    const answers: (() => void)[] = [];
    const group = new Group({
      scope,
      rulebook,
      nowMs: this.#options.nowMs(),
      onParked: (txnId, error) => log.error({ txnId, err: error }, 'a rule threw; its transaction was parked'),
    });
    for (const job of jobs) {
      try {
        const value = job.run(group, scope);
        answers.push(() => job.resolve(value));
      } catch (error) {
        if (job.alone || !(error instanceof SyncFault)) throw error;
        answers.push(() => job.reject(error));
      }
    }
    group.finish();
    return { written: group.written, answers };
  }

  /** What is committed stays committed, whatever the listeners make of it. */
  #announce(written: readonly WrittenEvent[], durationMs: number): void {
    try {
      this.#options.onAppended(this.#options.organizationNo, written, durationMs);
    } catch (error) {
      this.#options.log.error({ err: error }, 'a commit stands, but what follows from it failed');
    }
  }

  #submit(submission: Submission, group: Group, scope: CommitScope): SubmitReply {
    const headBefore = group.seq;
    const { head } = scope;
    if (submission.epoch !== head.epoch) {
      throw new SyncFault('EPOCH_CHANGED', 'The server continues from a restored log. Say hello again, then offer unsent work.', {
        field: 'epoch',
        epoch: head.epoch,
      });
    }
    const device = scope.device(submission.device.deviceId);
    if (device === undefined || device.revoked) {
      throw new SyncFault('REVOKED', 'This device was signed out by an administrator. Its work stays on it; enrol it again to send.');
    }
    const { lastDeviceSeq } = device;
    const firstSeq = submission.transactions[0]?.[0]?.deviceSeq ?? 1;
    if (firstSeq > lastDeviceSeq + 1) {
      throw new SyncFault('GAP', `firstDeviceSeq: Expected ${lastDeviceSeq + 1}. Send the events from there.`, {
        field: 'firstDeviceSeq',
        expected: lastDeviceSeq + 1,
      });
    }
    const plan = planSteps(scope, head.organizationNo, submission.transactions, device);
    const outcomes: PushOutcome[] = [];
    let last = lastDeviceSeq;
    for (const step of plan) {
      if (step.kind === 'answered') outcomes.push(...step.outcomes);
      else if (step.kind === 'repeated') {
        for (const outcome of step.outcomes)
          scope.recordRepeated(device.deviceNo, outcome.deviceSeq, outcome.seq, Math.max(group.seq, outcome.seq));
        outcomes.push(...step.outcomes);
        last += step.outcomes.length;
      } else {
        const txnId = step.events[0]?.txnId ?? '';
        const parked = submission.parked.get(txnId);
        if (parked !== undefined) this.#options.log.warn({ txnId, code: parked.code }, 'a transaction was set aside');
        const { firstSeq: seq, entries } =
          parked === undefined
            ? group.append(step.events, {
                actor: this.#actor(group, device.memberId, device.siteId),
                deviceNo: device.deviceNo,
                clockOffsetMs: submission.clockOffsetMs,
                payloadsChecked: true,
              })
            : group.park(step.events, parked, device.deviceNo);
        for (const [index, event] of step.events.entries()) {
          const entry = entries[index];
          if (entry === undefined) throw new Error('a submitted event got no outcome');
          outcomes.push({ deviceSeq: event.deviceSeq, seq: seq + index, outcome: entry.outcome, reason: mutableReason(entry.reason) });
        }
        last += step.events.length;
      }
    }
    if (last !== lastDeviceSeq) scope.setLastDeviceSeq(device.deviceNo, last);
    return { epoch: head.epoch, lastDeviceSeq: Math.max(last, lastDeviceSeq), head: group.seq, outcomes, headBefore };
  }

  /** The role comes from the server's own state. Who is no longer active may not plan; their facts are kept and flagged. */
  #actor(group: Group, memberId: string, siteId: string): Actor {
    const member = group.workspace.get('member', memberId)?.state;
    return { memberId, siteId, role: member?.status === 'active' ? member.role : 'auditor' };
  }
}

/** SQLite's result codes of a disk or a lock that may be better in a moment: busy, locked, read-only, I/O, full, cannot open. */
const PASSING_CODES: ReadonlySet<unknown> = new Set([5, 6, 8, 10, 13, 14]);

/**
 * Whether waiting may help. What fails for another reason fails again with the same content: its sender has to be able to
 * tell the two apart, or it would wait behind it for ever.
 */
function isPassing(error: unknown): boolean {
  if (error instanceof PassingFault) return true;
  return error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' && PASSING_CODES.has(error.errcode & 0xff);
}

function mutableReason(
  reason: { readonly code: string; readonly params: Readonly<Record<string, string | number | null>> } | null,
): PushOutcome['reason'] {
  return reason === null ? null : { code: reason.code, params: { ...reason.params } };
}
