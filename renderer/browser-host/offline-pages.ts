import { ownScriptUrl } from './script-url.ts';

const ACTIVATE_WITHIN_MS = 2_000;

/**
 * Lets the page load without a network from now on. A version that was fetched in the background is put in place here,
 * at start, when nobody has typed anything yet; the page then loads once more, whole, from the new version.
 */
export async function keepAvailableOffline(): Promise<void> {
  if (import.meta.env.DEV || !('serviceWorker' in navigator)) return;
  const container = navigator.serviceWorker;
  try {
    const before = await container.getRegistration('/');
    const waiting = before?.waiting ?? null;
    if (waiting !== null && container.controller !== null && (await replacedBy(waiting, container))) {
      location.reload();
      await new Promise(() => undefined);
    }
    // Not awaited to its end: the first visit must not wait for the download of what it already has.
    void container.register(ownScriptUrl('/sw.js'), { scope: '/', updateViaCache: 'none' }).catch(reportOnce);
  } catch (error) {
    reportOnce(error);
  }
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
