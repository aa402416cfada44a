import { ChevronsUpDown, LogOut, PanelLeftClose, PanelLeftOpen, Search, Settings } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { signOutPlace } from '../features/settings/address.ts';
import { SyncPill } from '../features/sync/sync-pill.tsx';
import { useWords } from '../i18n/words.ts';
import { Avatar, cx, IconButton, KeyHint, Menu, Tooltip } from '../ui/index.ts';
import { useInboxCount } from './inbox-count.ts';
import { Mark } from './mark.tsx';
import { setPreferences, usePreferences } from './preferences.ts';
import { matchPlace, placesFor, type Place } from './routes.tsx';
import { Link, navigate, usePlace } from './router.tsx';
import { useSession } from './session.tsx';

interface RailProps {
  readonly onSearch: () => void;
  readonly onSync: () => void;
}

const LINE =
  'flex h-row w-full min-w-0 items-center gap-2 rounded-control text-13 text-ink-2 no-underline data-[hovered]:bg-press data-[hovered]:text-ink';

/** Left rail: organization, places with what waits in them, and at the foot the connection and the person. */
export function Rail({ onSearch, onSync }: RailProps): ReactNode {
  const say = useWords('app');
  const session = useSession();
  const { isRailNarrow: wantsNarrow } = usePreferences();
  const { path } = usePlace();
  const here = matchPlace(path)?.name ?? null;
  const inbox = useInboxCount();
  const isNarrow = wantsNarrow;
  return (
    <nav
      aria-label={say('navigation')}
      className={cx(
        'flex min-h-0 shrink-0 flex-col gap-px p-2 max-sm:hidden',
        isNarrow ? 'w-rail-narrow' : 'w-rail max-[899px]:w-rail-narrow',
      )}
    >
      <div className={cx('mb-1 flex items-center', isNarrow ? 'flex-col gap-1' : 'max-[899px]:flex-col')}>
        <OrganizationMenu isNarrow={isNarrow} />
        <IconButton
          icon={isNarrow ? PanelLeftOpen : PanelLeftClose}
          label={say(isNarrow ? 'wide-rail' : 'narrow-rail')}
          size="small"
          onPress={() => setPreferences({ isRailNarrow: !isNarrow })}
          className="shrink-0 max-[899px]:hidden"
        />
      </div>
      <Tooltip text={say('search')} keys="mod+k" placement="right">
        <AriaButton
          onPress={onSearch}
          aria-label={say('search')}
          className={cx(
            LINE,
            'mb-2 border border-line bg-surface',
            isNarrow ? 'justify-center' : 'px-2 max-[899px]:justify-center max-[899px]:px-0',
          )}
        >
          <Search aria-hidden className="size-4 shrink-0 text-ink-3" strokeWidth={1.75} />
          {!isNarrow && (
            <span className="flex flex-1 items-center justify-between max-[899px]:hidden">
              <span className="text-ink-3">{say('search-short')}</span>
              <KeyHint keys="mod+k" />
            </span>
          )}
        </AriaButton>
      </Tooltip>
      <ul className="flex min-h-0 flex-1 flex-col gap-px overflow-y-auto">
        {placesFor(session.role).map((place) => (
          <li key={place.name}>
            <RailLink place={place} isHere={place.name === here} isNarrow={isNarrow} count={place.name === 'inbox' ? inbox : 0} />
          </li>
        ))}
      </ul>
      <div className="mt-2 flex flex-col gap-px border-t border-line pt-2">
        <SyncPill onPress={onSync} isNarrow={isNarrow} />
        <Tooltip text={say('signed-in-as', { name: session.memberName, role: say(`role.${session.role}`) })} placement="right">
          <AriaButton
            onPress={() => navigate('/settings')}
            className={cx(LINE, isNarrow ? 'justify-center' : 'px-2 max-[899px]:justify-center max-[899px]:px-0')}
          >
            <Avatar name={session.memberName} size="small" />
            <span className={isNarrow ? 'unseen' : 'truncate max-[899px]:sr-only'}>{session.memberName}</span>
          </AriaButton>
        </Tooltip>
      </div>
    </nav>
  );
}

interface RailLinkProps {
  readonly place: Place;
  readonly isHere: boolean;
  readonly isNarrow: boolean;
  readonly count: number;
}

function RailLink({ place: { name, icon: Icon, key }, isHere, isNarrow, count }: RailLinkProps): ReactNode {
  const say = useWords('app');
  return (
    <Tooltip text={say(`place.${name}`)} keys={`g ${key}`} placement="right">
      <Link
        to={`/${name}`}
        {...(isHere ? { 'aria-current': 'page' as const } : {})}
        className={cx(
          LINE,
          'relative',
          isNarrow ? 'justify-center' : 'px-2 max-[899px]:justify-center max-[899px]:px-0',
          isHere && 'bg-press font-medium text-ink',
        )}
      >
        <Icon aria-hidden className={cx('size-4 shrink-0', isHere && 'text-accent-text')} strokeWidth={1.75} />
        <span className={isNarrow ? 'unseen' : 'truncate max-[899px]:sr-only'}>{say(`place.${name}`)}</span>
        {count > 0 && (
          <span
            aria-label={say('inbox-count', { count })}
            className={cx(
              'tabular flex items-center justify-center rounded-full bg-accent leading-none font-semibold text-accent-ink',
              // beside an icon alone there is room for the fact, not for the number
              isNarrow
                ? 'absolute end-1.5 top-1.5 size-2 overflow-hidden text-[0px]'
                : 'ms-auto h-4 min-w-4 px-1 text-11 max-[899px]:absolute max-[899px]:end-1.5 max-[899px]:top-1.5 max-[899px]:size-2 max-[899px]:min-w-0 max-[899px]:overflow-hidden max-[899px]:p-0 max-[899px]:text-[0px]',
            )}
          >
            {count > 99 ? '99+' : count}
          </span>
        )}
      </Link>
    </Tooltip>
  );
}

function OrganizationMenu({ isNarrow }: { readonly isNarrow: boolean }): ReactNode {
  const say = useWords('app');
  const { organizationName } = useSession();
  return (
    <Menu
      label={say('organization')}
      actions={[
        { id: 'settings', label: say('place.settings'), icon: Settings, keys: 'g s', onAction: () => navigate('/settings') },
        { id: 'sign-out', label: say('sign-out'), icon: LogOut, onAction: () => navigate(signOutPlace) },
      ]}
    >
      <AriaButton
        className={cx(LINE, 'font-semibold text-ink', isNarrow ? 'justify-center' : 'px-1.5 max-[899px]:justify-center max-[899px]:px-0')}
      >
        <Mark className="size-5 shrink-0" />
        <span className={isNarrow ? 'unseen' : 'truncate max-[899px]:sr-only'}>{organizationName}</span>
        {!isNarrow && <ChevronsUpDown aria-hidden className="size-3.5 shrink-0 text-ink-3 max-[899px]:hidden" />}
      </AriaButton>
    </Menu>
  );
}
