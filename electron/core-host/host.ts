import type { Core, CoreOptions } from '../../shared/core/open-core.ts';
import type { SecretStore } from '../../shared/core/ports.ts';
import { parseInput } from '../../shared/ipc/schemas.ts';
import { toCoreSchema, type FromCore, type ToCore } from './messages.ts';

/** What the host needs to open a core for the place main names. */
export interface HostPorts {
  readonly post: (message: FromCore) => void;
  readonly openCore: (place: Extract<ToCore, { kind: 'open' }>, shared: Pick<CoreOptions, 'secrets' | 'log'>) => Promise<Core>;
  readonly setOnline: (online: boolean) => void;
  readonly exit: (code: number) => void;
}

/** Runs one core behind messages. Returns the function that takes main's messages. */
export function createCoreHost(ports: HostPorts): (raw: unknown) => void {
  const secretWaits = new Map<number, (secret: string | null) => void>();
  let nextSecretId = 1;
  let core: Core | null = null;

  const askSecret = (action: 'read' | 'write' | 'clear', secret: string | null): Promise<string | null> => {
    const id = nextSecretId;
    nextSecretId += 1;
    return new Promise((resolve) => {
      secretWaits.set(id, resolve);
      ports.post({ kind: 'secret', id, action, secret });
    });
  };
  // The token lives here only while it is used; main keeps it under the system's keyring.
  const secrets: SecretStore = {
    read: () => askSecret('read', null),
    write: async (secret) => void (await askSecret('write', secret)),
    clear: async () => void (await askSecret('clear', null)),
  };

  const open = async (place: Extract<ToCore, { kind: 'open' }>): Promise<void> => {
    try {
      core = await ports.openCore(place, {
        secrets,
        log: ({ level, message, fields }) => ports.post({ kind: 'log', level, message, fields: fields ?? {} }),
      });
    } catch (error) {
      ports.post({ kind: 'failed', message: messageOf(error) });
      ports.exit(1);
      return;
    }
    core.onPush((push) => ports.post({ kind: 'push', name: push.name, payload: push.payload }));
    ports.post({ kind: 'ready' });
  };

  const answer = async (id: number, work: () => Promise<unknown>): Promise<void> => {
    try {
      ports.post({ kind: 'answer', id, result: await work() });
    } catch (error) {
      ports.post({ kind: 'fault', id, message: messageOf(error) });
    }
  };

  const close = async (): Promise<void> => {
    await core?.close();
    ports.post({ kind: 'closed' });
    ports.exit(0);
  };

  const handle = (message: ToCore): void => {
    switch (message.kind) {
      case 'open':
        void open(message);
        return;
      case 'call':
        void answer(message.id, () => callCore(core, message));
        return;
      case 'export':
        void answer(message.id, () => Promise.resolve(requireCore(core).exportUnsent()));
        return;
      case 'secret':
        secretWaits.get(message.id)?.(message.secret);
        secretWaits.delete(message.id);
        return;
      case 'online':
        ports.setOnline(message.online);
        return;
      case 'close':
        void close();
    }
  };

  return (raw) => {
    const parsed = toCoreSchema.safeParse(raw);
    if (parsed.success) handle(parsed.data);
    else ports.post({ kind: 'log', level: 'error', message: 'main sent a message that the core does not know', fields: {} });
  };
}

async function callCore(core: Core | null, message: Extract<ToCore, { kind: 'call' }>): Promise<unknown> {
  // Parsed where the types are needed; main has already refused what a stranger could send.
  const parsed = parseInput(message.name, message.input);
  if (!parsed.ok) throw new Error(parsed.problem.code);
  const opened = requireCore(core);
  return (opened.call as (this: Core, name: string, input: unknown) => Promise<unknown>).call(opened, message.name, parsed.value);
}

function requireCore(core: Core | null): Core {
  if (core === null) throw new Error('the core is not open');
  return core;
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : 'unknown');
