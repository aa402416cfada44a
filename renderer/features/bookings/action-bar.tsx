import { useState, type ReactNode } from 'react';
import type { BookingStatus } from '../../../shared/domain/booking/schema.ts';
import { useKeys } from '../../app/keys.tsx';
import { newId } from '../../app/new-id.ts';
import { navigate } from '../../app/router.tsx';
import { useCan } from '../../app/use-can.ts';
import { useCommand } from '../../app/use-command.ts';
import { useWords } from '../../i18n/words.ts';
import { Button, Menu, ReasonDialog } from '../../ui/index.ts';
import type { Row } from '../../view/hooks.ts';

interface Act {
  readonly name: string;
  readonly command: string;
  readonly keys?: string;
  readonly needsReason?: boolean;
  readonly isDangerous?: boolean;
  /** Kept in the menu: right sometimes, next never. */
  readonly isRare?: boolean;
}

const submit: Act = { name: 'submit', command: 'booking.submit' };
const cancel: Act = { name: 'cancel', command: 'booking.cancel', needsReason: true, isDangerous: true, isRare: true };

/** What can be done in each status, the next step first. Whether this role may is the rulebook's to say. */
const ACTS: Readonly<Record<BookingStatus, readonly Act[]>> = {
  draft: [submit, cancel],
  changes_requested: [submit, { name: 'withdraw', command: 'booking.withdraw', isRare: true }, cancel],
  pending_approval: [
    { name: 'approve', command: 'booking.approve', keys: 'a' },
    { name: 'return', command: 'booking.return', keys: 'r', needsReason: true },
    { name: 'reject', command: 'booking.reject', needsReason: true, isDangerous: true },
    { name: 'withdraw', command: 'booking.withdraw', isRare: true },
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

function actsOf({ state }: Row<'bookings'>): readonly Act[] {
  const acts = ACTS[state.status];
  if (state.report?.status !== 'submitted') return acts;
  return [
    { name: 'approve-report', command: 'booking.approve_report', keys: 'a' },
    { name: 'return-report', command: 'booking.return_report', keys: 'r', needsReason: true },
    ...acts,
  ];
}

/** Stays at the foot of a booking: the one right next step for this person, the others beside it. */
export function ActionBar({ booking }: { readonly booking: Row<'bookings'> }): ReactNode {
  const say = useWords('bookings');
  const can = useCan();
  const run = useCommand();
  const [asking, setAsking] = useState<Act | null>(null);
  const [pending, setPending] = useState<string | null>(null);
  const { id, state } = booking;
  const acts = booking.readOnly ? [] : actsOf(booking).filter(({ command }) => can(command));
  const act = async ({ name, command }: Act, reason: string | null): Promise<boolean> => {
    setPending(name);
    const reply = await run(
      command,
      { bookingId: id, ...(reason === null ? {} : { reason }) },
      { done: say(`done.${name}`, { title: state.title }) },
    );
    setPending(null);
    return reply.ok;
  };
  const start = (which: Act): void => (which.needsReason === true ? setAsking(which) : void act(which, null));
  const duplicate = async (): Promise<void> => {
    const bookingId = newId();
    const reply = await run(
      'booking.create',
      {
        bookingId,
        title: state.title,
        clientName: state.clientName,
        brand: state.brand,
        siteId: state.siteId,
        locationId: state.locationId,
        period: state.period,
        staffNeeds: state.staffNeeds.map((need) => ({ ...need, id: newId() })),
        kitNeeds: state.kitNeeds.map((need) => ({ ...need, id: newId() })),
        contactName: state.contactName,
        contactPhone: state.contactPhone,
        brief: state.brief,
        notes: '',
        tags: state.tags,
        priceMinor: state.priceMinor,
        currency: state.currency,
        copiedFrom: id,
      },
      { done: say('done.duplicate', { title: state.title }) },
    );
    if (reply.ok) navigate(`/bookings/${bookingId}`);
  };
  useKeys(
    acts.flatMap((which) =>
      which.keys === undefined ? [] : [{ keys: which.keys, label: say(`do.${which.name}`), group: say('title'), run: () => start(which) }],
    ),
  );
  const shown = acts.filter(({ isRare }) => isRare !== true);
  const more = [
    ...acts
      .filter(({ isRare }) => isRare === true)
      .map((which) => ({
        id: which.name,
        label: say(`do.${which.name}`),
        isDangerous: which.isDangerous === true,
        onAction: () => start(which),
      })),
    ...(can('booking.create') ? [{ id: 'duplicate', label: say('do.duplicate'), onAction: () => void duplicate() }] : []),
  ];
  if (shown.length === 0 && more.length === 0) return null;
  return (
    <footer className="flex shrink-0 items-center justify-end gap-2 border-t border-line bg-surface px-5 py-2.5">
      {more.length > 0 && <Menu label={say('title')} actions={more} />}
      <span className="flex-1" />
      {shown.toReversed().map((which) => (
        <Button
          key={which.name}
          variant={which === shown[0] && which.isDangerous !== true ? 'primary' : which.isDangerous === true ? 'danger' : 'default'}
          isPending={pending === which.name}
          onPress={() => start(which)}
        >
          {say(`do.${which.name}`)}
        </Button>
      ))}
      {asking !== null && (
        <ReasonDialog
          isOpen
          onClose={() => setAsking(null)}
          title={say(`ask.${asking.name}`)}
          consequence={say(`why.${asking.name}`)}
          action={say(`do.${asking.name}`)}
          isDangerous={asking.isDangerous === true}
          onConfirm={(reason) => act(asking, reason)}
        />
      )}
    </footer>
  );
}
