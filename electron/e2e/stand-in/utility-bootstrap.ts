import { EventEmitter } from 'node:events';
import { pathToFileURL } from 'node:url';

// What the utility process sees before its module runs: `process.parentPort`, whose messages come as `{ data }`.
const port = new EventEmitter();
const waiting: unknown[] = [];
process.on('message', (data) => {
  if (port.listenerCount('message') === 0) waiting.push(data);
  else port.emit('message', { data });
});
port.on('newListener', (event) => {
  if (event === 'message') queueMicrotask(() => waiting.splice(0).forEach((data) => port.emit('message', { data })));
});
// Electron ends its utility processes with itself, however it ends.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
Object.defineProperty(process, 'parentPort', {
  value: Object.assign(port, { postMessage: (message: unknown) => void (process.connected && process.send?.(message)) }),
});
const [modulePath] = process.argv.splice(2, 1);
await import(pathToFileURL(modulePath ?? '').href);
