/** One broken promise, by its number in the list of invariants. */
export interface Violation {
  readonly invariant: number;
  readonly message: string;
}

/** What a run noticed. */
export class Report {
  readonly violations: Violation[] = [];
  readonly faults = new Map<string, number>();
  readonly covered = new Map<string, number>();
  readonly trace: string[] = [];
  readonly #keepsTrace: boolean;
  readonly #nowMs: () => number;

  constructor(keepsTrace: boolean, nowMs: () => number) {
    this.#keepsTrace = keepsTrace;
    this.#nowMs = nowMs;
  }

  violation(invariant: number, message: string): void {
    if (this.violations.length < 50) this.violations.push({ invariant, message });
    this.note(`VIOLATION of invariant ${invariant}: ${message}`);
  }

  fault(name: string): void {
    this.faults.set(name, (this.faults.get(name) ?? 0) + 1);
  }

  cover(name: string): void {
    this.covered.set(name, (this.covered.get(name) ?? 0) + 1);
  }

  note(text: string): void {
    if (this.#keepsTrace) this.trace.push(`${(this.#nowMs() / 1000).toFixed(3).padStart(10)}s  ${text}`);
  }
}
