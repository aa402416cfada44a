import type { StateReader } from '../../shared/domain/kernel/aggregate.ts';
import type { NewOrganization, ServerAdmin } from '../admin/server-admin.ts';

/** One command as a person would give it. */
export interface DemoCommand {
  readonly name: string;
  readonly input: object;
}

/** A command that the rules refused. */
export interface DemoRefusal {
  readonly command: string;
  readonly code: string;
  readonly params: Readonly<Record<string, string | number | null>>;
  readonly at: string;
}

/** What the generator needs of the server: the same doors an administrator has, and a look at the confirmed state. */
export interface DemoHost {
  createOrganization(input: NewOrganization): Promise<void>;
  /** Runs commands in order as this person; each is decided by the shared rules. Answers the refused ones. */
  run(memberId: string, commands: readonly DemoCommand[]): Promise<readonly Omit<DemoRefusal, 'at'>[]>;
  reader(): StateReader;
  setPassword(memberId: string, email: string, password: string): Promise<void>;
}

/** The server's clock while the demo is made: it is set to each moment that is told, then runs on as it really is. */
export interface DemoClock {
  nowMs(): number;
  setTo(ms: number): void;
  release(): void;
}

export function makeDemoClock(realNowMs: () => number): DemoClock {
  let toldMs: number | null = null;
  return {
    nowMs: () => toldMs ?? realNowMs(),
    setTo: (ms) => {
      toldMs = ms;
    },
    release: () => {
      toldMs = null;
    },
  };
}

export function hostOf(admin: ServerAdmin, organizationId: string): DemoHost {
  return {
    createOrganization: (input) => admin.createOrganization(input),
    run: async (memberId, commands) => {
      if (commands.length === 0) return [];
      const results = await admin.runAs(memberId, commands);
      return results.flatMap((result) =>
        result.ok ? [] : [{ command: result.command, code: result.reason.code, params: result.reason.params }],
      );
    },
    reader: () => admin.reader(organizationId),
    setPassword: (memberId, email, password) => admin.setPassword(memberId, email, password),
  };
}
