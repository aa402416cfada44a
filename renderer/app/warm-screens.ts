import { useEffect } from 'react';
import { useView, useViewStatus } from '../view/hooks.ts';
import { useNames } from './names.tsx';
import { warmPlaces } from './routes.tsx';
import { useSession } from './session.tsx';

/**
 * Once the view is complete and nothing else is to do, fetches the code of the role's other screens and asks what their
 * first look asks, so that the first visit is as quick as the second. What fails here, the screen itself asks again.
 */
export function useWarmScreens(): void {
  const view = useView();
  const { phase } = useViewStatus();
  const { role, siteId } = useSession();
  const zone = useNames().siteZone(siteId);
  useEffect(() => {
    if (phase !== 'ready') return;
    const over = new AbortController();
    const later = requestIdleCallback(() => void warmPlaces(role, { view, zone }, over.signal).catch(() => undefined), {
      timeout: 5000,
    });
    return () => {
      over.abort();
      cancelIdleCallback(later);
    };
  }, [phase, role, view, zone]);
}
