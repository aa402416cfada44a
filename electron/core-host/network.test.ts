import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { WebSocketServer } from 'ws';
import { NetworkFault } from '../../shared/core/ports.ts';
import { createNodeNetwork } from './network.ts';

/** For `localhost`, vouched for by nobody, used nowhere else. */
const SELF_SIGNED_KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgiUo+YuB6F9jnxUQ3
N7ZMq9sMw4OcsAEbtoktIRSOmlyhRANCAAQaxIPuoEBHieIKeatwCGT9CL14/2ni
tXF7hUD5DaeU0wLKigL5+nnodY2I3d6CoiW/LW2TrWRXN6gxcd/rc245
-----END PRIVATE KEY-----`;
const SELF_SIGNED_CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBlDCCATugAwIBAgIUedDGF04Q/+SeN/61rr8R4cKYsMwwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMzIyNDEwMVoYDzIxMjYxMDMw
MjI0MTAxWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAAQaxIPuoEBHieIKeatwCGT9CL14/2nitXF7hUD5DaeU0wLKigL5+nno
dY2I3d6CoiW/LW2TrWRXN6gxcd/rc245o2kwZzAdBgNVHQ4EFgQUbwJdEBHHcmn0
ytm/junv0yJCcI0wHwYDVR0jBBgwFoAUbwJdEBHHcmn0ytm/junv0yJCcI0wDwYD
VR0TAQH/BAUwAwEB/zAUBgNVHREEDTALgglsb2NhbGhvc3QwCgYIKoZIzj0EAwID
RwAwRAIgNi9Sq59weNmXPvVPXUYgIuMswDVZ9DqufWho06igWcYCIHthcCW5kbRi
06Ug7uX/CP+pAP6G8qxvgiSTUVZLY2lW
-----END CERTIFICATE-----`;

const servers: Server[] = [];
afterEach(() => servers.splice(0).forEach((server) => (server.closeAllConnections(), server.close())));

async function serve(listener: RequestListener): Promise<{ url: string; server: Server }> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

test('a request carries its token and body, and any answer of the server resolves', async () => {
  const { url } = await serve((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      response.writeHead(409, { 'content-type': 'application/json', 'x-test': '1' });
      response.end(JSON.stringify({ path: request.url, token: request.headers.authorization, body: JSON.parse(body) as unknown }));
    });
  });
  const reply = await createNodeNetwork(url).request({ method: 'POST', path: '/v1/x', body: { a: 1 }, token: 't', timeoutMs: 1000 });
  expect(reply).toMatchObject({ status: 409, body: { path: '/v1/x', token: 'Bearer t', body: { a: 1 } }, headers: { 'x-test': '1' } });
});

test('an answer that is no JSON has no body', async () => {
  const { url } = await serve((_request, response) => response.end('<html>'));
  expect((await createNodeNetwork(url).request({ method: 'GET', path: '/', timeoutMs: 1000 })).body).toBeUndefined();
});

test('no answer, a late answer and a redirect are faults of the network', async () => {
  const elsewhere = vi.fn();
  const other = await serve((_request, response) => {
    elsewhere();
    response.end('{}');
  });
  const { url, server } = await serve((request, response) => {
    if (request.url === '/away') response.writeHead(302, { location: other.url }).end();
  });
  const network = createNodeNetwork(url);
  await expect(network.request({ method: 'GET', path: '/slow', timeoutMs: 100 })).rejects.toBeInstanceOf(NetworkFault);
  await expect(network.request({ method: 'GET', path: '/away', token: 't', timeoutMs: 1000 })).rejects.toBeInstanceOf(NetworkFault);
  expect(elsewhere).not.toHaveBeenCalled();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await expect(network.request({ method: 'GET', path: '/gone', timeoutMs: 1000 })).rejects.toBeInstanceOf(NetworkFault);
});

test('S16: a server whose certificate nobody vouches for is refused', async () => {
  const asked = vi.fn();
  const server = createTlsServer({ key: SELF_SIGNED_KEY, cert: SELF_SIGNED_CERTIFICATE }, (_request, response) => {
    asked();
    response.end('{}');
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const network = createNodeNetwork(`https://localhost:${(server.address() as AddressInfo).port}`);
  await expect(network.request({ method: 'GET', path: '/', timeoutMs: 2000 })).rejects.toBeInstanceOf(NetworkFault);
  const closed = vi.fn();
  network.openStream({ path: '/v1/sync/stream', token: 't' }, { opened: vi.fn(), message: vi.fn(), closed });
  await vi.waitFor(() => expect(closed).toHaveBeenCalledOnce());
  expect(asked).not.toHaveBeenCalled();
});

test('a stream shows its token as a subprotocol, carries text both ways and says when it ends', async () => {
  const { url, server } = await serve((_request, response) => response.end());
  const offered: string[] = [];
  const sockets = new WebSocketServer({
    server,
    handleProtocols: (protocols) => {
      offered.push(...protocols);
      return 'muster.v1';
    },
  });
  sockets.on('connection', (socket) => socket.on('message', (data) => socket.send(`echo ${String(data as Buffer)}`)));
  const handlers = { opened: vi.fn(), message: vi.fn(), closed: vi.fn() };
  const stream = createNodeNetwork(url).openStream({ path: '/v1/sync/stream', token: 'abc' }, handlers);
  await vi.waitFor(() => expect(handlers.opened).toHaveBeenCalledOnce());
  expect(offered).toEqual(['muster.v1', 'bearer.abc']);
  stream.send('hé');
  await vi.waitFor(() => expect(handlers.message).toHaveBeenCalledWith('echo hé'));
  for (const socket of sockets.clients) socket.close(4001, 'revoked');
  await vi.waitFor(() => expect(handlers.closed).toHaveBeenCalledWith({ code: 4001, reason: 'revoked' }));
  stream.send('after the end');
  sockets.close();
});

test('a stream to a server that is gone ends once instead of throwing', async () => {
  const { url, server } = await serve((_request, response) => response.end());
  await new Promise((resolve) => server.close(resolve));
  const closed = vi.fn();
  createNodeNetwork(url).openStream({ path: '/s', token: 't' }, { opened: vi.fn(), message: vi.fn(), closed });
  await vi.waitFor(() => expect(closed).toHaveBeenCalledOnce());
});

test('the core hears when the machine sleeps and wakes', () => {
  const network = createNodeNetwork('http://127.0.0.1:1');
  const heard = vi.fn();
  const stop = network.onOnlineChange(heard);
  network.setOnline(false);
  network.setOnline(true);
  stop();
  network.setOnline(false);
  expect(heard.mock.calls).toEqual([[false], [true]]);
});
