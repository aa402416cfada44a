import { Suspense, useEffect, useState, type ReactNode } from 'react';
import { EmptyState, Button, cx, dropRefusals, Skeleton } from '../ui/index.ts';
import { Compass } from 'lucide-react';
import { CommandPalette } from '../features/palette/command-palette.tsx';
import { SyncSheet } from '../features/sync/sync-sheet.tsx';
import { useWords } from '../i18n/words.ts';
import { Toasts } from '../ui/toast.tsx';
import { useBridge } from '../view/hooks.ts';
import { ErrorBoundary } from './error-boundary.tsx';
import { focusSearch, walkList } from './focus.ts';
import { BottomBar } from './bottom-bar.tsx';
import { KeySheet } from './key-sheet.tsx';
import { listenForKeys, useKeys, type KeyAction } from './keys.tsx';
import { suggestTouch, usePreferences } from './preferences.ts';
import { Rail } from './rail.tsx';
import { matchPlace, placesFor } from './routes.tsx';
import { navigate, placeOfObject, usePlace } from './router.tsx';
import { useSession } from './session.tsx';
import { undoAndSay } from './use-command.ts';
import { useWarmScreens } from './warm-screens.ts';

type Overlay = 'palette' | 'sync' | 'keys' | null;

/** The frame around every place: rail, the place itself, and what can be called from anywhere. */
export function AppFrame(): ReactNode {
  const [overlay, setOverlay] = useState<Overlay>(null);
  const say = useWords('app');
  const { role } = useSession();
  const { path } = usePlace();
  const { isRailNarrow } = usePreferences();
  const bridge = useBridge();
  const close = (): void => setOverlay(null);
  // a kit station fills the window: nothing else within reach of a glove
  const isStation = path.startsWith('/kits/station/');

  useWarmScreens();
  useEffect(listenForKeys, []);
  useEffect(() => suggestTouch(role === 'staff'), [role]);
  useEffect(dropRefusals, [path]);
  useEffect(
    () =>
      bridge.onLinkOpened(({ collection, id }) => {
        const address = placeOfObject(collection, id, role);
        if (address !== null) navigate(address);
      }),
    [bridge, role],
  );
  const go = say('keys.go');
  const app = say('keys.app');
  useKeys([
    ...placesFor(role).map((place): KeyAction => ({
      keys: `g ${place.key}`,
      label: say(`place.${place.name}`),
      group: go,
      run: () => navigate(`/${place.name}`),
    })),
    { keys: 'mod+k', label: say('keys.palette'), group: app, whileTyping: true, run: () => setOverlay('palette') },
    { keys: 'mod+shift+s', label: say('keys.sheet'), group: app, whileTyping: true, run: () => setOverlay('sync') },
    { keys: '?', label: say('keys.help'), group: app, run: () => setOverlay('keys') },
    { keys: '/', label: say('keys.search'), group: app, run: focusSearch },
    { keys: 'mod+z', label: say('keys.undo'), group: app, run: () => void undoAndSay() },
    { keys: 'j', label: say('keys.list-move'), group: say('keys.list'), run: () => walkList('j') },
    { keys: 'k', label: say('keys.list-back'), group: say('keys.list'), run: () => walkList('k') },
  ]);

  return (
    <div className="flex h-full min-w-0 bg-canvas max-sm:flex-col">
      <a
        href="#place"
        className="absolute start-2 top-2 z-50 -translate-y-20 rounded-control bg-accent px-3 py-2 text-accent-ink focus:translate-y-0"
      >
        {say('skip')}
      </a>
      {!isStation && <Rail onSearch={() => setOverlay('palette')} onSync={() => setOverlay('sync')} />}
      <main
        id="place"
        tabIndex={-1}
        className={cx(
          'flex min-h-0 min-w-0 flex-1 flex-col border-line bg-surface outline-none max-sm:border-s-0',
          !isStation && 'border-s',
        )}
      >
        <CurrentPlace path={path} />
      </main>
      {!isStation && <BottomBar onSync={() => setOverlay('sync')} onSearch={() => setOverlay('palette')} />}
      <Toasts beside={overlay === 'sync' ? 'sheet' : isStation ? 'nothing' : isRailNarrow ? 'icons' : 'rail'} />
      <CommandPalette isOpen={overlay === 'palette'} onClose={close} onSync={() => setOverlay('sync')} onKeys={() => setOverlay('keys')} />
      <SyncSheet isOpen={overlay === 'sync'} onClose={close} />
      <KeySheet isOpen={overlay === 'keys'} onClose={close} />
    </div>
  );
}

function CurrentPlace({ path }: { readonly path: string }): ReactNode {
  const say = useWords('app');
  const match = matchPlace(path);
  const title = match === null ? 'Muster' : `${say(`place.${match.name}`)} · Muster`;
  useEffect(() => {
    document.title = title;
  }, [title]);
  if (match === null) {
    return (
      <EmptyState
        icon={Compass}
        title={say('not-here.title')}
        detail={say('not-here.detail')}
        action={<Button onPress={() => navigate('/')}>{say('not-here.action')}</Button>}
      />
    );
  }
  const { Screen, props, name } = match;
  return (
    <ErrorBoundary key={name}>
      <Suspense fallback={<Skeleton rows={12} className="pt-12" />}>
        <Screen {...props} />
      </Suspense>
    </ErrorBoundary>
  );
}
