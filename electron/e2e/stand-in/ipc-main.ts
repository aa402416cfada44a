import { strict } from './strict.ts';

export interface IpcEvent {
  readonly type: 'frame';
  readonly sender: { readonly id: number };
  readonly senderFrame: { readonly url: string; readonly parent: unknown } | null;
}
type Handler = (event: IpcEvent, ...args: unknown[]) => unknown;

const handlers = new Map<string, Handler>();

export const ipcMain = strict('ipcMain', {
  handle(channel: string, handler: Handler): void {
    if (handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`);
    handlers.set(channel, handler);
  },
  removeHandler: (channel: string): void => void handlers.delete(channel),
});

/** Runs the app's handler as Electron does: only the message of a thrown error reaches the page. */
export async function invokeHandler(
  event: IpcEvent,
  channel: string,
  args: readonly unknown[],
): Promise<{ ok: true; value: unknown } | { ok: false; error: string }> {
  const handler = handlers.get(channel);
  if (handler === undefined) return { ok: false, error: `No handler registered for '${channel}'` };
  try {
    return { ok: true, value: await handler(event, ...args) };
  } catch (error) {
    return { ok: false, error: `Error invoking remote method '${channel}': ${String(error)}` };
  }
}
