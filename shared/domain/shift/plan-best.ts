import type { DecideContext, PolicyCommand } from '../kernel/aggregate.ts';
import { settingsOf, type ShiftSlot } from './fit.ts';
import { rank } from './ranking.ts';

const RUNNERS_UP = 2;

/**
 * The command that plans the best free person for a vacant shift, with the two runners-up kept beside the choice; null when
 * nobody fits.
 * @param except people who are not asked: already on the same booking, or they said no
 */
export function planBest(
  slot: ShiftSlot,
  context: DecideContext,
  except: ReadonlySet<string>,
): { readonly memberId: string; readonly command: PolicyCommand } | null {
  const members = context.reader.find('member', 'all').filter(({ id }) => !except.has(id));
  const ranking = rank(members, slot, { reader: context.reader, settings: settingsOf(context.reader, context.organizationId) });
  const best = ranking[0];
  if (best === undefined) return null;
  const candidates = ranking.slice(0, 1 + RUNNERS_UP);
  const input = { shiftId: slot.id, memberId: best.memberId, overrideReason: null, candidates };
  return { memberId: best.memberId, command: { command: 'shift.assign', input } };
}
