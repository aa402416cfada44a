import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useMemo, useState, type ReactNode } from 'react';
import { useNow } from '../../app/clock.ts';
import { useKeys } from '../../app/keys.tsx';
import { useNames } from '../../app/names.tsx';
import { Link } from '../../app/router.tsx';
import { useSession } from '../../app/session.tsx';
import { useWords } from '../../i18n/words.ts';
import { Button, cx, dayKey, formatDay, IconButton, StatusIcon, viewerZone } from '../../ui/index.ts';
import type { Row } from '../../view/hooks.ts';
import { dayAfter, weekOf, type Week } from '../people/weeks.ts';
import { AsOf } from '../sync/as-of.tsx';
import { LaneBlocks } from './lane-blocks.tsx';
import { BINDS } from './lanes.ts';

const DAYS = Array.from({ length: 14 }, (_unused, day) => day);

interface KitsTimelineProps {
  readonly kits: readonly Row<'kits'>[];
  readonly allocations: readonly Row<'allocations'>[];
}

/** Every kit as a lane over two weeks: what is free when, and what everything is planned for. */
export function KitsTimeline({ kits, allocations }: KitsTimelineProps): ReactNode {
  const say = useWords('kits');
  const names = useNames();
  const now = useNow(60_000);
  const { siteId } = useSession();
  const [later, setLater] = useState(0);
  const zone = names.siteZone(siteId) ?? viewerZone();
  const today = dayKey(now, zone);
  // oxlint-disable-next-line react-hooks/exhaustive-deps -- the weeks change with the day, not with the minute
  const window = useMemo((): Week => ({ from: weekOf(now, zone, later).from, to: weekOf(now, zone, later + 1).to }), [today, zone, later]);
  const ofKit = useMemo(
    () =>
      Map.groupBy(
        allocations.filter(({ state }) => BINDS.has(state.status) && state.period.end > window.from && state.period.start < window.to),
        ({ state }) => state.kitId,
      ),
    [allocations, window],
  );
  const monday = dayKey(window.from, zone);
  const step = (weeks: number): void => setLater((before) => before + weeks);
  useKeys([
    { keys: 'arrowleft', label: say('timeline.before'), group: say('title'), run: () => step(-1) },
    { keys: 'arrowright', label: say('timeline.after'), group: say('title'), run: () => step(1) },
  ]);
  return (
    <div className="tabular min-h-0 flex-1 overflow-auto text-12">
      <AsOf className="sticky start-0 px-4 py-2" />
      <div className="min-w-3xl">
        <div className="sticky top-0 z-10 grid grid-cols-[13rem_1fr] items-end border-b border-line bg-surface">
          <div className="flex items-center gap-1 px-3 py-1">
            <IconButton icon={ChevronLeft} size="small" label={say('timeline.before')} onPress={() => step(-1)} />
            <IconButton icon={ChevronRight} size="small" label={say('timeline.after')} onPress={() => step(1)} />
            <span className="truncate ps-1 text-ink-2">
              {[monday, dayAfter(monday, 13)].map((day) => formatDay(`${day}T12:00:00Z`, 'UTC').split(' ').slice(1).join(' ')).join(' – ')}
            </span>
            {later !== 0 && (
              <Button size="small" variant="quiet" className="ms-auto" onPress={() => setLater(0)}>
                {say('timeline.now')}
              </Button>
            )}
          </div>
          <div className="grid grid-cols-14 text-11 text-ink-3">
            {DAYS.map((count) => {
              const day = dayAfter(monday, count);
              return (
                <time
                  key={day}
                  dateTime={day}
                  className={cx('truncate border-s border-line py-1.5 ps-1.5', day === today && 'font-medium text-accent-text')}
                >
                  {formatDay(`${day}T12:00:00Z`, 'UTC')
                    .split(' ')
                    .slice(0, 2)
                    .map((part) => (
                      <span key={part} className="block leading-tight">
                        {part}
                      </span>
                    ))}
                </time>
              );
            })}
          </div>
        </div>
        <ul aria-label={say('timeline.title')}>
          {kits.map((kit) => (
            <li
              key={kit.id}
              className="grid grid-cols-[13rem_1fr] border-b border-line [contain-intrinsic-size:auto_2.75rem] [content-visibility:auto]"
            >
              <Link
                to={`/kits/${kit.id}/plan`}
                className="focus-inner flex min-w-0 items-center gap-2 px-4 text-13 text-ink no-underline data-[hovered]:bg-hover"
              >
                <StatusIcon noun="kit" status={kit.state.status} />
                <span className="truncate">{kit.state.name}</span>
              </Link>
              <ul aria-label={kit.state.name} className="relative grid h-11 grid-cols-14">
                {DAYS.map((count) => {
                  const day = dayAfter(monday, count);
                  return (
                    <li
                      key={day}
                      aria-hidden
                      role="presentation"
                      className={cx('border-s border-line', day === today && 'bg-accent-soft', day < today && 'bg-sunken')}
                    />
                  );
                })}
                <LaneBlocks rows={ofKit.get(kit.id) ?? []} window={window} now={now} />
              </ul>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
