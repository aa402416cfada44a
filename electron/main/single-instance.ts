import { LINK_SCHEME } from './launch-options.ts';

/** The parts of Electron's app this file needs. */
export interface InstanceApp {
  requestSingleInstanceLock(): boolean;
  on(event: 'second-instance', listener: (event: unknown, argv: string[]) => void): unknown;
  on(event: 'open-url', listener: (event: { preventDefault(): void }, url: string) => void): unknown;
}

/**
 * Makes this the only process of its profile (S21). A second launch brings the window forward and hands over its link.
 * @returns false when another process has the profile: this one must quit at once, before it opens any file
 */
export function becomeOnlyInstance(
  app: InstanceApp,
  handlers: { readonly focus: () => void; readonly openLink: (address: string) => void },
): boolean {
  if (!app.requestSingleInstanceLock()) return false;
  app.on('second-instance', (_event, argv) => {
    handlers.focus();
    const link = argv.find((argument) => argument.startsWith(LINK_SCHEME));
    if (link !== undefined) handlers.openLink(link);
  });
  app.on('open-url', (event, url) => {
    event.preventDefault();
    handlers.focus();
    handlers.openLink(url);
  });
  return true;
}
