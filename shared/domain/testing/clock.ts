import type { TimePolicy } from '../kernel/time-policy.ts';
import { actorOf, ORGANIZATION_ID } from './memory-reader.ts';
import type { Stage } from './stage.ts';

/** Lets the server's clock reach a moment: every rule is asked, and what it finds due is carried out. Gives what was done. */
export function strike(on: Stage, rules: readonly TimePolicy[], now: string): readonly string[] {
  on.now = now;
  const due = rules.flatMap((rule) => rule.due({ reader: on.workspace, organizationId: ORGANIZATION_ID, now }));
  for (const { command, input } of due) {
    const done = on.run(command, input, actorOf('policy'));
    if (!done.ok) throw new Error(`${command} was refused: ${done.error.code}`);
  }
  return due.map(({ command }) => command);
}
