import { useMemo, type ReactNode } from 'react';
import { planningPeriod } from '../../../shared/domain/allocation/planning-period.ts';
import { overlaps } from '../../../shared/domain/kernel/time.ts';
import { useNow } from '../../app/clock.ts';
import { useNames } from '../../app/names.tsx';
import { newId } from '../../app/new-id.ts';
import { useSession } from '../../app/session.tsx';
import { useCan } from '../../app/use-can.ts';
import { useCommand, type UndoStep } from '../../app/use-command.ts';
import { useWords } from '../../i18n/words.ts';
import { formatPeriod, PickField } from '../../ui/index.ts';
import { useRow, useRows, type Row } from '../../view/hooks.ts';
import { AsOf } from '../sync/as-of.tsx';
import { BINDS } from './lanes.ts';

const PLANNED = ['pending_approval', 'approved', 'in_progress'];

/** Plans the kit for a booking: first those that wait for one of its kind, then every other that is still to come. */
export function Allocate({ kit }: { readonly kit: Row<'kits'> }): ReactNode {
  const say = useWords('kits');
  const names = useNames();
  const can = useCan();
  const run = useCommand();
  const now = useNow(600_000);
  const { organizationId } = useSession();
  const settings = useRow('organizations', organizationId)?.state.settings;
  const { rows: bookings } = useRows('bookings', { status: PLANNED, sort: 'startsAt' });
  const { rows: allocations } = useRows('allocations');
  const own = useMemo(() => allocations.filter(({ state }) => state.kitId === kit.id && BINDS.has(state.status)), [allocations, kit.id]);
  const waiting = useMemo(
    () =>
      new Map(
        allocations
          .filter(({ state }) => state.status === 'requested' && state.kitKind === kit.state.kitKind && state.bookingId !== null)
          .map((row) => [row.state.bookingId, row]),
      ),
    [allocations, kit.state.kitKind],
  );
  const choices = useMemo(() => {
    if (settings === undefined) return [];
    const ahead = bookings.filter(({ id, endsAt }) => endsAt > now && !own.some(({ state }) => state.bookingId === id));
    return ahead
      .map(({ id, state }) => {
        const blocked = planningPeriod(state.period, settings);
        const holder = own.find((row) => overlaps(row.state.period, blocked));
        const detail = [
          formatPeriod(state.period, state.period.zone),
          holder !== undefined
            ? say('allocate-taken', { what: names.booking(holder.state.bookingId) })
            : waiting.has(id)
              ? say('allocate-waits')
              : null,
        ];
        return {
          id,
          label: state.title,
          detail: detail.filter((part) => part !== null).join(' · '),
          rank: holder !== undefined ? 2 : waiting.has(id) ? 0 : 1,
        };
      })
      .toSorted((a, b) => a.rank - b.rank);
  }, [bookings, settings, own, waiting, now, names, say]);
  if (!can('allocation.assign') || kit.state.status !== 'available' || kit.readOnly) return null;
  const plan = async (bookingId: string): Promise<void> => {
    const booking = bookings.find(({ id }) => id === bookingId);
    if (booking === undefined) return;
    const open = waiting.get(bookingId);
    const allocationId = open?.id ?? newId();
    const request = (id: string, needId: string | null, kitId: string | null): UndoStep => ({
      name: 'allocation.request',
      input: { allocationId: id, bookingId, needId, kitKind: kit.state.kitKind, kitId, usage: open?.state.usage ?? booking.state.period },
    });
    const step =
      open === undefined ? request(allocationId, null, kit.id) : { name: 'allocation.assign', input: { allocationId, kitId: kit.id } };
    const release = { name: 'allocation.release', input: { allocationId, reason: say('allocate-undone') } };
    await run(step.name, step.input, {
      done: say('done.allocate', { kit: kit.state.name }),
      // the wish for a kit of this kind stands again
      undo: open === undefined ? release : [release, request(newId(), open.state.needId, null)],
    });
  };
  return (
    <>
      <PickField
        // choosing is done at once; a fresh field has no open list left over from it
        key={own.length}
        label={say('allocate')}
        value={null}
        className="max-w-xl"
        isDisabled={choices.length === 0}
        placeholder={say(choices.length === 0 ? 'allocate-none' : 'allocate-which')}
        choices={choices}
        onChange={(bookingId) => void (bookingId !== null && plan(bookingId))}
      />
      <AsOf className="mt-1.5" />
    </>
  );
}
