import { send } from '../testing/device.ts';
import type { BadCase } from './case.ts';

const POSTS = [
  '/v1/sync/hello',
  '/v1/sync/push',
  '/v1/sync/set-aside',
  '/v1/auth/sign-in',
  '/v1/auth/refresh',
  '/v1/auth/accept-invitation',
  '/v1/auth/enrol',
] as const;

const BROKEN_JSON: Readonly<Record<string, string>> = {
  'an open brace': '{',
  'plain words': 'hello there',
  nothing: '',
  'a cut list': '[1,',
  'a zero byte': '\u0000',
  'one brace too many': '{"a":1}}',
  NaN: '{"a":NaN}',
  'a prototype': '{"__proto__":{"admin":true}}',
};

const malformed: readonly BadCase[] = POSTS.flatMap((path) =>
  Object.entries(BROKEN_JSON).map(
    ([what, body]) =>
      ({
        name: `POST ${path} with ${what} instead of JSON`,
        send: ({ device }) => device.post(path, body === '' ? ' ' : body),
        status: 400,
        kind: 'INVALID',
        field: null,
      }) satisfies BadCase,
  ),
);

const notObjects: readonly BadCase[] = POSTS.flatMap((path) =>
  ['null', '17', '"text"', '[]', 'true'].map(
    (body) =>
      ({
        name: `POST ${path} with ${body}`,
        send: ({ device }) => device.post(path, body),
        status: 400,
        kind: 'INVALID',
        field: null,
      }) satisfies BadCase,
  ),
);

const contentTypes: readonly BadCase[] = POSTS.flatMap((path) =>
  ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'].map(
    (type) =>
      ({
        name: `POST ${path} as ${type}`,
        send: ({ device }) => send(device.url, 'POST', path, '{}', { 'content-type': type, authorization: `Bearer ${device.accessToken}` }),
        status: 415,
        kind: 'INVALID',
        field: 'content-type',
      }) satisfies BadCase,
  ),
);

const oversized: readonly BadCase[] = POSTS.map((path) => ({
  name: `POST ${path} with a body of three megabytes`,
  send: ({ device }) => device.post(path, { text: 'x'.repeat(3_000_000) }),
  status: 413,
  kind: 'TOO_LARGE',
  field: null,
}));

const unknownRoutes: readonly BadCase[] = [
  ['GET', '/v1/nothing'],
  ['POST', '/v1/sync/pull'],
  ['GET', '/v1/sync/push'],
  ['GET', '/v1/sync/hello'],
  ['DELETE', '/v1/sync/push'],
  ['PUT', '/v1/catalog'],
  ['GET', '/v1/sync/push/../../secret'],
  ['GET', '/signing.key'],
  ['GET', '/muster.db'],
  ['PATCH', '/healthz'],
].map(
  ([method = '', path = '']) =>
    ({
      name: `${method} ${path}`,
      send: ({ device }) => send(device.url, method, path, method === 'GET' || method === 'DELETE' ? undefined : '{}'),
      status: 404,
      kind: 'NOT_FOUND',
      field: null,
    }) satisfies BadCase,
);

export const TOKEN_FAULTS = [
  'nothing',
  'words',
  'an altered signature',
  'no algorithm',
  'another key',
  'another issuer',
  'an unknown device',
  'another member',
  'another organization',
  'an end in the past',
] as const;

const tokens: readonly BadCase[] = TOKEN_FAULTS.flatMap((fault) =>
  (['/v1/sync/hello', '/v1/sync/push', '/v1/sync/pull'] as const).map(
    (path) =>
      ({
        name: `${path} with a token that is ${fault}`,
        send: ({ device, badTokens }) => {
          const token = badTokens[fault];
          const headers: Record<string, string> = token === undefined || token === '' ? {} : { authorization: `Bearer ${token}` };
          return path === '/v1/sync/pull'
            ? send(device.url, 'GET', `${path}?epoch=${device.epoch}&cursor=0`, undefined, headers)
            : send(device.url, 'POST', path, '{}', headers);
        },
        status: 401,
        kind: 'AUTH',
        field: 'authorization',
      }) satisfies BadCase,
  ),
);

const pull = (query: string, field: string, kind: BadCase['kind'] = 'INVALID', status = 400): BadCase => ({
  name: `pull with ${query === '' ? 'no query' : query}`,
  send: ({ device }) => device.get(`/v1/sync/pull?${query.replace('EPOCH', device.epoch)}`),
  status,
  kind,
  field,
});

const pulls: readonly BadCase[] = [
  pull('', 'epoch'),
  pull('epoch=EPOCH', 'cursor'),
  pull('epoch=EPOCH&cursor=-1', 'cursor'),
  pull('epoch=EPOCH&cursor=1.5', 'cursor'),
  pull('epoch=EPOCH&cursor=ten', 'cursor'),
  pull('epoch=EPOCH&cursor=1e99', 'cursor'),
  pull('epoch=EPOCH&cursor=0&limit=0', 'limit'),
  pull('epoch=EPOCH&cursor=0&limit=5001', 'limit'),
  pull('epoch=EPOCH&cursor=0&limit=all', 'limit'),
  pull('epoch=EPOCH&cursor=0&extra=1', 'extra'),
  pull('epoch=EPOCH&epoch=EPOCH&cursor=0', 'epoch'),
  pull(`epoch=${'x'.repeat(65)}&cursor=0`, 'epoch'),
  pull('epoch=another&cursor=0', 'epoch', 'EPOCH_CHANGED', 409),
  pull('epoch=EPOCH&cursor=99999', 'cursor', 'AHEAD_OF_SERVER', 409),
];

const device = { deviceId: '0b6f5c9e-7f0a-4d3c-9b1e-2f6a7c8d9e01', name: 'laptop' };
const auth = (path: string, body: unknown, field: string | null, kind: BadCase['kind'] = 'INVALID', status = 400): BadCase => ({
  name: `POST ${path} with ${JSON.stringify(body).slice(0, 260)}`,
  send: ({ device: { url } }) => send(url, 'POST', path, body),
  status,
  kind,
  field,
});

const auths: readonly BadCase[] = [
  auth('/v1/auth/sign-in', {}, 'email'),
  auth('/v1/auth/sign-in', { email: 'no address', password: 'x', device }, 'email'),
  auth('/v1/auth/sign-in', { email: 'a@example.org', password: 17, device }, 'password'),
  auth('/v1/auth/sign-in', { email: 'a@example.org', password: '', device }, 'password'),
  auth('/v1/auth/sign-in', { email: 'a@example.org', password: 'x'.repeat(201), device }, 'password'),
  auth('/v1/auth/sign-in', { email: 'a@example.org', password: 'x' }, 'device'),
  auth('/v1/auth/sign-in', { email: 'a@example.org', password: 'x', device: { deviceId: 'one', name: 'n' } }, 'device.deviceId'),
  auth('/v1/auth/sign-in', { email: 'a@example.org', password: 'x', device: { ...device, name: '' } }, 'device.name'),
  auth('/v1/auth/sign-in', { email: 'a@example.org', password: 'x', device: { ...device, admin: true } }, 'device.admin'),
  auth('/v1/auth/sign-in', { email: 'a@example.org', password: 'x', device, role: 'owner' }, 'role'),
  auth('/v1/auth/sign-in', { email: 'a@example.org', password: 'x', device }, null, 'AUTH', 401),
  auth('/v1/auth/refresh', { refreshToken: 'short', deviceId: device.deviceId }, 'refreshToken'),
  auth('/v1/auth/refresh', { refreshToken: 'x'.repeat(43) }, 'deviceId'),
  auth('/v1/auth/refresh', { refreshToken: 'x'.repeat(43), deviceId: device.deviceId }, 'refreshToken', 'AUTH', 401),
  auth('/v1/auth/enrol', { code: 'short', device }, 'code'),
  auth('/v1/auth/enrol', { code: 'x'.repeat(32), device }, 'code', 'AUTH', 401),
  auth('/v1/auth/enrol', { code: { $ne: '' }, device }, 'code'),
  auth('/v1/auth/accept-invitation', { token: 'x'.repeat(32), name: 'N', password: 'too short', device }, 'password'),
  auth('/v1/auth/accept-invitation', { token: 'x'.repeat(32), name: '', password: 'long enough one', device }, 'name'),
  auth('/v1/auth/accept-invitation', { token: 'x'.repeat(32), name: 'N', password: 'long enough one', device }, 'token', 'AUTH', 401),
];

const HELLO_FAULTS: readonly (readonly [string, unknown])[] = [
  ['protocol', 'one'],
  ['protocol', 0],
  ['catalogVersion', null],
  ['catalogVersion', 1.5],
  ['rulesVersion', 0],
  ['deviceId', 'me'],
  ['deviceId', 7],
  ['epoch', 5],
  ['epoch', 'x'.repeat(65)],
  ['cursor', -1],
  ['cursor', '0'],
  ['scopeVersion', -2],
  ['clientTime', 'now'],
  ['clientTime', 1_700_000_000],
  ['clientTime', '2026-13-45T00:00:00.000Z'],
  ['extra', true],
  ['protocol', undefined],
  ['deviceId', undefined],
  ['cursor', undefined],
  ['epoch', undefined],
];

const hellos: readonly BadCase[] = HELLO_FAULTS.map(([field, value]) => ({
  name: `hello with ${field} = ${JSON.stringify(value)?.slice(0, 40) ?? 'missing'}`,
  send: ({ device: own }) =>
    own.post('/v1/sync/hello', {
      protocol: 1,
      catalogVersion: 1,
      rulesVersion: 1,
      deviceId: own.session.deviceId,
      epoch: own.epoch,
      cursor: 0,
      scopeVersion: 0,
      clientTime: new Date().toISOString(),
      [field]: value,
    }),
  status: 400,
  kind: 'INVALID',
  field,
}));

export const HTTP_CASES: readonly BadCase[] = [
  ...malformed,
  ...notObjects,
  ...contentTypes,
  ...oversized,
  ...unknownRoutes,
  ...tokens,
  ...pulls,
  ...auths,
  ...hellos,
  {
    name: 'hello of another device than the token’s',
    send: ({ device: own, otherDevice }) =>
      own.post('/v1/sync/hello', {
        protocol: 1,
        catalogVersion: 1,
        rulesVersion: 1,
        deviceId: otherDevice.session.deviceId,
        epoch: null,
        cursor: 0,
        scopeVersion: 0,
        clientTime: new Date().toISOString(),
      }),
    status: 403,
    kind: 'FORBIDDEN',
    field: 'deviceId',
  },
];
