import { ArrowLeft, ChevronRight } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { Disclosure, DisclosurePanel } from 'react-aria-components/Disclosure';
import { Button as AriaButton } from 'react-aria-components/Button';
import { Heading } from 'react-aria-components/Heading';
import { mayReopen } from '../../../shared/domain/conflict/decide.ts';
import { useNow } from '../../app/clock.ts';
import { useKeys } from '../../app/keys.tsx';
import { useNames } from '../../app/names.tsx';
import { Link, placeOfObject } from '../../app/router.tsx';
import { useCan } from '../../app/use-can.ts';
import { useCommand } from '../../app/use-command.ts';
import { sentence } from '../../i18n/reasons.ts';
import { useWords } from '../../i18n/words.ts';
import {
  Button,
  Facts,
  formatDayTime,
  formatAgo,
  IconButton,
  Menu,
  ReasonDialog,
  StatusChip,
  SyncMark,
  viewerZone,
} from '../../ui/index.ts';
import { useRow, type Row } from '../../view/hooks.ts';
import { HistoryPanel } from '../history/history-panel.tsx';
import { useFieldWords } from '../history/use-field-words.ts';
import { ClashStrip } from './clash-strip.tsx';
import { choiceOf, chosenOption, conflictSentence, optionSentence } from './conflict-words.ts';
import { OptionList } from './option-list.tsx';
import { Versions } from './versions.tsx';

interface ConflictCardProps {
  readonly row: Row<'conflicts'>;
  readonly onClose: () => void;
  /** Goes on with the next one after this is settled. */
  readonly onSettled: () => void;
}

/** Sentence first, strip second, the ways out, both versions, details last. */
export function ConflictCard({ row, onClose, onSettled }: ConflictCardProps): ReactNode {
  const say = useWords('conflicts');
  const names = useNames();
  const fields = useFieldWords();
  const can = useCan();
  const now = useNow(60_000);
  const conflict = row.state;
  const isOpen = conflict.status === 'open' || conflict.status === 'claimed';
  const zone = useRow('bookings', conflict.bookingId)?.state.period.zone ?? names.siteZone(conflict.mine.siteId) ?? viewerZone();
  const address =
    conflict.bookingId !== null ? placeOfObject('booking', conflict.bookingId) : placeOfObject(conflict.about.type, conflict.about.id);
  return (
    <article className="flex min-h-0 flex-1 flex-col">
      <div className="min-h-0 flex-1 overflow-y-auto px-5 pt-4 pb-6">
        <div className="mb-2 flex items-center gap-3">
          <IconButton icon={ArrowLeft} label={say('back')} size="small" onPress={onClose} className="-ms-1.5" />
          <StatusChip noun="severity" status={conflict.severity} />
          {!isOpen && <StatusChip noun="conflict" status={conflict.status} />}
          {conflict.status === 'claimed' && (
            <span className="text-12 text-ink-2">{say('claimed-by', { name: names.member(conflict.claimedBy) })}</span>
          )}
          <SyncMark sync={row.sync} hideConfirmed look="words" className="ms-auto" />
        </div>
        <h2 className="max-w-2xl text-20 leading-snug font-medium text-pretty">{conflictSentence(conflict, fields)}</h2>
        <p className="mt-1.5 mb-4 flex flex-wrap gap-x-3 text-12 text-ink-3">
          {address !== null && <Link to={address}>{conflict.bookingId === null ? say('open-it') : names.booking(conflict.bookingId)}</Link>}
          {conflict.startsAt !== null && (
            <span className="tabular">
              {say(conflict.startsAt < now ? 'started' : 'starts', {
                time: formatDayTime(conflict.startsAt, zone),
                in: formatAgo(conflict.startsAt),
              })}
              {formatDayTime(conflict.startsAt, zone) !== formatDayTime(conflict.startsAt) &&
                ` · ${say('ui:for-you', { time: formatDayTime(conflict.startsAt) })}`}
            </span>
          )}
        </p>
        <div className="mb-5 max-w-3xl">
          <ClashStrip conflict={conflict} />
        </div>
        <div className="max-w-2xl">
          {isOpen && can('conflict.resolve') ? <Decision key={row.id} row={row} onSettled={onSettled} /> : <Outcome row={row} />}
          <div className="mt-6">
            <Versions conflict={conflict} />
          </div>
          <Details row={row} />
        </div>
      </div>
    </article>
  );
}

function Decision({ row, onSettled }: { readonly row: Row<'conflicts'>; readonly onSettled: () => void }): ReactNode {
  const say = useWords('conflicts');
  const run = useCommand();
  const fields = useFieldWords();
  const conflict = row.state;
  const first = Math.max(
    0,
    conflict.options.findIndex(({ recommended }) => recommended),
  );
  const firstOption = conflict.options[first];
  const [choice, setChoice] = useState(firstOption === undefined ? '' : choiceOf(firstOption, first));
  const [isBusy, setIsBusy] = useState(false);
  const [isDismissing, setIsDismissing] = useState(false);
  const chosen = conflict.options.find((option, index) => choiceOf(option, index) === choice);

  const settle = async (): Promise<void> => {
    if (chosen === undefined || isBusy) return;
    setIsBusy(true);
    // a choice without a consequence can be taken back whole; one with commands is undone where it was done
    const undo = chosen.commands.length === 0 ? { undo: { name: 'conflict.reopen', input: { conflictId: row.id } } } : {};
    const reply = await run(
      'conflict.resolve',
      { conflictId: row.id, choice, reason: null },
      { done: say('settled-as', { way: optionSentence(chosen, conflict, fields) }), ...undo },
    );
    setIsBusy(false);
    if (reply.ok) onSettled();
  };
  const claim = (): void => void run('conflict.claim', { conflictId: row.id }, { done: say('claimed') });
  const giveBack = (): void => void run('conflict.reopen', { conflictId: row.id }, { done: say('given-back') });
  const dismiss = async (reason: string): Promise<boolean> => {
    const reply = await run(
      'conflict.dismiss',
      { conflictId: row.id, reason },
      { done: say('dismissed'), undo: { name: 'conflict.reopen', input: { conflictId: row.id } } },
    );
    if (reply.ok) onSettled();
    return reply.ok;
  };
  const group = say('title');
  useKeys([
    ...conflict.options.slice(0, 5).map((option, index) => ({
      keys: String(index + 1),
      label: say('key.choose', { number: index + 1 }),
      group,
      run: () => setChoice(choiceOf(option, index)),
    })),
    { keys: 'mod+enter', label: say('key.settle'), group, run: () => void settle() },
    { keys: 'l', label: say('later'), group, run: claim },
  ]);
  return (
    <>
      <OptionList conflict={conflict} value={choice} onChange={setChoice} />
      <div className="mt-3 flex items-center gap-2">
        <Button variant="primary" isPending={isBusy} isDisabled={chosen === undefined} onPress={() => void settle()} data-settle="">
          {say('settle')}
        </Button>
        {conflict.status === 'open' ? (
          <Button onPress={claim}>{say('later')}</Button>
        ) : (
          <Button onPress={giveBack}>{say('give-back')}</Button>
        )}
        <Menu label={say('more')} actions={[{ id: 'dismiss', label: say('dismiss'), onAction: () => setIsDismissing(true) }]} />
      </div>
      <ReasonDialog
        isOpen={isDismissing}
        onClose={() => setIsDismissing(false)}
        title={say('dismiss-title')}
        consequence={say('dismiss-consequence')}
        action={say('dismiss-action')}
        onConfirm={dismiss}
      />
    </>
  );
}

/** Settled, or not for this person to settle. */
function Outcome({ row }: { readonly row: Row<'conflicts'> }): ReactNode {
  const say = useWords('conflicts');
  const names = useNames();
  const fields = useFieldWords();
  const can = useCan();
  const run = useCommand();
  const now = useNow(600_000);
  const conflict = row.state;
  if (conflict.status === 'open' || conflict.status === 'claimed') return <p className="text-13 text-ink-2">{say('others-decide')}</p>;
  const option = chosenOption(conflict);
  return (
    <div>
      {option !== null && <p className="text-15">{optionSentence(option, conflict, fields)}</p>}
      <p className="mt-1 text-13 text-ink-2">
        {conflict.resolvedAt === null
          ? say('settled')
          : say('settled-by', { name: names.member(conflict.resolvedBy), time: formatDayTime(conflict.resolvedAt) })}
      </p>
      {conflict.reason !== null && <p className="mt-1 text-13 text-ink-2">“{conflict.reason}”</p>}
      {can('conflict.reopen') && conflict.status !== 'auto_resolved' && !mayReopen(conflict.resolvedAt, now) && (
        <p className="mt-1 text-13 text-ink-2">{sentence('conflict.too-old')}</p>
      )}
      {can('conflict.reopen') && conflict.status !== 'auto_resolved' && mayReopen(conflict.resolvedAt, now) && (
        <Button className="mt-3" onPress={() => void run('conflict.reopen', { conflictId: row.id }, { done: say('reopened') })}>
          {say('reopen')}
        </Button>
      )}
    </div>
  );
}

function Details({ row }: { readonly row: Row<'conflicts'> }): ReactNode {
  const say = useWords('conflicts');
  const { state } = row;
  return (
    <Disclosure className="mt-4">
      <Heading level={3}>
        <AriaButton
          slot="trigger"
          className="group flex items-center gap-1 rounded-small py-1 text-12 font-medium text-ink-2 data-[hovered]:text-ink"
        >
          <ChevronRight aria-hidden className="size-3.5 group-aria-expanded:rotate-90 rtl:rotate-180" />
          {say('details')}
        </AriaButton>
      </Heading>
      <DisclosurePanel className="pt-2">
        <Facts
          facts={[
            { label: say('detail.class'), value: say(`class.${state.class}`) },
            { label: say('detail.detected'), value: formatDayTime(state.detectedAt) },
            { label: say('detail.mine'), value: <code className="text-12 break-all">{state.mine.eventId}</code> },
            {
              label: say('detail.theirs'),
              value: state.theirs === null ? '—' : <code className="text-12 break-all">{state.theirs.eventId}</code>,
            },
          ]}
        />
        <div className="-mx-5 mt-2">
          <HistoryPanel about={{ type: 'conflict', id: row.id }} />
        </div>
      </DisclosurePanel>
    </Disclosure>
  );
}
