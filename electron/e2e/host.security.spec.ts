import { expect, test } from '@playwright/test';
import { makeFixtureApp } from './fixture-app.ts';
import { ORIGIN, launchApp, type LaunchedApp } from './launch.ts';

/** What the page may hold on to: the members of the bridge, by name. */
const PINNED_API: Readonly<Record<string, readonly string[] | 'function'>> = {
  app: ['info'],
  session: ['acceptInvitation', 'current', 'enrol', 'signIn', 'signOut'],
  runCommand: 'function',
  view: ['feed', 'reportBroken'],
  policies: ['dryRun'],
  history: ['read'],
  sync: ['now', 'status'],
  server: ['choose', 'read'],
  setAside: ['dismiss', 'read', 'retry'],
  files: ['exportUnsent'],
  window: ['ready'],
  onViewChanged: 'function',
  onSyncChanged: 'function',
  onEvent: 'function',
  onLinkOpened: 'function',
};

test.describe('the window is locked @both', () => {
  let host: LaunchedApp;

  test.beforeAll(async () => {
    host = await launchApp({ appPath: await makeFixtureApp() });
    await expect(host.page.locator('#ready')).toHaveText('ready');
  });
  test.afterAll(() => host.close());
  test.beforeEach(async () => {
    await host.page.goto(`${ORIGIN}/index.html`);
    await expect(host.page.locator('#ready')).toHaveText('ready');
  });

  test('S2: the page sees nothing of Node, Electron or the binding behind the bridge', async () => {
    const seen = await host.page.evaluate(() =>
      ['require', 'process', 'module', 'Buffer', 'global', 'ipcRenderer', 'electron', '__standInIpc', '__standInDeliver'].map(
        (name) => `${name}:${typeof (globalThis as Record<string, unknown>)[name]}`,
      ),
    );
    expect(seen.filter((entry) => !entry.endsWith(':undefined'))).toEqual([]);
  });

  test('S3: the exposed object is exactly the pinned list, frozen, and cannot be replaced', async () => {
    const found = await host.page.evaluate(() => {
      const bridge = (globalThis as unknown as { muster: Record<string, unknown> }).muster;
      const shape: Record<string, string[] | string> = {};
      for (const [name, value] of Object.entries(bridge)) {
        shape[name] = typeof value === 'object' && value !== null ? Object.keys(value).sort() : typeof value;
      }
      return {
        shape,
        frozen: [bridge, ...Object.values(bridge)].every((part) => Object.isFrozen(part)),
        replaced: Reflect.set(globalThis, 'muster', { fake: true }),
        deleted: Reflect.deleteProperty(globalThis, 'muster'),
      };
    });
    expect(found.shape).toEqual(PINNED_API);
    expect(found).toMatchObject({ frozen: true, replaced: false, deleted: false });
  });

  test('S4: a subscriber is called with the payload and nothing else', async () => {
    await host.app.evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]?.webContents.send('link.opened', { collection: 'bookings', id: 'x' }, 'smuggled');
    });
    await expect
      .poll(() => host.page.evaluate(() => (globalThis as unknown as { links: unknown }).links))
      .toEqual([[{ collection: 'bookings', id: 'x' }]]);
  });

  test('S4: a listener that was stopped is not called again', async () => {
    const calls = await host.page.evaluate(async () => {
      const bridge = (globalThis as unknown as { muster: { onLinkOpened(listener: () => void): () => void } }).muster;
      let count = 0;
      const stop = bridge.onLinkOpened(() => (count += 1));
      stop();
      (globalThis as unknown as { stopped: () => number }).stopped = () => count;
      return count;
    });
    expect(calls).toBe(0);
    await host.app.evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]?.webContents.send('link.opened', { collection: 'kits', id: 'y' });
    });
    await expect.poll(() => host.page.evaluate(() => (globalThis as unknown as { links: unknown[] }).links.length)).toBe(1);
    expect(await host.page.evaluate(() => (globalThis as unknown as { stopped: () => number }).stopped())).toBe(0);
  });

  test('S5: a frame inside the page has no bridge of its own', async () => {
    const kind = await host.page.evaluate(() => {
      const frame = document.createElement('iframe');
      document.body.append(frame);
      const found = typeof (frame.contentWindow as unknown as { muster?: unknown } | null)?.muster;
      frame.remove();
      return found;
    });
    expect(kind).toBe('undefined');
  });

  test('S6: a call with unknown keys is refused with a code and the field', async () => {
    const reply = await host.page.evaluate(() =>
      (globalThis as unknown as { muster: { session: { enrol(input: unknown): Promise<unknown> } } }).muster.session.enrol({ code: 7 }),
    );
    expect(reply).toEqual({ ok: false, error: { kind: 'invalid-input', code: 'ipc.bad_input', params: {}, field: 'code' } });
  });

  test('S9: the policy arrives as a header, and inline code, eval, HTML sinks and other hosts are stopped and reported', async () => {
    const response = await host.page.reload();
    expect(response?.headers()['content-security-policy']).toContain("default-src 'none'");
    expect(response?.headers()['x-content-type-options']).toBe('nosniff');
    await expect(host.page.locator('#ready')).toHaveText('ready');
    const outcome = await host.page.evaluate(async () => {
      // DevTools lifts the ban on eval while its own expression runs; a later turn is the page's own.
      await new Promise((resolve) => setTimeout(resolve, 0));
      const tried: Record<string, string> = {};
      const attempt = async (name: string, work: () => unknown): Promise<void> => {
        try {
          await work();
          tried[name] = 'ran';
        } catch {
          tried[name] = 'stopped';
        }
      };
      const scope = globalThis as unknown as { inlineRan?: boolean; violations: string[] };
      await attempt('eval', () => globalThis.eval('1'));
      await attempt('Function', () => new Function('return 1')());
      await attempt('innerHTML', () => {
        document.body.innerHTML = '<b>x</b>';
      });
      await attempt('remote fetch', () => fetch('https://example.invalid/'));
      await attempt('inline script', () => {
        const script = document.createElement('script');
        script.append('globalThis.inlineRan = true');
        document.body.append(script);
        if (scope.inlineRan !== true) throw new Error('did not run');
      });
      await attempt('inline style', () => {
        const style = document.createElement('style');
        style.append('body { color: rgb(1, 2, 3) }');
        document.head.append(style);
        if (getComputedStyle(document.body).color !== 'rgb(1, 2, 3)') throw new Error('did not apply');
      });
      await attempt(
        'remote image',
        () =>
          new Promise((resolve, reject) => {
            const image = new Image();
            image.addEventListener('load', resolve);
            image.addEventListener('error', reject);
            image.src = 'https://example.invalid/x.png';
          }),
      );
      await new Promise((resolve) => setTimeout(resolve, 200));
      return { tried, directives: [...new Set(scope.violations)].sort() };
    });
    expect(Object.values(outcome.tried), JSON.stringify(outcome.tried)).not.toContain('ran');
    expect(outcome.directives).toEqual(expect.arrayContaining(['connect-src', 'img-src', 'require-trusted-types-for', 'style-src-elem']));
  });

  for (const target of [
    'https://example.invalid/',
    'https://example.invalid/?muster://app/',
    `${ORIGIN.replace('app', 'app2')}/index.html`,
  ]) {
    test(`S11: the page cannot navigate to ${target}`, async () => {
      await host.page.evaluate((address) => {
        location.href = address;
      }, target);
      await host.page.waitForTimeout(500);
      expect(new URL(host.page.url()).href).toBe(`${ORIGIN}/index.html`);
      await expect(host.page.locator('#ready')).toHaveText('ready');
    });
  }

  test('S12: window.open opens nothing, and a clicked link leaves through the one gate', async () => {
    const opened = host.app.evaluate(({ shell }) => {
      const seen: string[] = [];
      shell.openExternal = (address: string) => {
        seen.push(address);
        return Promise.resolve();
      };
      (globalThis as unknown as { seenOutside: string[] }).seenOutside = seen;
    });
    await opened;
    await host.page.evaluate(() => {
      window.open('file:///etc/passwd');
      window.open('javascript:alert(1)');
    });
    await host.page.locator('#outside').click();
    await expect
      .poll(() => host.app.evaluate(() => (globalThis as unknown as { seenOutside: string[] }).seenOutside))
      .toEqual(['https://example.invalid/somewhere?a=1']);
    await expect.poll(() => host.app.windows().length).toBe(1);
    expect(host.page.url()).toBe(`${ORIGIN}/index.html`);
  });
});

test('S10: an ordinary start shows no policy violation @both', async () => {
  const host = await launchApp({ appPath: await makeFixtureApp() });
  await expect(host.page.locator('#ready')).toHaveText('ready');
  expect(await host.page.evaluate(() => (globalThis as unknown as { violations: string[] }).violations)).toEqual([]);
  expect(host.violations).toEqual([]);
  await host.close();
});
