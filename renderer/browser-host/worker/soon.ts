const channel = new MessageChannel();
const waiting: (() => void)[] = [];
channel.port1.onmessage = () => waiting.shift()?.();

/** Runs a callback after the messages that already wait, so that commands arriving together share one flush. */
export function soon(callback: () => void): void {
  waiting.push(callback);
  channel.port2.postMessage(null);
}
