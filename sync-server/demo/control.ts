import { randomBytes, timingSafeEqual } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

export type DemoPerson = 'manager' | 'staff';

/** The side door for launchers on this machine: who can read the owner's data folder may sign a demo device in. */
export interface Control {
  readonly url: string;
  readonly secret: string;
  close(): void;
}

/**
 * Listens on the loopback only, on a port of its own, and answers nobody without the secret of `server.json`. The sync
 * server's own port never hands out sign-in codes, so it may be opened to a network.
 */
export async function openControl(enrolCode: (person: DemoPerson) => Promise<string | null>): Promise<Control> {
  const secret = randomBytes(24).toString('base64url');
  const server = createServer((request, response) => {
    const answer = (status: number, body: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' }).end(JSON.stringify(body));
    };
    request.resume();
    if (!isAllowed(request.headers.authorization, secret)) return answer(401, { error: 'unknown caller' });
    if (request.method !== 'POST') return answer(405, { error: 'POST only' });
    const [, verb = '', person = ''] = (request.url ?? '').split('/');
    if (verb === '' && person === '') return answer(200, {});
    if (verb !== 'enrol' || (person !== 'manager' && person !== 'staff')) return answer(404, { error: 'unknown request' });
    enrolCode(person).then(
      (code) => answer(200, { code }),
      (error: unknown) => answer(500, { error: error instanceof Error ? error.message : 'no code' }),
    );
  });
  const port = await listen(server);
  return { url: `http://127.0.0.1:${port}/`, secret, close: () => void server.close() };
}

/** Leaves the address for other launchers, readable by the owner only. */
export function writeNotice(dataDir: string, serverUrl: string, control: Control): void {
  const notice = { pid: process.pid, url: serverUrl, controlUrl: control.url, secret: control.secret };
  const path = join(dataDir, 'server.json');
  // A file that is already there would keep its old rights.
  rmSync(path, { force: true });
  writeFileSync(path, `${JSON.stringify(notice)}\n`, { mode: 0o600, flag: 'wx' });
}

export function removeNotice(dataDir: string): void {
  rmSync(join(dataDir, 'server.json'), { force: true });
}

function isAllowed(header: string | undefined, secret: string): boolean {
  const given = Buffer.from(header ?? '');
  const wanted = Buffer.from(`Bearer ${secret}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      // Never the reason why a process stays alive.
      server.unref();
      resolve((server.address() as AddressInfo).port);
    });
  });
}
