import { isOurUrl } from '../origin.ts';

/** The part of Electron's IPC event that says who asks. */
export interface SenderEvent {
  readonly senderFrame: { readonly url: string; readonly parent: unknown } | null;
  readonly sender: { readonly id: number };
}

/** The code of the first check a sender fails, or null when it is a main frame of ours (S5). */
export function checkSender(event: SenderEvent, isOurs: (webContentsId: number) => boolean): string | null {
  const frame = event.senderFrame;
  if (frame === null) return 'ipc.no_frame';
  if (frame.parent !== null) return 'ipc.subframe';
  if (!isOurUrl(frame.url)) return 'ipc.foreign_origin';
  return isOurs(event.sender.id) ? null : 'ipc.foreign_window';
}
