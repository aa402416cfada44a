import type { AllocationStatus } from '../../../shared/domain/allocation/schema.ts';

export interface NextStep {
  readonly name: string;
  /** Key of its words, in `kits:do.*`. */
  readonly label: string;
  readonly command: string;
  readonly input: Record<string, unknown>;
  /** Asks for words first. */
  readonly asks?: boolean;
}

const step = (name: string, command: string, input: Record<string, unknown> = {}, label = name): NextStep => ({
  name,
  label,
  command,
  input,
});
const pack = step('pack', 'allocation.pack');
const dispatch = step('dispatch', 'allocation.dispatch', { note: '' });
const deliver = step('deliver', 'allocation.deliver', { note: '' });
const startReturn = step('start-return', 'allocation.start_return');
const giveBack = step('return', 'allocation.return');
const release: NextStep = { ...step('release', 'allocation.release'), asks: true };
const lost: NextStep = { ...step('lost', 'allocation.report_lost'), asks: true };
const inspect = (result: 'ok' | 'maintenance' | 'quarantine'): NextStep =>
  step('inspect', 'allocation.inspect', { result, note: '' }, result === 'ok' ? 'inspect' : `inspect-${result}`);

/** What may happen next to a kit on its round, the usual step first (domain.md 2.3). */
export const nextSteps = (status: AllocationStatus): readonly NextStep[] => STEPS[status];

const STEPS: Readonly<Record<AllocationStatus, readonly NextStep[]>> = {
  requested: [release],
  assigned: [pack, dispatch, deliver, release],
  packed: [dispatch, deliver, release],
  in_transit: [deliver, giveBack, lost],
  delivered: [startReturn, giveBack, lost],
  transferred: [],
  returning: [giveBack, lost],
  returned: [inspect('ok'), inspect('maintenance'), inspect('quarantine')],
  closed: [],
  released: [],
  lost: [step('found', 'allocation.mark_found', { note: '' })],
};
