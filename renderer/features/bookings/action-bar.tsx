import type { ReactNode } from 'react';
import { checkOwn } from '../../../shared/domain/booking/rules.ts';
import type { BookingStatus } from '../../../shared/domain/booking/schema.ts';
import { ActionBar, type Act } from '../../app/action-bar.tsx';
import { newId } from '../../app/new-id.ts';
import { stepTo } from '../../app/router.tsx';
import { useSession } from '../../app/session.tsx';
import { useCan } from '../../app/use-can.ts';
import { useCommand } from '../../app/use-command.ts';
import { useWords } from '../../i18n/words.ts';
import type { Row } from '../../view/hooks.ts';
import { copyOf } from './draft.ts';

const submit: Act = { name: 'submit', command: 'booking.submit', keys: 's' };
const withdraw: Act = { name: 'withdraw', command: 'booking.withdraw', isRare: true };
const cancel: Act = { name: 'cancel', command: 'booking.cancel', needsReason: true, isDangerous: true, isRare: true };

/** What can be done in each status, the next step first. Whether this role may is the rulebook's to say. */
const ACTS: Readonly<Record<BookingStatus, readonly Act[]>> = {
  draft: [submit, cancel],
  changes_requested: [submit, withdraw, cancel],
  pending_approval: [
    { name: 'approve', command: 'booking.approve', keys: 'a' },
    { name: 'return', command: 'booking.return', keys: 'r', needsReason: true },
    { name: 'reject', command: 'booking.reject', keys: 'x', needsReason: true, isDangerous: true },
    withdraw,
    cancel,
  ],
  approved: [
    { name: 'start', command: 'booking.start', isRare: true },
    { ...cancel, isRare: false },
  ],
  in_progress: [
    { name: 'finish', command: 'booking.finish' },
    { name: 'abort', command: 'booking.abort', needsReason: true, isDangerous: true, isRare: true },
  ],
  completed: [{ name: 'close', command: 'booking.close' }],
  closed: [{ name: 'reopen', command: 'booking.reopen', needsReason: true, isRare: true }],
  rejected: [],
  cancelled: [],
};

/** What takes a step back, where a booking has a way back. */
const BACK: Readonly<Record<string, string>> = { submit: 'booking.withdraw', withdraw: 'booking.submit' };

function actsOf({ state }: Row<'bookings'>): readonly Act[] {
  const acts = ACTS[state.status];
  if (state.report?.status !== 'submitted') return acts;
  return [
    { name: 'approve-report', command: 'booking.approve_report', keys: 'a' },
    { name: 'return-report', command: 'booking.return_report', keys: 'r', needsReason: true },
    ...acts,
  ];
}

/** A client's hands reach the bookings they made; the rule refuses the others, so nothing is offered there. */
export function useOwnOnly({ state }: Row<'bookings'>): boolean {
  const { memberId, role } = useSession();
  return checkOwn(state, { memberId, role, siteId: state.siteId }).length === 0;
}

/** The one right next step of a booking for this person, and the others beside it. */
export function BookingActions({ booking }: { readonly booking: Row<'bookings'> }): ReactNode {
  const say = useWords('bookings');
  const can = useCan();
  const run = useCommand();
  const { id, state } = booking;
  const isTheirs = useOwnOnly(booking);
  const duplicate = async (): Promise<void> => {
    const bookingId = newId();
    const reply = await run('booking.create', copyOf(id, state, bookingId), { done: say('done.duplicate', { title: state.title }) });
    if (reply.ok) stepTo(`/bookings/${bookingId}`);
  };
  return (
    <ActionBar
      words={say}
      title={state.title}
      acts={booking.readOnly || !isTheirs ? [] : actsOf(booking)}
      more={can('booking.create') ? [{ id: 'duplicate', label: say('do.duplicate'), onAction: () => void duplicate() }] : []}
      onAct={async ({ name, command }, reason) => {
        const back = BACK[name];
        const reply = await run(
          command,
          { bookingId: id, ...(reason === null ? {} : { reason }) },
          {
            done: say(`done.${name}`, { title: state.title }),
            ...(back === undefined ? {} : { undo: { name: back, input: { bookingId: id } } }),
          },
        );
        return reply.ok;
      }}
    />
  );
}
