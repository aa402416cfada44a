import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { askServer, chooseServer, type ServerChoicePorts } from './sync-server-choice.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function answering(status: number, body: string): Promise<string> {
  const server = createServer((_request, response) => response.writeHead(status, { location: 'http://127.0.0.1:1/' }).end(body));
  servers.push(server);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function ports(part: Partial<ServerChoicePorts> = {}): ServerChoicePorts & { readonly used: string[] } {
  const used: string[] = [];
  return {
    isPackaged: false,
    ask: askServer,
    unsent: async () => 0,
    use: async (origin) => void used.push(origin),
    ...part,
    used,
  };
}

test('S17: an address is taken when a sync server answers at it, without its path, and then used', async () => {
  const origin = await answering(200, '{"catalogVersion":1}');
  const given = ports();
  expect(await chooseServer({ address: ` ${origin}/some/page?x=1 `, leaveUnsent: false }, given)).toEqual({
    ok: true,
    value: { address: origin, isKnown: true, canChange: true },
  });
  expect(given.used).toEqual([origin]);
});

test.each(['http://muster.example', 'file:///etc/passwd', 'https://a:b@muster.example', 'ws://muster.example', 'muster .example', ''])(
  'S17: %j is refused before anybody is asked',
  async (address) => {
    const given = ports({ ask: () => Promise.reject(new Error('asked')) });
    expect(await chooseServer({ address, leaveUnsent: true }, given)).toMatchObject({
      ok: false,
      error: { kind: 'invalid-input', code: 'server.not-allowed', field: 'address' },
    });
    expect(given.used).toEqual([]);
  },
);

test('S17: a packaged app takes no plain http, not even of this machine; a bare name means https', async () => {
  const asked: string[] = [];
  const packaged = ports({
    isPackaged: true,
    ask: (address) => {
      asked.push(address);
      return Promise.resolve({ status: 200, body: { catalogVersion: 1 } });
    },
  });
  expect(await chooseServer({ address: 'http://127.0.0.1:9', leaveUnsent: false }, packaged)).toMatchObject({ ok: false });
  expect(await chooseServer({ address: 'muster.example', leaveUnsent: false }, packaged)).toMatchObject({ ok: true });
  expect(asked).toEqual(['https://muster.example/v1/catalog']);
});

test('nobody there, somebody else there, and a redirect each say so, and nothing is changed', async () => {
  const given = ports();
  const choose = (address: string) => chooseServer({ address, leaveUnsent: false }, given);
  expect(await choose('http://127.0.0.1:1')).toMatchObject({ ok: false, error: { kind: 'invalid-input', code: 'server.unreachable' } });
  expect(await choose(await answering(200, '<html>'))).toMatchObject({ ok: false, error: { code: 'server.no-sync-server' } });
  expect(await choose(await answering(404, '{}'))).toMatchObject({ ok: false, error: { code: 'server.no-sync-server' } });
  expect(await choose(await answering(302, ''))).toMatchObject({ ok: false, error: { code: 'server.unreachable' } });
  expect(given.used).toEqual([]);
});

test('with unsent work the server is changed only when that is said', async () => {
  const address = await answering(200, '{"catalogVersion":1}');
  const given = ports({ unsent: async () => 3 });
  expect(await chooseServer({ address, leaveUnsent: false }, given)).toMatchObject({
    ok: false,
    error: { kind: 'unsent-work', params: { events: 3 } },
  });
  expect(given.used).toEqual([]);
  expect(await chooseServer({ address, leaveUnsent: true }, given)).toMatchObject({ ok: true });
});
