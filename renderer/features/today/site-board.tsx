import { UserPlus } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useNames } from '../../app/names.tsx';
import { useSession } from '../../app/session.tsx';
import { useCommand } from '../../app/use-command.ts';
import { useWords } from '../../i18n/words.ts';
import { Button, certaintyOf, Chip, cx, formatTime, Menu, SyncMark, type Tone } from '../../ui/index.ts';
import { useRow, type Row } from '../../view/hooks.ts';
import { boardOf, type BoardLine, type Presence } from './board.ts';
import { SomebodyElse } from './somebody-else.tsx';

interface SiteBoardProps {
  readonly own: Row<'shifts'>;
  readonly shifts: readonly Row<'shifts'>[];
  readonly now: string;
}

const TONES: Readonly<Record<Presence['kind'], Tone>> = {
  late: 'needs',
  expected: 'pending',
  offered: 'pending',
  open: 'needs',
  'no-show': 'stopped',
  'on-way': 'pending',
  here: 'running',
  left: 'done',
};

/** For the site lead: who is here, who is late, who came instead, and one press to confirm an arrival. */
export function SiteBoard({ own, shifts, now }: SiteBoardProps): ReactNode {
  const say = useWords('today');
  const { organizationId } = useSession();
  const [isAdding, setIsAdding] = useState(false);
  const graceMinutes = useRow('organizations', organizationId)?.state.settings.lateGraceMinutes ?? 10;
  const lines = boardOf(shifts, now, graceMinutes);
  const count = (kind: Presence['kind']): number => lines.filter(({ presence }) => presence.kind === kind).length;
  const late = count('late');
  return (
    <section aria-label={say('board.title')} className="border-t border-line pt-4 @2xl:first:border-t-0 @2xl:first:pt-0">
      <div className="mb-1 flex flex-wrap items-center gap-3">
        <h3 className="text-13 text-ink-2">{say('board.title')}</h3>
        <span className="tabular text-13">{say('board.here', { count: count('here'), total: lines.length - count('left') })}</span>
        {late > 0 && <Chip tone="needs">{say('board.late', { count: late })}</Chip>}
      </div>
      <ul>
        {lines.map((line) => (
          <Person key={line.key} line={line} />
        ))}
      </ul>
      {isAdding ? (
        <SomebodyElse own={own} lines={lines} onClose={() => setIsAdding(false)} />
      ) : (
        <Button icon={UserPlus} className="mt-2" onPress={() => setIsAdding(true)}>
          {say('board.somebody-else')}
        </Button>
      )}
    </section>
  );
}

function Person({ line }: { readonly line: BoardLine }): ReactNode {
  const say = useWords('today');
  const names = useNames();
  const run = useCommand();
  const { memberId: me } = useSession();
  const [isPending, setIsPending] = useState(false);
  const { shift, memberId, presence, isUnplanned } = line;
  const { zone, start } = shift.state.period;
  const person = memberId === null ? say('board.nobody') : names.member(memberId);
  const shiftId = shift.id;
  const act = async (name: string, input: unknown, done: string): Promise<void> => {
    setIsPending(true);
    await run(name, input, { done });
    setIsPending(false);
  };
  const isAwaited =
    presence.kind === 'late' ||
    presence.kind === 'expected' ||
    presence.kind === 'on-way' ||
    presence.kind === 'no-show' ||
    presence.kind === 'offered';
  const mayAct = !shift.readOnly && memberId !== null && memberId !== me;
  const input = { shiftId, memberId };
  // a break is part of planned work; who came unplanned is here or has left
  const pause = isUnplanned
    ? []
    : presence.kind === 'here' && presence.breakSince !== null
      ? [
          {
            id: 'back',
            label: say('step.end-break'),
            onAction: () => void act('shift.end_break', input, say('board.done.back', { person })),
          },
        ]
      : [
          {
            id: 'break',
            label: say('step.start-break'),
            onAction: () => void act('shift.start_break', input, say('board.done.break', { person })),
          },
        ];
  const others =
    mayAct && presence.kind === 'here'
      ? [
          ...pause,
          {
            id: 'out',
            label: say('step.check-out'),
            onAction: () => void act('shift.check_out', input, say('board.done.out', { person })),
          },
        ]
      : mayAct && presence.kind === 'late'
        ? [
            {
              id: 'no-show',
              label: say('board.no-show'),
              isDangerous: true,
              onAction: () => void act('shift.record_no_show', { shiftId }, say('board.done.no-show', { person })),
            },
          ]
        : [];
  return (
    <li
      data-presence={presence.kind}
      data-certainty={certaintyOf(shift.sync)}
      className="flex min-h-14 flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-1 py-1.5 text-13 last:border-b-0"
    >
      <span className="min-w-40 flex-1">
        <span className={cx('block break-words', presence.kind !== 'left' && 'font-medium')}>
          {person}
          {memberId === me && <span className="font-normal text-ink-3"> {say('board.you')}</span>}
        </span>
        <span className="block text-12 break-words text-ink-3">
          {[isUnplanned ? say('board.unplanned') : shift.state.role, isAwaited ? formatTime(start, zone) : ''].filter(Boolean).join(' · ')}
        </span>
      </span>
      <Chip tone={TONES[presence.kind]} look="plain" className="tabular">
        {words(presence)}
      </Chip>
      <SyncMark sync={shift.sync} readOnly={shift.readOnly} />
      {mayAct && isAwaited && (
        <Button
          isPending={isPending}
          aria-label={say('board.confirm-who', { person })}
          onPress={() => void act('shift.check_in', { shiftId, memberId, method: 'lead' }, say('board.done.here', { person }))}
        >
          {say('board.confirm')}
        </Button>
      )}
      {others.length > 0 && <Menu label={person} actions={others} />}
    </li>
  );

  function words(what: Presence): string {
    switch (what.kind) {
      case 'late':
        return say('board.is.late', { count: what.minutes });
      case 'here':
        return what.breakSince === null
          ? say(what.isVerified ? 'board.is.here' : 'board.is.here-unconfirmed', { time: formatTime(what.since, zone) })
          : say('board.is.break', { time: formatTime(what.breakSince, zone) });
      case 'left':
      case 'on-way':
        return say(`board.is.${what.kind}`, { time: formatTime(what.since, zone) });
      default:
        return say(`board.is.${what.kind}`);
    }
  }
}
