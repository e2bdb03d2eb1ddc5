import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { expect, test, vi } from 'vitest';
import { defaultLimits, defaultTimeouts } from '../src/limits.ts';
import { serviceOn } from '../src/service.ts';
import { secret, service, users } from './support.ts';

const { app, ask, cookieOf, database, logged } = service();

const routes = [
  ['POST', '/session'],
  ['DELETE', '/session'],
  ['PATCH', '/companies/aurora'],
  ['DELETE', '/companies/aurora'],
  ['PATCH', '/people/amelie'],
  ['PATCH', '/tasks/review'],
  ['POST', '/tasks'],
  ['POST', '/settings/roles'],
  ['POST', '/settings/roles/check'],
  ['PUT', '/settings/roles/desk'],
  ['DELETE', '/settings/roles/desk?version=1'],
  ['PATCH', '/settings/users/csm-1@acme.example'],
] as const;

/** As deep as a body may be long. */
const deep = 60_000;

const malformed: readonly (readonly [string, string | Buffer])[] = [
  ['brackets', '['.repeat(deep)],
  ['brackets that close', '['.repeat(deep / 4) + ']'.repeat(deep / 4)],
  ['objects in one another', `${'{"a":'.repeat(9_000)}1${'}'.repeat(9_000)}`],
  ['seventeen levels', `${'{"a":'.repeat(17)}1${'}'.repeat(17)}`],
  ['closing brackets', ']]]}}}'],
  ['quotes that are escaped, in a text that does not end', `"${String.raw`\"`.repeat(deep / 2)}`],
  ['half of it', '{"id": "a'],
  ['no JSON', '{id: 1}'],
  ['nothing', ''],
  ['a prototype', '{"__proto__": {"isArchived": true}}'],
  ['a prototype by an escape', String.raw`{"\u005f_proto__": {"isArchived": true}}`],
  ['a constructor', '{"constructor": {"prototype": {"isArchived": true}}}'],
  ['bytes that are no text', Buffer.from([0x7b, 0x22, 0x69, 0x64, 0x22, 0x3a, 0x22, 0xff, 0xfe, 0x22, 0x7d])],
  [
    'a letter that was cut',
    Buffer.concat([Buffer.from('{"id":"'), Buffer.from('\u20ac').subarray(0, 2), Buffer.from('"}')]),
  ],
  ['a key twice', `{"id": "${users.Carl}", "id": "${users.Ada}"}`],
  ['a key twice, once by an escape', String.raw`{"name": "a", "n\u0061me": "b"}`],
  ['a key twice further down', '{"name": {"a": 1, "a": 2}}'],
  ['half of a surrogate pair', String.raw`{"name": "\ud800"}`],
  ['a list', '[]'],
  ['text', '"text"'],
  ['null', 'null'],
  ['a number beyond all', '{"arr": 1e999}'],
  ['a key of nobody', '{"toString": "a"}'],
];

test.each(malformed)(
  'a body of %s is refused by every route, and by none with a fault of its own',
  async (_, payload) => {
    const cookie = await cookieOf('Ada');
    for (const [method, url] of routes) {
      const headers = { cookie, 'content-type': 'application/json' };
      const { statusCode, body } = await app().inject({ method, url, headers, payload });
      // `null` is the one way to say that there is no body.
      const isNoBody = method === 'DELETE' && payload === 'null';
      if (!isNoBody)
        expect([method, url, statusCode, body]).toEqual([method, url, expect.toBeOneOf([400, 401]), body]);
      if (!isNoBody && url !== '/session') expect(statusCode).toBe(400);
    }
    expect(logged()).toBe('');
  },
);

test('a key that stands in two objects, and brackets in text, are no fault', async () => {
  const cookie = await cookieOf('Ada');
  const name = String.raw`[[[[[[[[[[[[ {{{{{{{{{{{{ \"name\": \\`;
  const { statusCode } = await app().inject({
    method: 'PATCH',
    url: '/companies/aurora',
    headers: { cookie, 'content-type': 'application/json' },
    payload: `{"name": "${name}", "description": "name"}`,
  });
  expect(statusCode).toBe(200);
});

test.each([
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/xml',
  'nonsense',
])('a body of the type %s is read by no route', async (type) => {
  const cookie = await cookieOf('Ada');
  for (const [method, url] of routes) {
    const headers = { cookie, 'content-type': type };
    const { statusCode } = await app().inject({ method, url, headers, payload: '{"name": "Mine"}' });
    expect([method, url, statusCode]).toEqual([method, url, 415]);
  }
});

test('a body that is too large is read by no route', async () => {
  const cookie = await cookieOf('Ada');
  for (const [method, url] of routes) {
    const answer = await ask(method, url, cookie, { name: 'x'.repeat(64 * 1024) });
    expect([method, url, answer.status]).toEqual([method, url, 413]);
  }
});

test.each(['cross-site', 'same-site', 'none'])(
  'a browser changes nothing for a page that is %s',
  async (site) => {
    const cookie = await cookieOf('Ada');
    const headers = { cookie, 'sec-fetch-site': site, 'content-type': 'application/json' };
    const changed = await app().inject({
      method: 'PATCH',
      url: '/companies/aurora',
      headers,
      payload: '{"name": "Mine"}',
    });
    expect(changed.statusCode).toBe(403);
    const seen = await app().inject({
      method: 'GET',
      url: '/companies/aurora',
      headers: { cookie, 'sec-fetch-site': site },
    });
    expect(seen.statusCode).toBe(200);
  },
);

test('a user who does not exist is told nothing else than that signing in failed', async () => {
  const { status, body } = await ask('POST', '/session', undefined, { id: 'nobody@acme.example' });
  expect(status).toBe(401);
  expect(body).toEqual({ message: 'Signing in failed', reasons: [] });
});

test('a fault is told to nobody, and the log has neither values nor cookies', async () => {
  const cookie = await cookieOf('Ada');
  const fault = Object.assign(new Error('duplicate key'), {
    code: '23505',
    detail: 'Key (phone)=(+49 151) already exists.',
    query: 'UPDATE people SET phone = $3',
    params: ['acme', 'amelie', '+49 151'],
  });
  const failing = vi.spyOn(database(), 'transaction').mockRejectedValue(fault);
  const answer = await ask('PATCH', '/people/amelie', cookie, { phone: '+49 151' });
  failing.mockRestore();
  expect(answer.status).toBe(500);
  expect(answer.body).toEqual({ message: 'Something went wrong', reasons: [] });
  expect(logged()).toContain('duplicate key');
  expect(logged()).toContain('23505');
  for (const secretText of ['+49 151', 'UPDATE people', cookie, cookie.slice(10, 40)])
    expect(logged()).not.toContain(secretText);
});

const quiet = { write: () => undefined };

test('waits for nobody without end', async () => {
  const { server, initialConfig, close } = serviceOn(database(), { secret, log: quiet });
  expect(server).toMatchObject({
    headersTimeout: defaultTimeouts.headers,
    requestTimeout: defaultTimeouts.request,
    timeout: defaultTimeouts.silence,
    keepAliveTimeout: defaultTimeouts.keepAlive,
  });
  expect(initialConfig.bodyLimit).toBe(64 * 1024);
  for (const milliseconds of Object.values(defaultTimeouts)) {
    expect(milliseconds).toBeGreaterThan(0);
    expect(milliseconds).toBeLessThanOrEqual(30_000);
  }
  await close();
});

test.each([
  ['headers', 'POST /session HTTP/1.1\r\nHost: localhost\r\nX-Slow: '],
  [
    'body',
    'POST /session HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 30\r\n\r\n{"id"',
  ],
])('lets go of a client whose %s never ends', async (_, begun) => {
  const timeouts = { ...defaultTimeouts, headers: 200, request: 200, check: 50 };
  const slow = serviceOn(database(), { secret, log: quiet, timeouts });
  await slow.listen({ host: '127.0.0.1', port: 0 });
  const client = connect((slow.server.address() as AddressInfo).port, '127.0.0.1');
  let answer = '';
  client.on('data', (bytes) => {
    answer += bytes;
  });
  client.write(begun);
  await once(client, 'close');
  expect(answer).toMatch(/^HTTP\/1\.1 408 /);
  await slow.close();
});

test('one address has so many requests in a minute, and fewer attempts to sign in', async () => {
  const limited = serviceOn(database(), { secret, log: quiet, limits: { requests: 5, signIns: 2 } });
  const asking = async (count: number, method: 'GET' | 'POST', url: string, remoteAddress: string) => {
    const statuses: number[] = [];
    for (let n = 0; n < count; n++) {
      const payload = method === 'POST' ? { payload: { id: 'nobody' } } : {};
      statuses.push((await limited.inject({ method, url, remoteAddress, ...payload })).statusCode);
    }
    return statuses;
  };
  expect(await asking(3, 'POST', '/session', '192.0.2.1')).toEqual([401, 401, 429]);
  expect(await asking(6, 'GET', '/companies', '192.0.2.2')).toEqual([401, 401, 401, 401, 401, 429]);
  expect((await asking(6, 'GET', '/nothing', '192.0.2.3')).at(-1)).toBe(429);
  expect((await asking(6, 'GET', '/', '192.0.2.4')).at(-1)).toBe(429);
  expect(await asking(1, 'GET', '/companies', '192.0.2.5')).toEqual([401]);
  expect(defaultLimits.signIns).toBeLessThan(defaultLimits.requests);
  await limited.close();
});

test('in public a cookie is for this host, by TLS and out of reach of scripts, and nobody is listed', async () => {
  const open = serviceOn(database(), { secret, log: quiet, isPublic: true });
  const answer = await open.inject({ method: 'POST', url: '/session', payload: { id: users.Carl } });
  const cookie = String(answer.headers['set-cookie']);
  expect(cookie.startsWith('__Host-signed-in=')).toBe(true);
  for (const attribute of ['HttpOnly', 'Secure', 'SameSite=Strict', 'Path=/'])
    expect(cookie.split('; ')).toContain(attribute);
  expect(cookie).not.toContain('Domain');
  expect(answer.headers['strict-transport-security']).toMatch(/^max-age=31536000/);
  const headers = { cookie: cookie.split(';')[0] ?? '' };
  expect((await open.inject({ url: '/me', headers })).json()).toMatchObject({ id: users.Carl });
  expect((await open.inject({ url: '/users', headers })).statusCode).toBe(404);
  await open.close();
});
