import { Circle, CircleCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import { navigate } from '../../app/router.tsx';
import { useCan } from '../../app/use-can.ts';
import { useWords } from '../../i18n/words.ts';
import { Button, cx } from '../../ui/index.ts';
import { useCount } from '../../view/hooks.ts';

const STEPS = [
  { name: 'place', table: 'locations', command: 'location.create', to: '/locations?new=1', enough: 1 },
  // whoever founded the organization is one already
  { name: 'people', table: 'members', command: 'member.create', to: '/people?new=1', enough: 2 },
  { name: 'kit', table: 'kits', command: 'kit.create', to: '/kits?new=1', enough: 1 },
  { name: 'booking', table: 'bookings', command: 'booking.create', to: '/bookings?new=1', enough: 1 },
] as const;

/** A new organization: the four things it needs until its first day can be seen here, in their order, ticked as they come. */
export function FirstSteps(): ReactNode {
  const say = useWords('today');
  const can = useCan();
  const counts = {
    locations: useCount('locations'),
    members: useCount('members'),
    kits: useCount('kits'),
    bookings: useCount('bookings'),
  };
  const steps = STEPS.filter(({ command }) => can(command)).map((step) => ({ ...step, isDone: (counts[step.table] ?? 0) >= step.enough }));
  const next = steps.find(({ isDone }) => !isDone);
  return (
    <section aria-label={say('first.title')} className="mx-auto w-full max-w-2xl px-5 py-10">
      <h2 className="text-20">{say('first.title')}</h2>
      <p className="mt-1 mb-5 text-13 text-ink-2">{say('first.detail')}</p>
      <ol className="border-t border-line">
        {steps.map(({ name, to, isDone }) => {
          const Icon = isDone ? CircleCheck : Circle;
          return (
            <li key={name} className="flex items-center gap-3 border-b border-line py-3 text-13">
              <Icon aria-hidden className={cx('size-4 shrink-0 self-start', isDone ? 'text-approved' : 'text-ink-3')} strokeWidth={1.75} />
              <span className="min-w-0 flex-1">
                <span className="block font-medium">
                  {say(`first.${name}`)}
                  {isDone && <span className="font-normal text-ink-3"> {say('first.done')}</span>}
                </span>
                <span className="block text-12 text-pretty text-ink-2">{say(`first.${name}-why`)}</span>
              </span>
              <Button variant={name === next?.name ? 'primary' : isDone ? 'quiet' : 'default'} onPress={() => navigate(to)}>
                {say(isDone ? 'first.another' : `first.${name}-go`)}
              </Button>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
