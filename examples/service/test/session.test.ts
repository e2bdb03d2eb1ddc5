import { subject } from '@casl/ability';
import cookies from '@fastify/cookie';
import { abilityFrom, type ServedRule } from '@planhat/permissions/client';
import { expect, test } from 'vitest';
import { companies, type Loaded } from '../src/models.ts';
import { selectFrom } from '../src/reading.ts';
import { secret, service, users } from './support.ts';

const { ask, as, cookieOf, database, later, logged, session } = service();

test.each([
  ['GET', '/me'],
  ['GET', '/me/abilities'],
  ['GET', '/companies'],
  ['GET', '/companies/aurora'],
  ['PATCH', '/companies/aurora'],
  ['DELETE', '/companies/aurora'],
  ['GET', '/companies.csv'],
  ['GET', '/people'],
  ['GET', '/people/amelie'],
  ['PATCH', '/people/amelie'],
  ['GET', '/tasks'],
  ['GET', '/tasks/review'],
  ['PATCH', '/tasks/review'],
  ['POST', '/tasks'],
  ['GET', '/revenue'],
] as const)('%s %s is for nobody who has not signed in', async (method, path) => {
  const bodies = { GET: undefined, DELETE: undefined, PATCH: { companyId: 'aurora' }, POST: newTask };
  const body = path.startsWith('/companies/') && method === 'PATCH' ? { name: 'Mine' } : bodies[method];
  const answer = await ask(method, path, undefined, body);
  expect(answer.status).toBe(401);
  expect(answer.body).toEqual({ message: 'Sign in first', reasons: [] });
});

const newTask = { companyId: 'aurora', mainType: 'task' };

test('a cookie that was not signed here is nobody', async () => {
  const cookie = await cookieOf('Carl');
  expect((await ask('GET', '/me', cookie)).body).toMatchObject({ id: users.Carl });
  for (const forged of [
    cookie.replace(/=(.)/, (_, letter) => `=${letter === 'A' ? 'B' : 'A'}`),
    `signed-in=${users.Ada}`,
    `signed-in=${users.Ada}.`,
    `${cookie}x`,
    'signed-in=',
  ])
    expect((await ask('GET', '/me', forged)).status).toBe(401);
});

test('a cookie is nobody after twelve hours, wherever it is kept', async () => {
  const { headers } = await ask('POST', '/session', undefined, { id: users.Carl });
  const cookie = String(headers['set-cookie']);
  expect(cookie).toContain('Max-Age=43200;');
  later(hours(12) - 10_000);
  expect((await ask('GET', '/me', cookie)).body).toMatchObject({ id: users.Carl });
  expect((await ask('GET', '/me', await cookieOf('Ada'))).body).toMatchObject({ id: users.Ada });
  later(hours(12));
  expect((await ask('GET', '/me', cookie)).status).toBe(401);
});

const hours = (count: number) => count * 60 * 60 * 1000;

test('a token that was signed with the right secret and never given out is nobody', async () => {
  for (const token of ['', users.Ada, 'x'.repeat(43)])
    expect((await ask('GET', '/me', `signed-in=${cookies.sign(token, secret)}`)).status).toBe(401);
});

test('a client cannot choose its roles', async () => {
  const given = { id: users.Carl, roles: ['administrator'] };
  expect((await ask('POST', '/session', undefined, given)).status).toBe(400);
  expect((await as('Carl', 'GET', '/me')).body).toMatchObject({ roles: ['csm'], userType: 'Core' });
});

test('nobody signs in who does not exist', async () => {
  expect((await ask('POST', '/session', undefined, { id: 'nobody@acme.example' })).status).toBe(401);
});

test('signing out takes the cookie away', async () => {
  const { headers } = await ask('DELETE', '/session', await cookieOf('Carl'));
  expect(String(headers['set-cookie'])).toMatch(/^signed-in=; .*Expires=Thu, 01 Jan 1970/);
});

test('a cookie that was kept does not outlive its signing out, and others of the user stay', async () => {
  const [kept, other] = [await cookieOf('Carl'), await cookieOf('Carl')];
  expect(kept).not.toBe(other);
  await ask('DELETE', '/session', kept);
  expect((await ask('GET', '/me', kept)).status).toBe(401);
  expect((await ask('GET', '/me', other)).body).toMatchObject({ id: users.Carl });
});

test('signing in anew ends the session that the browser came with', async () => {
  const before = await cookieOf('Kit');
  const { headers } = await ask('POST', '/session', before, { id: users.Carl });
  const after = String(headers['set-cookie']).split(';')[0];
  expect((await ask('GET', '/me', before)).status).toBe(401);
  expect((await ask('GET', '/me', after)).body).toMatchObject({ id: users.Carl });
});

test('a user who is removed is signed out everywhere', async () => {
  const cookie = await cookieOf('Iris');
  await database().query('DELETE FROM users WHERE tenant = $1 AND id = $2', ['globex', users.Iris]);
  expect((await ask('GET', '/me', cookie)).status).toBe(401);
});

test('sessions that have expired are cleared away, and none is kept as the cookie has it', async () => {
  await cookieOf('Carl');
  later(hours(12));
  const cookie = await cookieOf('Carl');
  const { rows } = await database().query<{ token_hash: string }>('SELECT * FROM sessions');
  expect(rows).toHaveLength(1);
  expect(cookie).not.toContain(rows[0]?.token_hash);
});

test('a role that is taken away is gone with the next request', async () => {
  const cookie = await cookieOf('Ada');
  expect((await ask('DELETE', '/companies/garnet', cookie)).status).toBe(204);
  await database().query(`UPDATE users SET roles = '{csm}' WHERE id = $1`, [users.Ada]);
  expect((await ask('DELETE', '/companies/aurora', cookie)).status).toBe(404);
});

test.each([
  ['roles', `'{csm}'`, 'role-not-assignable', 'user type'],
  ['roles', `'{no-such-role}'`, 'unknown-role', 'no role `no-such-role`'],
  ['seats', `'{NoSuchSeat}'`, 'unknown-seat', 'no seat is called `NoSuchSeat`'],
])(
  'a user whose %s are %s may nothing at all, and only the log says why',
  async (column, value, code, because) => {
    await database().query(`UPDATE users SET ${column} = ${value} WHERE id = $1`, [users.Finn]);
    for (const path of ['/companies', '/companies/aurora', '/companies.csv', '/revenue', '/me/abilities']) {
      const answer = await as('Finn', 'GET', path);
      expect(answer.status).toBe(403);
      expect(answer.body).toEqual({ message: 'Your permissions are not valid', code, reasons: [] });
      expect(logged()).toContain(because);
    }
  },
);

test('the demo has somebody who was given what does not fit', async () => {
  expect((await as('Iris', 'GET', '/companies')).status).toBe(403);
});

test('the rules of the signed-in user decide in a browser as the policy does here', async () => {
  const { rows } = await database().query<Loaded<'Company'>>(selectFrom(companies));
  for (const name of ['Ada', 'Mona', 'Carl', 'Kit', 'Devi', 'Lee', 'Conny', 'Finn'] as const) {
    const { body } = await as(name, 'GET', '/me/abilities');
    const { rules } = body as { rules: readonly ServedRule[] };
    const ability = abilityFrom(rules);
    const { policy } = await session(name);
    for (const company of rows)
      for (const action of ['view', 'update'] as const)
        for (const property of ['name', 'owner', 'arr'] as const)
          expect(ability.can(action, subject('Company', { ...company }), property)).toBe(
            policy.can(action, 'Company', company, property),
          );
    expect(ability.can('use', 'Revenue')).toBe(policy.uses('Revenue'));
  }
});

test('rules hold no holes and nobody else', async () => {
  const { text } = await as('Carl', 'GET', '/me/abilities');
  expect(text).toContain(users.Carl);
  expect(text).not.toContain('$user');
  expect(text).not.toContain(users.Cleo);
});

test('no answer is kept for the next user', async () => {
  expect((await as('Carl', 'GET', '/companies')).headers['cache-control']).toBe('no-store');
});

test.each([
  ['the page', '/', 200],
  ['its script', '/main.js', 200],
  ['an answer', '/companies', 200],
  ['an export', '/companies.csv', 200],
  ['a refusal', '/companies/harbor', 404],
  ['nothing', '/nothing', 404],
  ['no path', '/companies/%zz', 400],
])('a browser is told what %s may be used for', async (_, path, status) => {
  const answer = await as('Mona', 'GET', path);
  expect(answer.status).toBe(status);
  expect(answer.headers).toMatchObject({
    'content-security-policy':
      "default-src 'self';base-uri 'none';form-action 'self';frame-ancestors 'none';object-src 'none'",
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'cross-origin-opener-policy': 'same-origin',
    'cache-control': expect.stringMatching(/no-store|public/),
  });
  expect(answer.headers).not.toHaveProperty('strict-transport-security');
});
