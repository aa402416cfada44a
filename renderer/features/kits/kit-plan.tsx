import { CalendarRange } from 'lucide-react';
import { useMemo, type ReactNode } from 'react';
import { useNow } from '../../app/clock.ts';
import { useNames } from '../../app/names.tsx';
import { useWords } from '../../i18n/words.ts';
import { certaintyOf, EmptyState, statusLook, TimeStrip, viewerZone } from '../../ui/index.ts';
import { useRows, type Row } from '../../view/hooks.ts';

const DAY_MS = 86_400_000;
const BINDS: ReadonlySet<string> = new Set(['assigned', 'packed', 'in_transit', 'delivered', 'transferred', 'returning']);

/** When the kit is free: a lane for what blocks it, buffers included, and one for its real use. */
export function KitPlan({ kit }: { readonly kit: Row<'kits'> }): ReactNode {
  const say = useWords('kits');
  const names = useNames();
  const now = useNow(600_000);
  const zone = names.siteZone(kit.state.homeSiteId) ?? viewerZone();
  const window = useMemo(() => {
    const day = Date.parse(now.slice(0, 10));
    return { from: new Date(day - 3 * DAY_MS).toISOString(), to: new Date(day + 28 * DAY_MS).toISOString() };
  }, [now]);
  const { rows } = useRows('allocations', { during: window, sort: 'startsAt' });
  const own = rows.filter(({ state }) => state.kitId === kit.id && BINDS.has(state.status));
  if (own.length === 0) return <EmptyState size="panel" icon={CalendarRange} title={say('plan.none')} />;
  const blocks = (of: 'period' | 'usage') =>
    own.map((row) => ({
      id: row.id,
      start: row.state[of].start,
      end: row.state[of].end,
      label: names.booking(row.state.bookingId),
      tone: of === 'usage' ? statusLook('allocation', row.state.status).tone : ('draft' as const),
      certainty: certaintyOf(row.sync),
    }));
  return (
    <div className="px-5 py-5">
      <TimeStrip
        zone={zone}
        from={window.from}
        to={window.to}
        now={now}
        lanes={[
          { id: 'blocked', label: say('plan.lane'), blocks: blocks('period') },
          { id: 'use', label: say('plan.use'), blocks: blocks('usage') },
        ]}
      />
    </div>
  );
}
