import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Everything `/metrics` shows. One registry per server, so that two servers in one process do not share counters. */
export class Metrics {
  readonly registry = new Registry();
  readonly #events: Counter<'outcome'>;
  readonly #commitSeconds: Histogram;
  readonly #commitEvents: Histogram;
  readonly #requests: Histogram<'method' | 'route' | 'status'>;
  readonly #faults: Counter<'kind'>;
  readonly #ruleDifferences: Counter;
  /** Pages and bytes since the last look: a page goes to every site, so counting one must cost nothing. */
  readonly #sent = { pages: 0, bytes: 0 };

  constructor(sources: { readonly connections: () => number; readonly heads: () => readonly { organizationId: string; seq: number }[] }) {
    const registers = [this.registry];
    collectDefaultMetrics({ register: this.registry });
    this.#events = new Counter({
      name: 'muster_events_total',
      help: 'Events appended to the log, by outcome',
      labelNames: ['outcome'],
      registers,
    });
    this.#commitSeconds = new Histogram({
      name: 'muster_commit_seconds',
      help: 'Time of one group commit, rules included',
      buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1],
      registers,
    });
    this.#commitEvents = new Histogram({
      name: 'muster_commit_events',
      help: 'Events per group commit',
      buckets: [1, 2, 5, 10, 50, 100, 500, 2000],
      registers,
    });
    this.#requests = new Histogram({
      name: 'muster_http_request_seconds',
      help: 'Time of HTTP requests',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5],
      registers,
    });
    this.#faults = new Counter({ name: 'muster_faults_total', help: 'Typed error answers, by kind', labelNames: ['kind'], registers });
    this.#ruleDifferences = new Counter({
      name: 'muster_rules_version_differences_total',
      help: 'Pushes decided by other rules than the server has',
      registers,
    });
    const sent = this.#sent;
    new Counter({
      name: 'muster_stream_pages_total',
      help: 'Pages sent on streams',
      registers,
      collect() {
        this.inc(sent.pages);
        sent.pages = 0;
      },
    });
    new Counter({
      name: 'muster_stream_bytes_total',
      help: 'Bytes of pages sent on streams',
      registers,
      collect() {
        this.inc(sent.bytes);
        sent.bytes = 0;
      },
    });
    new Gauge({
      name: 'muster_stream_connections',
      help: 'Open streams',
      registers,
      collect() {
        this.set(sources.connections());
      },
    });
    new Gauge({
      name: 'muster_log_head',
      help: 'Last sequence of each log',
      labelNames: ['organization'],
      registers,
      collect() {
        for (const head of sources.heads()) this.set({ organization: head.organizationId }, head.seq);
      },
    });
  }

  committed(outcomes: readonly string[], durationMs: number): void {
    const counts = new Map<string, number>();
    for (const outcome of outcomes) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
    for (const [outcome, count] of counts) this.#events.inc({ outcome }, count);
    this.#commitSeconds.observe(durationMs / 1000);
    this.#commitEvents.observe(outcomes.length);
  }

  answered(method: string, route: string, status: number, durationMs: number): void {
    this.#requests.observe({ method, route, status }, durationMs / 1000);
  }

  faulted(kind: string): void {
    this.#faults.inc({ kind });
  }

  rulesDiffered(): void {
    this.#ruleDifferences.inc();
  }

  pageSent(bytes: number): void {
    this.#sent.pages += 1;
    this.#sent.bytes += bytes;
  }
}
