import type { StateReader } from '../../shared/domain/kernel/aggregate.ts';

/** One command as a person would give it. */
export interface DemoCommand {
  readonly name: string;
  readonly input: object;
}

/** A command that the rules refused. */
export interface DemoRefusal {
  readonly command: string;
  readonly code: string;
  readonly at: string;
}

export interface DemoOrganization {
  readonly organizationId: string;
  readonly owner: { readonly memberId: string; readonly name: string; readonly email: string };
  readonly organization: object;
}

/** What the generator needs of the server: the same doors an administrator has, and a look at the confirmed state. */
export interface DemoHost {
  createOrganization(input: DemoOrganization): Promise<void>;
  /** Runs commands in order as this person; each is decided by the shared rules. Answers the refused ones. */
  run(memberId: string, commands: readonly DemoCommand[]): Promise<readonly { readonly command: string; readonly code: string }[]>;
  reader(): StateReader;
  setPassword(memberId: string, email: string, password: string): Promise<void>;
}

/** The server's clock while the demo is made: it is set to each moment that is told, then runs on as it really is. */
export interface DemoClock {
  nowMs(): number;
  setTo(ms: number): void;
  release(): void;
}
