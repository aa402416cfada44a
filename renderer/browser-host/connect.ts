import type { MusterBridge } from '../../shared/ipc/bridge.ts';
import { bridgeError, createBridge, toWire } from '../../shared/ipc/bridge-client.ts';
import type { CallName, CoreCallName } from '../../shared/ipc/channels.ts';
import { saveAsFile } from './save-as-file.ts';
import { ownProfile } from './ownership.ts';
import { showPage } from './pages.ts';
import { profileOf } from './profile.ts';
import { BrowserHostError } from './protocol.ts';
import { startCoreWorker } from './core-worker-client.ts';
import type { CoreWorker } from './core-worker-client.ts';
import { useNewestBuild } from './offline-pages.ts';
import { clearViewDatabases } from './view-databases.ts';

/** Version in package.json, written in by the build. */
declare const __MUSTER_VERSION__: string;

/**
 * Starts the core of this page's profile in a worker and answers the same bridge that Electron's preload gives. Resolves
 * once this tab owns the profile; a second tab waits behind a page that offers to take over.
 * @throws BrowserHostError when the core cannot be opened in this browser
 */
export async function connectBrowserHost(): Promise<MusterBridge> {
  if (!window.isSecureContext) throw new BrowserHostError('unsupported', 'browsers keep data only for pages served over https');
  const fetchForOffline = await useNewestBuild();
  const profile = profileOf(location.search);
  const ownership = await ownProfile(profile, () => showPage('open-elsewhere'));
  // The whole build is fetched once more for that: after what the person waits for.
  const worker = await startCoreWorker(profile).finally(fetchForOffline);
  void ownership.wanted.then(async () => {
    await worker.stop();
    ownership.release();
    await showPage('moved');
    location.reload();
  });
  // A clean end spares the next start a check of the whole log. Too late for anything that matters: work is saved already.
  addEventListener('pagehide', (event) => {
    // A page that Chromium freezes for "back" takes its worker along, and a frozen worker with open files crashes the tab.
    if (event.persisted) worker.kill();
    else void worker.stop();
  });
  addEventListener('pageshow', (event) => {
    if (event.persisted) location.reload();
  });
  // Asks the browser not to clear our storage when its disk runs low. It may say no; nothing depends on the answer.
  void navigator.storage.persist().catch(() => false);
  return createBridge({ invoke: (name, input) => answer(name, input, worker, profile), on: worker.on });
}

type HostCallName = Exclude<CallName, CoreCallName>;
const HOST_CALLS: ReadonlySet<string> = new Set<HostCallName>([
  'app.info',
  'view.broken',
  'server.read',
  'server.choose',
  'export.unsent',
  'window.ready',
]);
const isHostCall = (name: CallName): name is HostCallName => HOST_CALLS.has(name);

/** Calls that concern the host are answered here, the rest by the core. */
function answer(name: CallName, input: unknown, worker: CoreWorker, profile: string): Promise<unknown> {
  return isHostCall(name) ? answerHere(name, worker, profile) : worker.call(name, input);
}

async function answerHere(name: HostCallName, worker: CoreWorker, profile: string): Promise<unknown> {
  switch (name) {
    case 'app.info':
      return toWire(name, { version: __MUSTER_VERSION__, host: 'browser', platform: navigator.platform });
    case 'window.ready':
      return toWire(name, null);
    case 'view.broken':
      await clearViewDatabases(profile);
      return toWire(name, { ok: true, value: null });
    case 'server.read':
      return toWire(name, { address: location.origin, isKnown: true, canChange: false });
    case 'server.choose':
      return bridgeError('forbidden', 'server.fixed');
    case 'export.unsent': {
      const lines = await worker.exportUnsent();
      if (lines === null) return bridgeError('internal', 'bridge.host_gone');
      const events = lines.split('\n').filter((line) => line !== '').length;
      if (events > 0) saveAsFile(`muster-unsent-${new Date().toISOString().slice(0, 10)}.ndjson`, 'application/x-ndjson', lines);
      return toWire(name, { ok: true, value: { events } });
    }
  }
}
