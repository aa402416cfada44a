import { ownScriptUrl } from './script-url.ts';

const ACTIVATE_WITHIN_MS = 2_000;

/**
 * A version that was fetched in the background is put in place here, at start, when nobody has typed anything yet; the
 * page then loads once more, whole, from the new version.
 * @returns lets the page load without a network from then on
 */
export async function useNewestBuild(): Promise<() => void> {
  if (import.meta.env.DEV || !('serviceWorker' in navigator)) return () => undefined;
  const container = navigator.serviceWorker;
  try {
    const before = await container.getRegistration('/');
    const waiting = before?.waiting ?? null;
    if (waiting !== null && container.controller !== null && (await replacedBy(waiting, container))) {
      location.reload();
      await new Promise(() => undefined);
    }
  } catch (error) {
    reportOnce(error);
  }
  return () => void container.register(ownScriptUrl('/sw.js'), { scope: '/', updateViaCache: 'none' }).catch(reportOnce);
}

/** Working offline from the second visit on is a comfort; the app itself runs without it (private windows forbid it). */
function reportOnce(error: unknown): void {
  // oxlint-disable-next-line no-console -- for whoever asks why; there is nothing a person should do about it
  console.warn(`This page will not load without a network: ${String(error)}`);
}

function replacedBy(waiting: ServiceWorker, container: ServiceWorkerContainer): Promise<boolean> {
  return new Promise((resolve) => {
    container.addEventListener('controllerchange', () => resolve(true), { once: true });
    setTimeout(() => resolve(false), ACTIVATE_WITHIN_MS);
    waiting.postMessage('activate');
  });
}
