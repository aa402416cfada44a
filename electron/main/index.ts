import { join } from 'node:path';
import { hostname } from 'node:os';
import { app, dialog, ipcMain, powerMonitor, protocol, safeStorage, session, shell, utilityProcess } from 'electron';
import type { BridgeReply } from '../../shared/ipc/bridge.ts';
import type { CoreCallName, PushName } from '../../shared/ipc/channels.ts';
import { CoreProcess } from './core-process.ts';
import { exportUnsent } from './export-unsent.ts';
import { registerCalls, plainAnswer, type CallHandlers } from './ipc/register.ts';
import { LINK_SCHEME, parseLaunchOptions } from './launch-options.ts';
import { manageLifecycle } from './lifecycle.ts';
import { LinkQueue, parseLink } from './links.ts';
import { createFileLog } from './log.ts';
import { createOutsideGate } from './navigation.ts';
import { APP_SCHEME } from './origin.ts';
import { lockPermissions } from './permissions.ts';
import { openProfile, rememberServer } from './profile.ts';
import { createAppProtocolHandler } from './protocol.ts';
import { createSecretStore } from './secrets.ts';
import { becomeOnlyInstance } from './single-instance.ts';
import { askServer, chooseServer } from './sync-server-choice.ts';
import { openWindow, type AppWindow } from './window.ts';

const CALL_DEADLINE_MS = 35_000;

app.enableSandbox();
protocol.registerSchemesAsPrivileged([{ scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } }]);

const options = parseLaunchOptions(process.argv.slice(1), app.isPackaged);
// Two profiles are two devices that may run side by side: each has its own lock and its own browser storage.
app.setPath('userData', join(app.getPath('userData'), 'profiles', options.profile));

let window: AppWindow | null = null;
const push = (name: PushName, payload: unknown): void => window?.send(name, payload);
const links = new LinkQueue((link) => push('link.opened', link));
let openLink = (address: string): void => {
  earlyLinks.push(address);
};
const earlyLinks: string[] = [];

if (
  becomeOnlyInstance(app, {
    focus: () => window?.focus(),
    openLink: (address) => openLink(address),
  })
) {
  if (options.link !== null) openLink(options.link);
  app.whenReady().then(run, fatal);
} else {
  app.quit();
}

function run(): void {
  const profile = openProfile(app.getPath('userData'), options, app.isPackaged);
  const log = createFileLog(profile.logFile, () => new Date());
  log('info', 'started', { version: app.getVersion(), platform: process.platform, profile: options.profile });

  const core = new CoreProcess({
    fork: () => utilityProcess.fork(join(import.meta.dirname, '../core/core.js'), [], { serviceName: 'Muster core', stdio: 'inherit' }),
    open: { databaseFile: profile.databaseFile, serverUrl: profile.serverUrl, deviceName: hostname() },
    secrets: createSecretStore(profile.secretFile, safeStorage, process.platform, (reason) =>
      log('warn', 'no keyring: sign-in is kept in memory only', { reason }),
    ),
    onPush: push,
    log,
    onFailed: (message) => dialog.showErrorBox('Muster could not open its data', message),
  });
  const lifecycle = manageLifecycle({
    app,
    power: powerMonitor,
    flush: (capMs) => core.stop(capMs),
    setOnline: (online) => core.setOnline(online),
    random: Math.random,
    platform: process.platform,
  });
  process.on('uncaughtException', (error) => {
    log('error', 'main failed', { reason: error.message });
    void lifecycle.quitNow(1);
  });
  process.on('unhandledRejection', (reason) => {
    log('error', 'main failed', { reason: reason instanceof Error ? reason.message : 'unknown' });
    void lifecycle.quitNow(1);
  });

  const enrol = async (code: string): Promise<void> => {
    const current = await core.call('session.current', null);
    if (!current.ok || current.value !== null) return;
    const reply = await core.call('session.enrol', { code });
    log(reply.ok ? 'info' : 'warn', 'enrolment by code', { code: reply.ok ? 'ok' : reply.error.code });
  };
  openLink = (address) => {
    const intent = parseLink(address);
    if (intent === null) log('warn', 'a link was not understood');
    else if (intent.kind === 'open') links.push(intent.link);
    else void enrol(intent.code);
  };

  lockPermissions(session.defaultSession);
  session.defaultSession.webRequest.onBeforeRequest((details, callback) =>
    callback({ cancel: !/^(muster:|data:|blob:|devtools:)/.test(details.url) }),
  );
  protocol.handle(APP_SCHEME, createAppProtocolHandler(join(import.meta.dirname, '../renderer-electron')));

  let server = { address: profile.serverUrl, isKnown: profile.isServerKnown, canChange: true };
  const unsent = async (): Promise<number> => {
    const status = await core.call('sync.status', null);
    const value = status.ok && typeof status.value === 'object' ? status.value : null;
    const count = (name: string): number => Number((value as Readonly<Record<string, unknown>> | null)?.[name] ?? 0);
    return count('pending') + count('parked');
  };
  const useServer = async (address: string): Promise<void> => {
    rememberServer(app.getPath('userData'), address);
    if (address !== server.address) core.moveTo(address);
    server = { address, isKnown: true, canChange: true };
  };

  const toCore =
    (name: CoreCallName) =>
    (input: unknown): Promise<BridgeReply<unknown>> =>
      core.call(name, input);
  const handlers: CallHandlers = {
    'app.info': () => plainAnswer('app.info', { version: app.getVersion(), host: 'electron', platform: process.platform }),
    'session.current': toCore('session.current'),
    'session.signIn': toCore('session.signIn'),
    'session.enrol': toCore('session.enrol'),
    'session.acceptInvitation': toCore('session.acceptInvitation'),
    'session.signOut': toCore('session.signOut'),
    'command.run': toCore('command.run'),
    'view.feed': toCore('view.feed'),
    'view.broken': async () => {
      // Chromium cannot always delete a damaged store from inside the page; from here it can.
      await session.defaultSession.clearStorageData({ storages: ['indexdb'] });
      setTimeout(() => window?.recover('view-broken'), 0);
      return { ok: true, value: null };
    },
    'history.read': toCore('history.read'),
    'policies.dryRun': toCore('policies.dryRun'),
    'sync.status': toCore('sync.status'),
    'sync.now': toCore('sync.now'),
    'server.read': () => plainAnswer('server.read', server),
    'server.choose': (input) => chooseServer(input, { isPackaged: app.isPackaged, ask: askServer, unsent, use: useServer }),
    'setAside.read': toCore('setAside.read'),
    'setAside.retry': toCore('setAside.retry'),
    'setAside.dismiss': toCore('setAside.dismiss'),
    'export.unsent': () =>
      exportUnsent(
        () => core.exportUnsent(),
        async (suggestedName) => {
          const { canceled, filePath } = await dialog.showSaveDialog({ defaultPath: suggestedName });
          return canceled || filePath === '' ? null : filePath;
        },
        new Date().toISOString().slice(0, 10),
      ),
    'window.ready': () => {
      links.windowReady();
      return plainAnswer('window.ready', null);
    },
  };
  registerCalls({
    ipcMain,
    handlers,
    isOurs: (id) => window?.webContentsId === id,
    log,
    checkOutput: !app.isPackaged,
    deadlineMs: CALL_DEADLINE_MS,
  });

  core.start();
  const show = (): void => {
    window = openWindow({
      preloadFile: join(import.meta.dirname, '../preload/preload.cjs'),
      title: 'Muster',
      devTools: !app.isPackaged,
      openOutside: createOutsideGate(
        (address) => shell.openExternal(address),
        (protocolName) => log('warn', 'a link to the outside was refused', { protocol: protocolName }),
      ),
      onGone: () => links.windowGone(),
      log,
    });
  };
  show();
  // macOS keeps the app when its window is closed; its icon brings a window back.
  app.on('activate', () => {
    if (window?.isOpen() !== true) show();
  });
  if (app.isPackaged) app.setAsDefaultProtocolClient(LINK_SCHEME.slice(0, -1));
  for (const address of earlyLinks.splice(0)) openLink(address);
  if (options.enrolCode !== null) void enrol(options.enrolCode);
}

function fatal(error: unknown): void {
  console.error(error instanceof Error ? error.message : 'Muster could not start');
  app.exit(1);
}
