import { join } from 'node:path';
import { build, isBuilt } from './build.ts';
import { openClient } from './open-client.ts';
import type { ClientHandle } from './open-client.ts';
import { HELP, parseOptions } from './options.ts';
import type { LaunchOptions } from './options.ts';
import { administer, findServer, startServerProcess } from './server-handle.ts';
import type { ServerHandle } from './server-handle.ts';

const say = (text: string): void => console.log(text);

/** `npm start`: build when needed, server, demo, client; then wait for Ctrl+C. */
export async function launch(args: readonly string[]): Promise<void> {
  const parsed = parseOptions(args, process.env['INIT_CWD'] ?? process.cwd());
  if (parsed.kind === 'help') return say(HELP);
  if (parsed.kind === 'wrong') return giveUp(parsed.sentence);
  if (parsed.kind === 'administer') {
    process.exitCode = await administer(parsed.dataDir, parsed.args);
    return;
  }
  // The channel to an outer Node must not keep this one alive once there is nothing left to do.
  process.channel?.unref();
  const { options } = parsed;
  const stop = stopSignal();
  const running = await findServer(options.dataDir);
  if (running !== null && options.resetDemo) {
    return giveUp(`A server is running on ${options.dataDir}. Stop it with Ctrl+C in its window first, then use --reset-demo.`);
  }
  if (running !== null && options.isServerOnly) return giveUp(`A server already runs on ${options.dataDir} at ${running.url}`);
  const server = running ?? (await start(options, stop));
  if (server === null) return;
  if (stop.isAsked()) return server.stop();
  await serveUntilStopped(server, options, stop);
}

async function start(options: LaunchOptions, stop: StopSignal): Promise<ServerHandle | null> {
  if (!isBuilt()) {
    const built = await build((text) => say(`${text} …`));
    if (!built.ok) return nothing(built.sentence);
  }
  if (stop.isAsked()) return null;
  say('starting the sync server …');
  const started = await startServerProcess(options, (text) => say(`${text} …`), stop.asked);
  if (started.ok) return started.server;
  return stop.isAsked() ? null : nothing(started.sentence);
}

async function serveUntilStopped(server: ServerHandle, options: LaunchOptions, stop: StopSignal): Promise<void> {
  const client = options.isServerOnly ? null : await openFor(server, options);
  say(`muster ready ${server.url}`);
  if (server.isShared && client === null) return;
  const windowClosed = client?.closed ?? new Promise<void>(() => {});
  if (client !== null && !server.isShared) {
    void windowClosed.then(() => stop.isAsked() || say('The window was closed; the server keeps running. Ctrl+C stops it.'));
  }
  const serverEnded = server.ended.then(() => 'server-ended' as const);
  const waits: Promise<unknown>[] = [stop.asked, serverEnded, ...(server.isShared ? [windowClosed] : [])];
  const first = await Promise.race(waits);
  client?.stop();
  await server.stop();
  if (first === 'server-ended' && !stop.isAsked()) giveUp('The sync server ended unexpectedly; its messages are above.');
  else if (stop.isAsked()) say('stopped');
  // A browser that takes its time must not hold the terminal.
  process.exit();
}

async function openFor(server: ServerHandle, options: LaunchOptions): Promise<ClientHandle | null> {
  const enrolCode = await server.enrolCode(options.person);
  const profilesDir = join(options.dataDir, 'profiles');
  return openClient({ serverUrl: server.url, profile: options.person, enrolCode, profilesDir }, say, options.isHeadless);
}

interface StopSignal {
  readonly asked: Promise<'stop'>;
  isAsked(): boolean;
}

/** Ctrl+C, a polite kill, a closed terminal, or the death of the process that holds our channel. */
function stopSignal(): StopSignal {
  let isAsked = false;
  const asked = new Promise<'stop'>((resolve) => {
    const stop = (): void => {
      isAsked = true;
      resolve('stop');
    };
    process.on('SIGINT', stop).on('SIGTERM', stop).on('SIGHUP', stop).on('disconnect', stop);
  });
  return { asked, isAsked: () => isAsked };
}

function giveUp(sentence: string): void {
  console.error(sentence);
  process.exitCode = 1;
}

function nothing(sentence: string): null {
  giveUp(sentence);
  return null;
}
