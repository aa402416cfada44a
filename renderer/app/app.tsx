import { useCallback, useEffect, useRef, useState, type ReactNode } from 'react';
import type { AppInfo, MusterBridge, SessionInfo } from '../../shared/ipc/bridge.ts';
import { connectBridge } from '../bridge.ts';
import { FirstRun } from '../features/sign-in/first-run.tsx';
import { SignIn } from '../features/sign-in/sign-in.tsx';
import { useWords } from '../i18n/words.ts';
import { ErrorState, useSlow } from '../ui/index.ts';
import { ViewProvider } from '../view/hooks.ts';
import { openView } from '../view/open-view.ts';
import type { View } from '../view/view.ts';
import { AppFrame } from './app-frame.tsx';
import { takeEnrolCode } from './enrol-code.ts';
import { NamesProvider } from './names.tsx';
import { fetchFirstScreen } from './routes.tsx';
import { SessionProvider } from './session.tsx';

type Boot =
  | { readonly step: 'connecting' }
  | { readonly step: 'failed'; readonly cause: string }
  | { readonly step: 'signed-out'; readonly bridge: MusterBridge; readonly info: AppInfo }
  | {
      readonly step: 'opening';
      readonly info: AppInfo;
      readonly session: SessionInfo;
      readonly view: Promise<View>;
      readonly isFirstRun: boolean;
    }
  | { readonly step: 'open'; readonly info: AppInfo; readonly session: SessionInfo; readonly view: View; readonly isFirstRun: boolean };

const profile = new URLSearchParams(location.search).get('profile') ?? 'main';

/** From nothing to the frame: connect to the core, find out who is signed in, open the view, show the work. */
export function App(): ReactNode {
  const [boot, setBoot] = useState<Boot>({ step: 'connecting' });
  const fail = useCallback(
    (cause: unknown) => setBoot({ step: 'failed', cause: cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause) }),
    [],
  );

  // two may notice a sign-in at once (the form, and the watch on the host below); the cache must have one owner
  const isEntering = useRef(false);
  const enter = useCallback((bridge: MusterBridge, info: AppInfo, session: SessionInfo) => {
    if (isEntering.current) return;
    isEntering.current = true;
    fetchFirstScreen();
    setBoot(opening(bridge, info, session, true));
  }, []);

  useEffect(() => {
    let isCurrent = true;
    connectOnce().then(
      (next) => isCurrent && setBoot(next),
      (cause: unknown) => isCurrent && fail(cause),
    );
    return () => {
      isCurrent = false;
    };
  }, [fail]);

  useEffect(() => {
    if (boot.step !== 'opening') return;
    const { info, session, isFirstRun } = boot;
    let isCurrent = true;
    boot.view.then(
      (view) => {
        if (!isCurrent) return;
        void view.bridge.window.ready();
        setBoot({ step: 'open', info, session, view, isFirstRun });
      },
      (cause: unknown) => isCurrent && fail(cause),
    );
    return () => {
      isCurrent = false;
    };
  }, [boot, fail]);

  // The host may sign the device in by itself (a code on its command line, a link), before or after this page asked.
  useEffect(() => {
    if (boot.step !== 'signed-out') return;
    const { bridge, info } = boot;
    isEntering.current = false;
    let isCurrent = true;
    const look = async (): Promise<void> => {
      const session = await bridge.session.current();
      if (isCurrent && session !== null) enter(bridge, info, session);
    };
    const stop = bridge.onSyncChanged(() => void look());
    void look();
    return () => {
      isCurrent = false;
      stop();
    };
  }, [boot, enter]);

  switch (boot.step) {
    case 'connecting':
    case 'opening':
      return <Opening />;
    case 'failed':
      return <BootFailed cause={boot.cause} />;
    case 'signed-out':
      return <SignIn bridge={boot.bridge} info={boot.info} onSignedIn={(session) => enter(boot.bridge, boot.info, session)} />;
    case 'open': {
      const { view, session, info, isFirstRun } = boot;
      const signedOut = (): void => {
        isEntering.current = false;
        void view.close().then(() => setBoot({ step: 'signed-out', bridge: view.bridge, info }));
      };
      return (
        <ViewProvider view={view}>
          <SessionProvider value={{ session, info, signedOut }}>
            {isFirstRun ? (
              <FirstRun onReady={() => setBoot({ ...boot, isFirstRun: false })} />
            ) : (
              <NamesProvider>
                <AppFrame />
              </NamesProvider>
            )}
          </SessionProvider>
        </ViewProvider>
      );
    }
  }
}

const opening = (bridge: MusterBridge, info: AppInfo, session: SessionInfo, isFirstRun: boolean): Boot => ({
  step: 'opening',
  info,
  session,
  isFirstRun,
  view: openView({ bridge, storage: 'dexie', profile }),
});

let connected: Promise<Boot> | null = null;

/** Once per page load: the core has one connection and the cache one owner, however often React mounts the app. */
function connectOnce(): Promise<Boot> {
  connected ??= connect();
  return connected;
}

async function connect(): Promise<Boot> {
  const enrolCode = takeEnrolCode();
  const bridge = await connectBridge();
  const info = await bridge.app.info();
  const session = await bridge.session.current();
  if (session !== null) return opening(bridge, info, session, false);
  if (enrolCode !== null) {
    const reply = await bridge.session.enrol({ code: enrolCode });
    if (reply.ok) return opening(bridge, info, reply.value, true);
  }
  void bridge.window.ready();
  return { step: 'signed-out', bridge, info };
}

function Opening(): ReactNode {
  const say = useWords('app');
  const isSlow = useSlow(true, 400);
  return (
    <div role="status" className="flex h-full items-center justify-center text-13 text-ink-3">
      {isSlow && say('opening')}
    </div>
  );
}

function BootFailed({ cause }: { readonly cause: string }): ReactNode {
  const say = useWords('app');
  return (
    <main className="flex h-full items-center justify-center">
      <ErrorState title={say('boot-failed.title')} detail={say('boot-failed.detail')} technical={cause} onRetry={() => location.reload()} />
    </main>
  );
}
