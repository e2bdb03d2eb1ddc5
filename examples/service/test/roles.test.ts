import type { RoleDocument, StoredRole } from '@planhat/permissions/roles';
import { describe, expect, test } from 'vitest';
import { renewRoles } from '../src/roles.ts';
import { serviceOn } from '../src/service.ts';
import { type Answer, idsIn, secret, service, users } from './support.ts';

const { as, ask, cookieOf, database, value } = service();

/** A role that anybody may save: it reads accounts in France, and their people. */
const desk = {
  kind: 'Role',
  name: 'french-desk',
  title: 'French desk',
  tenant: 'acme',
  userType: 'View',
  portfolio: [{ filter: { country: 'France' } }],
  grants: {
    models: {
      Company: { actions: ['view'], properties: { arr: 'none' } },
      EndUser: ['view'],
      PhSection: ['view'],
      PhWorkspace: ['view'],
    },
  },
} as const satisfies RoleDocument;

const add = (document: object = desk, who: 'Ada' | 'Gail' = 'Ada') =>
  as(who, 'POST', '/settings/roles', { document });
const reasonsOf = ({ body }: Answer) =>
  (body as { readonly reasons: readonly { readonly reason: string }[] }).reasons.map(({ reason }) => reason);
const messageOf = ({ body }: Answer) => (body as { readonly message: string }).message;
const give = (who: keyof typeof users, changes: object, by: keyof typeof users = 'Ada') =>
  as(by, 'PATCH', `/settings/users/${users[who]}`, changes);

describe('who may', () => {
  const asked = [
    ['GET', '/settings/roles', undefined],
    ['GET', '/settings/editor/acme.js', undefined],
    ['POST', '/settings/roles', { document: desk }],
    ['POST', '/settings/roles/check', { document: desk }],
    ['PUT', '/settings/roles/french-desk', { document: desk, version: 1 }],
    ['DELETE', '/settings/roles/french-desk?version=1', undefined],
    ['PATCH', `/settings/users/${users.Finn}`, { roles: ['french-desk'] }],
  ] as const;

  test('each request is decided by the policies, whatever a page shows', async () => {
    for (const [method, path, body] of asked) {
      // A manager has the settings and not the roles, a developer neither, and nobody is nobody.
      for (const who of ['Mona', 'Devi', 'Finn'] as const) {
        const answer = await as(who, method, path, body);
        expect([who, path, answer.status]).toEqual([who, path, 403]);
        expect(reasonsOf(answer).join()).toMatch(/AdminAccess:use|UserRole:/);
      }
      expect([path, (await ask(method, path, undefined, body)).status]).toEqual([path, 401]);
    }
    expect((await as('Ada', 'GET', '/settings/roles')).body).toMatchObject({ roles: [] });
  });

  test('another site changes nothing in somebody’s name', async () => {
    const cookie = await cookieOf('Ada');
    const app = serviceOn(database(), { secret });
    for (const [method, url, payload] of asked.filter(([one]) => one !== 'GET')) {
      const headers = { cookie, 'sec-fetch-site': 'cross-site' };
      const { statusCode } = await app.inject({ method, url, headers, ...(payload && { payload }) });
      expect([url, statusCode]).toEqual([url, 403]);
    }
    await app.close();
  });

  test('a tenant is given the editor of its own, in which no other leaves a trace', async () => {
    const { status, text, headers } = await as('Ada', 'GET', '/settings/editor/acme.js');
    expect([status, headers['content-type']]).toEqual([200, 'text/javascript; charset=utf-8']);
    expect(text).toContain('regional-lead');
    expect(text).not.toMatch(/globex|initech|delivery-lead/);
    expect((await as('Gail', 'GET', '/settings/editor/acme.js')).status).toBe(404);
    expect((await as('Ada', 'GET', '/settings/editor/..%2f..%2fsrc%2fmain.js')).status).toBe(404);
  });
});

describe('a role', () => {
  test('is stored as written and as compiled, and what it gives is enforced in SQL', async () => {
    expect(await add()).toMatchObject({ status: 201, body: { name: 'french-desk', version: 1 } });
    expect(await value('roles', 'french-desk', 'name', 'name')).toBe('french-desk');
    const { rows } = await database().query<{ document: object; compiled: StoredRole; digest: string }>(
      "SELECT document, compiled, digest FROM roles WHERE tenant = 'acme'",
    );
    expect(rows[0]?.document).toEqual(desk);
    expect(rows[0]?.compiled.digest).toBe(rows[0]?.digest);
    expect((await give('Finn', { roles: ['french-desk'] })).status).toBe(200);
    const companies = await as('Finn', 'GET', '/companies');
    expect(idsIn(companies)).toEqual(['aurora', 'garnet']);
    expect(companies.text).not.toContain('"arr"');
    expect(idsIn(await as('Finn', 'GET', '/people'))).toEqual(['amelie']);
    expect((await as('Finn', 'GET', '/companies/ember')).status).toBe(404);
    expect(messageOf(await as('Finn', 'GET', '/revenue'))).toBe('You may not use the Revenue module');
  });

  test('is refused with what is wrong with it, and with what whoever gives it does not hold', async () => {
    const wrong = await add({ ...desk, grants: { models: { Company: ['veiw', 'update'] } } });
    expect(wrong.status).toBe(400);
    expect(reasonsOf(wrong)).toEqual([
      'unknown action `veiw`',
      'role `french-desk` names `Company:update`, which user type `View` does not hold',
    ]);
    const more = await add({
      ...desk,
      userType: 'Core',
      portfolio: ['full'],
      grants: { models: desk.grants.models, features: ['EmailOnMyBehalf'] },
    });
    expect(more.status).toBe(400);
    expect(messageOf(more)).toContain('`EmailOnMyBehalf:use`, since whoever gives it does not hold it');
    expect((await as('Ada', 'GET', '/settings/roles')).body).toMatchObject({ roles: [] });
  });

  test('may exceed whoever gives it where the service lets that through', async () => {
    const app = serviceOn(database(), { secret, mayExceed: true });
    const document = { ...desk, userType: 'Core', grants: { ...desk.grants, features: ['EmailOnMyBehalf'] } };
    const headers = { cookie: await cookieOf('Ada') };
    const check = await app.inject({
      method: 'POST',
      url: '/settings/roles/check',
      headers,
      payload: { document },
    });
    expect(check.json()).toMatchObject({ ok: true, exceeds: [{ permission: 'EmailOnMyBehalf:use' }] });
    const { statusCode } = await app.inject({
      method: 'POST',
      url: '/settings/roles',
      headers,
      payload: { document },
    });
    expect(statusCode).toBe(201);
    await app.close();
  });

  test('is checked before it is saved, against the one that it replaces', async () => {
    await add();
    const document = {
      ...desk,
      name: 'gallic-desk',
      grants: { models: { ...desk.grants.models, Task: ['view'] } },
    };
    const { status, body } = await as('Ada', 'POST', '/settings/roles/check', {
      document,
      before: 'french-desk',
    });
    expect(status).toBe(200);
    const { ok, adds, takes } = body as { ok: boolean; adds: { permission: string }[]; takes: object[] };
    expect([ok, takes, adds[0]?.permission]).toEqual([true, [], 'Task:view']);
    expect(adds.every(({ permission }) => permission.startsWith('Task'))).toBe(true);
  });

  test('of another tenant, or of nobody, is none here', async () => {
    await add();
    expect((await add(desk, 'Gail')).status).toBe(400);
    expect(
      (await as('Gail', 'PUT', '/settings/roles/french-desk', { document: desk, version: 1 })).status,
    ).toBe(404);
    expect((await as('Gail', 'DELETE', '/settings/roles/french-desk?version=1')).status).toBe(404);
    expect((await give('Finn', { roles: [] }, 'Gail')).status).toBe(404);
    const document = { ...desk, tenant: 'globex' };
    const check = await as('Gail', 'POST', '/settings/roles/check', { document });
    expect(check.text).toContain('tenant `globex` is on plan `Professional` and has a role of its own');
  });

  test('does not take the name of another', async () => {
    await add();
    expect(messageOf(await add())).toBe('There is a role french-desk already');
    expect((await add({ ...desk, name: 'csm' })).status).toBe(400);
    await add({ ...desk, name: 'other' });
    const renamed = await as('Ada', 'PUT', '/settings/roles/other', { document: desk, version: 1 });
    expect([renamed.status, messageOf(renamed)]).toEqual([409, 'There is a role french-desk already']);
  });

  test('is not overwritten by whoever edited an older version', async () => {
    await add();
    const save = (title: string, version: number) =>
      as('Ada', 'PUT', '/settings/roles/french-desk', { document: { ...desk, title }, version });
    expect(await save('First', 1)).toMatchObject({ status: 200, body: { version: 2 } });
    const second = await save('Second', 1);
    expect([second.status, messageOf(second)]).toEqual([
      409,
      'Somebody else has changed this role since you opened it',
    ]);
    expect((await as('Ada', 'DELETE', '/settings/roles/french-desk?version=1')).status).toBe(409);
    expect((await as('Ada', 'GET', '/settings/roles')).body).toMatchObject({
      roles: [{ version: 2, compiled: { role: { title: 'First' } } }],
    });
  });

  test('keeps its users when it is renamed, and is not removed while somebody has it', async () => {
    await add();
    await give('Finn', { roles: ['template-view', 'french-desk'] });
    const document = { ...desk, name: 'gallic-desk' };
    expect((await as('Ada', 'PUT', '/settings/roles/french-desk', { document, version: 1 })).status).toBe(
      200,
    );
    expect(await value('users', users.Finn, 'roles')).toEqual(['template-view', 'gallic-desk']);
    const refused = await as('Ada', 'DELETE', '/settings/roles/gallic-desk?version=2');
    expect([refused.status, reasonsOf(refused)]).toEqual([409, ['Finn has it: give them another one first']]);
    await give('Finn', { roles: ['template-view'] });
    expect((await as('Ada', 'DELETE', '/settings/roles/gallic-desk?version=2')).status).toBe(204);
    expect((await as('Ada', 'DELETE', '/settings/roles/gallic-desk?version=2')).status).toBe(404);
  });

  test.each([
    ['a script', { ...desk, title: '<img src=x onerror=alert(1)>', description: '</script><script>' }, 201],
    ['a prototype', { ...desk, name: 'constructor' }, 201],
    ['another prototype', { ...desk, name: '__proto__' }, 400],
    ['a quote', { ...desk, name: "a'; DROP TABLE users; --" }, 400],
    ['a path', { ...desk, name: '../../etc' }, 400],
    ['an emptiness', { ...desk, name: '' }, 400],
    ['a list', [], 400],
    ['a number', 5, 400],
    ['another kind', { kind: 'Tenant', name: 'acme' }, 400],
    ['a filter of code', { ...desk, portfolio: [{ filter: { $where: 'sleep(1)' } }] }, 400],
  ])('with %s for a name or a body does nothing but what it says', async (_, document, expected) => {
    const { status } = await as('Ada', 'POST', '/settings/roles', { document });
    expect(status).toBe(expected);
    expect(await value('users', users.Ada, 'name')).toBe('Ada');
  });

  test('that no longer compiles gives nothing, and the others of its holder go on', async () => {
    await add();
    await give('Finn', { roles: ['french-desk'] });
    await database().exec(
      `UPDATE roles SET compiled = jsonb_set(jsonb_set(compiled, '{digest}', '"old"'), '{role,userType}', '"Gone"')`,
    );
    await renewRoles({ database: database() }, ['acme']);
    expect((await as('Finn', 'GET', '/companies')).body).toMatchObject({ total: 0, records: [] });
    expect((await as('Ada', 'GET', '/settings/roles')).status).toBe(200);
  });

  test('of an older package is compiled again when the service starts, and holds no more by it', async () => {
    await add();
    await database().exec(
      `UPDATE roles SET digest = 'old', compiled = jsonb_set(compiled, '{digest}', '"old"')`,
    );
    await renewRoles({ database: database() }, ['acme', 'globex']);
    const { rows } = await database().query<{ compiled: StoredRole; digest: string; version: number }>(
      "SELECT compiled, digest, version FROM roles WHERE tenant = 'acme'",
    );
    expect(rows[0]?.digest).toMatch(/^[0-9a-f]{64}$|^sha256/);
    expect(rows[0]?.compiled.digest).toBe(rows[0]?.digest);
    expect(rows[0]?.version).toBe(1);
  });
});

describe('a user', () => {
  test('is given what fits their type and seats, and is told of the rest why not', async () => {
    await add({ ...desk, name: 'core-desk', userType: 'Core' });
    const refused = await give('Finn', { roles: ['core-desk', 'template-view', 'manager'] });
    expect([refused.status, messageOf(refused)]).toEqual([409, 'Finn cannot be changed so']);
    expect(refused.body).toMatchObject({
      reasons: [
        { property: 'core-desk', reason: 'it needs user type `Core` or higher and the user has `View`' },
        { property: 'manager', reason: 'it needs user type `Core` or higher and the user has `View`' },
      ],
    });
    expect((await give('Finn', { userType: 'Core', roles: ['core-desk', 'manager'] })).status).toBe(200);
    expect((await give('Finn', { userType: 'View' })).status).toBe(409);
  });

  test('has no type, seat or role that there is not', async () => {
    expect((await give('Finn', { userType: 'Root' })).status).toBe(400);
    expect((await give('Finn', { seats: ['Service'] })).status).toBe(400);
    expect((await give('Finn', { seats: ['Gold'] })).status).toBe(400);
    expect((await give('Finn', { roles: ['root'] })).status).toBe(400);
    expect((await give('Finn', { tenant: 'globex' })).status).toBe(400);
    expect((await as('Ada', 'PATCH', '/settings/users/nobody', { roles: [] })).status).toBe(404);
  });

  test('is of a paid type only while some that were bought are free', async () => {
    await database().exec(
      `INSERT INTO users (tenant, id, name, user_type, roles)
       SELECT 'acme', 'more-' || at || '@acme.example', 'More', 'Core', '{}' FROM generate_series(1, 17) AS at`,
    );
    const refused = await give('Finn', { userType: 'Core' });
    expect(refused.body).toMatchObject({
      reasons: [{ property: 'Core', reason: 'all 25 that were bought are in use' }],
    });
    expect((await give('Carl', { roles: ['csm', 'developer'] })).status).toBe(200);
    expect((await give('Carl', { userType: 'Productivity', roles: ['template-productivity'] })).status).toBe(
      200,
    );
    expect((await give('Finn', { userType: 'Core' })).status).toBe(200);
  });

  test('does not shut themselves out', async () => {
    const refused = await give('Ada', { roles: ['csm'] });
    expect([refused.status, messageOf(refused)]).toEqual([
      409,
      'You would not get in here any more: let somebody else change you',
    ]);
    expect(await value('users', users.Ada, 'roles')).toEqual(['administrator']);
  });
});
