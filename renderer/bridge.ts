import type { MusterBridge } from '../shared/ipc/bridge.ts';

declare global {
  interface Window {
    /** Put there by Electron's preload (and by the development preview); absent in a browser. */
    readonly muster?: MusterBridge;
  }
}

/**
 * The way to the core: Electron's preload in the desktop app, a worker of this page in a browser. The build decides
 * (`--mode electron` leaves the worker and SQLite WASM out), so neither carries the other's code.
 */
export async function connectBridge(): Promise<MusterBridge> {
  if (import.meta.env.MODE === 'electron') {
    if (window.muster === undefined) throw new Error('The desktop app did not provide its bridge; the preload script is missing');
    return window.muster;
  }
  if (import.meta.env.DEV && window.muster !== undefined) return window.muster;
  const { connectBrowserHost } = await import('./browser-host/connect.ts');
  return connectBrowserHost();
}
