import '../../../shared/security/jitless.ts';
import { openCore } from '../../../shared/core/open-core.ts';
import type { Core } from '../../../shared/core/open-core.ts';
import { bridgeError, toWire } from '../../../shared/ipc/bridge-client.ts';
import type { CallName, CoreCallName } from '../../../shared/ipc/channels.ts';
import { parseInput } from '../../../shared/ipc/schemas.ts';
import type { FromWorker, StartFailure, ToWorker } from '../protocol.ts';
import { DatabaseInUseError, openDatabase } from './open-database.ts';
import { browserClock, browserNetwork, browserRandom, browserTimers, opfsSecrets } from './ports.ts';
import { soon } from './soon.ts';

declare const self: DedicatedWorkerGlobalScope;

let core: Core | null = null;
const send = (message: FromWorker): void => self.postMessage(message);

self.addEventListener('message', (event: MessageEvent<ToWorker>) => {
  const message = event.data;
  switch (message.kind) {
    case 'start':
      void start(message.profile, message.deviceName);
      return;
    case 'call':
      void answer(message.name, message.input).then((reply) => send({ kind: 'answer', id: message.id, reply }));
      return;
    case 'export':
      send({ kind: 'answer', id: message.id, reply: core?.exportUnsent() ?? null });
      return;
    case 'stop':
      void stop();
  }
});

async function start(profile: string, deviceName: string): Promise<void> {
  try {
    const driver = await openDatabase(profile);
    core = await openCore({
      driver,
      deviceName,
      soon,
      clock: browserClock,
      timers: browserTimers,
      random: browserRandom,
      network: browserNetwork(self.location.origin),
      secrets: opfsSecrets(profile),
      serverUrl: self.location.origin,
      log: ({ level, message, fields }) => {
        if (level === 'error' || level === 'warn') console[level](message, fields ?? '');
      },
    });
    core.onPush(({ name, payload }) => send({ kind: 'push', name, payload }));
    send({ kind: 'started' });
  } catch (error) {
    send({ kind: 'not-started', failure: failureOf(error), message: error instanceof Error ? error.message : String(error) });
  }
}

async function answer(name: CallName, input: unknown): Promise<unknown> {
  if (core === null) return bridgeError('busy', 'bridge.host_starting');
  if (!isCoreCall(name)) return bridgeError('invalid-input', 'ipc.unknown_call');
  const parsed = parseInput(name, input);
  if (!parsed.ok) return bridgeError('invalid-input', parsed.problem.code, {}, parsed.problem.field);
  try {
    return toWire(name, await core.call(name, parsed.value));
  } catch (error) {
    console.error('a call failed', name, error);
    return bridgeError('internal', 'bridge.call_failed');
  }
}

async function stop(): Promise<void> {
  await core?.close().catch((error: unknown) => console.error('the core did not close', error));
  core = null;
  send({ kind: 'stopped' });
}

const CORE_CALLS = [
  'session.current',
  'session.signIn',
  'session.enrol',
  'session.acceptInvitation',
  'session.signOut',
  'command.run',
  'view.feed',
  'history.read',
  'policies.dryRun',
  'sync.status',
  'sync.now',
  'setAside.read',
  'setAside.retry',
  'setAside.dismiss',
] as const satisfies readonly CoreCallName[];
const coreCalls: ReadonlySet<string> = new Set(CORE_CALLS);
const isCoreCall = (name: CallName): name is CoreCallName => coreCalls.has(name);

function failureOf(error: unknown): StartFailure {
  if (error instanceof DatabaseInUseError) return 'in-use';
  if (!(error instanceof Error)) return 'failed';
  if (error.name === 'DatabaseTooNewError') return 'too-new';
  if (error.name === 'DatabaseDamagedError') return 'damaged';
  if (error.name === 'SecurityError' || error.name === 'NotSupportedError' || /OPFS/.test(error.message)) return 'unsupported';
  return 'failed';
}
