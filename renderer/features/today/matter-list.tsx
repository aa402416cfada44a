import { CircleCheck } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useNames } from '../../app/names.tsx';
import { navigate } from '../../app/router.tsx';
import { useCan } from '../../app/use-can.ts';
import { useWords } from '../../i18n/words.ts';
import { Button, Chip, formatTime, Section } from '../../ui/index.ts';
import type { Matter } from './attention.ts';

const SHOWN = 6;
const FIX: Readonly<Record<Matter['kind'], string>> = {
  gap: 'room.gap-fix',
  late: 'room.late-fix',
  unknown: 'room.late-fix',
  short: 'room.short-fix',
  unpacked: 'room.unpacked-fix',
  approve: 'room.approve-fix',
  overdue: 'room.late-fix',
};

/** Who may not do it still wants to see it. */
const FIXED_BY: Readonly<Partial<Record<Matter['kind'], string>>> = {
  gap: 'shift.assign',
  short: 'allocation.assign',
  approve: 'booking.approve',
};

/** What needs somebody, each with the button that fixes it. */
export function MatterList({ matters, zone }: { readonly matters: readonly Matter[]; readonly zone: string }): ReactNode {
  const say = useWords('today');
  const names = useNames();
  const can = useCan();
  const [isOpen, setIsOpen] = useState(false);
  const mayFix = (kind: Matter['kind']): boolean => {
    const command = FIXED_BY[kind];
    return command === undefined || can(command);
  };
  if (matters.length === 0) {
    return (
      <p className="flex items-center gap-2 border-b border-line px-5 py-3 text-13 text-ink-2">
        <CircleCheck aria-hidden className="size-4 text-approved" />
        {say('room.calm')}
      </p>
    );
  }
  const shown = isOpen ? matters : matters.slice(0, SHOWN);
  return (
    <Section level={2} title={say('room.attention')} actions={<Chip tone="needs">{String(matters.length)}</Chip>}>
      <ul>
        {shown.map((matter) => (
          <li key={matter.id} className="flex min-h-row items-center gap-3 border-t border-line py-1 text-13 first:border-t-0">
            <time dateTime={matter.at} className="tabular w-12 shrink-0 text-ink-2">
              {formatTime(matter.at, zone)}
            </time>
            <span className="min-w-0 flex-1 truncate">
              {say(`room.${matter.kind}`, {
                count: matter.count,
                role: matter.what,
                kit: matter.kind === 'unpacked' ? names.kit(matter.kitId) : matter.what,
                person: names.member(matter.memberId),
                booking: names.booking(matter.bookingId),
                site: names.site(matter.siteId),
              })}
            </span>
            <Button size="small" onPress={() => navigate(matter.fixAt)}>
              {say(mayFix(matter.kind) ? FIX[matter.kind] : 'room.look')}
            </Button>
          </li>
        ))}
      </ul>
      {matters.length > SHOWN && !isOpen && (
        <Button variant="quiet" size="small" onPress={() => setIsOpen(true)}>
          {say('room.more', { count: matters.length - SHOWN })}
        </Button>
      )}
    </Section>
  );
}
