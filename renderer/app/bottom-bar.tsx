import { Ellipsis, Search } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import { SyncPill } from '../features/sync/sync-pill.tsx';
import { useWords } from '../i18n/words.ts';
import { cx, Menu } from '../ui/index.ts';
import { useInboxCount } from './inbox-count.ts';
import { matchPlace, placesFor } from './routes.tsx';
import { Link, navigate, usePlace } from './router.tsx';
import { useSession } from './session.tsx';

/** What people reach for on the move; everything else is behind the dots. */
const FIRST: readonly string[] = ['today', 'schedule', 'bookings', 'inbox'];
const MOST = 3;

/** The rail of a window as narrow as a phone: the few places of this person within reach of a thumb, and the connection. */
export function BottomBar({ onSync, onSearch }: { readonly onSync: () => void; readonly onSearch: () => void }): ReactNode {
  const say = useWords('app');
  const { role } = useSession();
  const { path } = usePlace();
  const here = matchPlace(path)?.name ?? null;
  const inbox = useInboxCount();
  const places = placesFor(role);
  const shown = FIRST.flatMap((name) => places.find((place) => place.name === name) ?? []).slice(0, MOST);
  const rest = places.filter((place) => !shown.includes(place));
  return (
    <nav
      aria-label={say('navigation')}
      className="hidden shrink-0 items-stretch border-t border-line bg-canvas pb-[env(safe-area-inset-bottom)] max-sm:flex"
    >
      {shown.map(({ name, icon: Icon }) => (
        <Link
          key={name}
          to={`/${name}`}
          {...(name === here ? { 'aria-current': 'page' as const } : {})}
          className={cx(
            'focus-inner relative flex min-h-14 min-w-0 flex-1 flex-col items-center justify-center gap-1 text-11 no-underline',
            name === here ? 'font-medium text-accent-text' : 'text-ink-2',
          )}
        >
          <Icon aria-hidden className="size-5" strokeWidth={1.75} />
          <span className="max-w-full truncate px-1">{say(`short.${name}`, { defaultValue: say(`place.${name}`) })}</span>
          {name === 'inbox' && inbox > 0 && (
            <span
              aria-label={say('inbox-count', { count: inbox })}
              className="tabular absolute top-1.5 start-1/2 ms-2 flex h-4 min-w-4 items-center justify-center rounded-full bg-accent px-1 text-11 leading-none font-semibold text-accent-ink"
            >
              {inbox > 99 ? '99+' : inbox}
            </span>
          )}
        </Link>
      ))}
      <Menu
        label={say('more-places')}
        actions={[
          ...rest.map(({ name, icon }) => ({ id: name, label: say(`place.${name}`), icon, onAction: () => navigate(`/${name}`) })),
          { id: 'search', label: say('search'), icon: Search, onAction: onSearch },
        ]}
      >
        <Button className="focus-inner flex min-h-14 flex-1 flex-col items-center justify-center gap-1 text-11 text-ink-2">
          <Ellipsis aria-hidden className="size-5" strokeWidth={1.75} />
          {say('more-places')}
        </Button>
      </Menu>
      <div className="flex w-14 items-center justify-center">
        <SyncPill onPress={onSync} isNarrow />
      </div>
    </nav>
  );
}
