/** The parts of Electron's app and powerMonitor this file needs. */
export interface LifecycleApp {
  on(event: 'before-quit', listener: (event: { preventDefault(): void }) => void): unknown;
  on(event: 'window-all-closed', listener: () => void): unknown;
  quit(): void;
  exit(code: number): void;
}
export interface PowerEvents {
  on(event: 'suspend', listener: () => void): unknown;
  on(event: 'resume', listener: () => void): unknown;
  on(event: 'shutdown', listener: () => void): unknown;
}

export interface LifecycleOptions {
  readonly app: LifecycleApp;
  readonly power: PowerEvents;
  /** Lets the core finish its writes; resolves within the cap whatever happens. */
  readonly flush: (capMs: number) => Promise<void>;
  readonly setOnline: (online: boolean) => void;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly platform: NodeJS.Platform;
}

const FLUSH_CAP_MS = 2000;
const RESUME_JITTER_MS = 5000;

/**
 * Quitting waits for the core, at most two seconds; suspend stops the network so that nothing is half sent, and resume
 * starts it a little later on every machine, so that a whole office does not call the server in the same second (S27).
 */
export function manageLifecycle(options: LifecycleOptions): { readonly quitNow: (code: number) => Promise<void> } {
  let ending: Promise<void> | null = null;
  const quitNow = (code: number): Promise<void> => {
    ending ??= options.flush(FLUSH_CAP_MS).then(
      () => options.app.exit(code),
      () => options.app.exit(code),
    );
    return ending;
  };
  options.app.on('before-quit', (event) => {
    event.preventDefault();
    void quitNow(0);
  });
  options.app.on('window-all-closed', () => {
    if (options.platform !== 'darwin') options.app.quit();
  });
  let resumeTimer: NodeJS.Timeout | undefined;
  options.power.on('suspend', () => {
    clearTimeout(resumeTimer);
    options.setOnline(false);
  });
  options.power.on('resume', () => {
    clearTimeout(resumeTimer);
    resumeTimer = setTimeout(() => options.setOnline(true), options.random() * RESUME_JITTER_MS);
  });
  options.power.on('shutdown', () => void quitNow(0));
  return { quitNow };
}
