import { type RoleDocument, roles } from '@planhat/permissions/roles';
import { beforeEach, expect, test, vi } from 'vitest';
import { service, users } from './support.ts';

const { ask, cookieOf, database } = service();

const reads = [
  '/me',
  '/me/abilities',
  '/companies',
  '/companies?search=a&sort=-arr',
  '/companies/aurora',
  '/companies.csv',
  '/people',
  '/people?search=a&sort=email',
  '/people/amelie',
  '/tasks',
  '/tasks/review',
  '/revenue',
  '/settings/roles',
];

const changes = [
  ['PATCH', '/companies/aurora', { name: 'Changed' }],
  ['PATCH', '/people/amelie', { companyId: 'borealis' }],
  ['PATCH', '/tasks/review', { description: 'Changed' }],
  ['DELETE', '/companies/delphin', undefined],
  ['PUT', '/settings/roles/desk', { version: 1, document: deskOf('acme', 'Changed') }],
  ['PATCH', '/settings/users/finance-1@acme.example', { roles: ['template-view'] }],
  ['DELETE', '/settings/roles/desk?version=2', undefined],
  ['POST', '/settings/roles', { document: deskOf('acme', 'New') }],
] as const;

/** Gives a tenant a role; both have one under the same name. */
async function addDesk(tenant: 'acme' | 'globex', title: string): Promise<void> {
  const compiled = roles({ tenant }).compile(deskOf(tenant, title));
  await database().query(
    'INSERT INTO roles (tenant, name, document, compiled, digest) VALUES ($1, $2, $3, $4, $5)',
    [tenant, compiled.role.name, compiled.role, compiled, compiled.digest],
  );
}

function deskOf(tenant: 'acme' | 'globex', title: string): RoleDocument {
  return {
    kind: 'Role',
    name: 'desk',
    title,
    tenant,
    userType: 'View',
    portfolio: ['own'],
    grants: { models: { Company: ['view'], PhSection: ['view'], PhWorkspace: ['view'] } },
  };
}

beforeEach(() => addDesk('acme', 'Desk'));

/** The tables that the tenants share, with what of a row differs in the copy. */
const copied = {
  companies: "name = 'Copy', arr = 1",
  people: "first_name = 'Copy'",
  tasks: "description = 'Copy'",
};

/** Gives the other tenant records under all the ids that acme has, with other values. */
async function copyEverything(): Promise<void> {
  await addDesk('globex', 'Copy');
  for (const [table, values] of Object.entries(copied)) {
    const { rows } = await database().query<{ name: string }>(
      `SELECT column_name AS name FROM information_schema.columns WHERE table_name = $1 AND column_name <> 'tenant'`,
      [table],
    );
    const columns = rows.map(({ name }) => name).join(', ');
    const references = {
      companies: ', owner = NULL, co_owner = NULL',
      people: '',
      tasks: ', owner_id = NULL',
    };
    await database().exec(
      `CREATE TEMPORARY TABLE copy AS SELECT * FROM ${table} WHERE tenant = 'acme';
       UPDATE copy SET tenant = 'globex', ${values}${references[table as keyof typeof copied]};
       INSERT INTO ${table} (tenant, ${columns}) SELECT tenant, ${columns} FROM copy; DROP TABLE copy`,
    );
  }
}

test.each(['Ada', 'Mona', 'Carl', 'Kit'] as const)(
  'what another tenant has under the same ids changes no answer to %s, and is not changed',
  async (name) => {
    const cookie = await cookieOf(name);
    const readAll = () => Promise.all(reads.map(async (path) => (await ask('GET', path, cookie)).text));
    const before = await readAll();
    await copyEverything();
    const ofOther = async () =>
      Promise.all(
        [...Object.keys(copied), 'roles'].map(
          async (table) =>
            (await database().query(`SELECT * FROM ${table} WHERE tenant = 'globex' ORDER BY 2`)).rows,
        ),
      );
    const other = await ofOther();
    expect(other[0]?.length).toBe(9);
    expect(await readAll()).toEqual(before);
    for (const [method, path, body] of changes) await ask(method, path, cookie, body);
    expect(await ofOther()).toEqual(other);
  },
);

/** A session is ended by the hash of its token, and a user who signs in found by an id that is theirs alone. */
const askedByUniqueKey = [
  /^DELETE FROM sessions WHERE token_hash = \$1$/,
  /FROM users AS record WHERE record\.id = \$1$/,
];

/** The tables of a statement without a comparison of their tenant. */
function tablesWithoutTenant(sql: string): string[] {
  const inserted = [.../INSERT INTO (\w+) \(tenant,/g[Symbol.matchAll](sql)].map(([, table]) => table);
  const targets = [...sql.matchAll(/(?<!FOR )\b(?:FROM|JOIN|UPDATE|INTO) "?(\w+)"?(?: AS "?(\w+)"?)?/g)];
  return targets.flatMap(([, table = '', alias]) => {
    if (inserted.includes(table)) return [];
    const owner = alias === undefined ? '' : `"?${alias}"?\\.`;
    const isAsked = new RegExp(`(^|[^\\w.])${owner}"?tenant"?\\s*=|=\\s*${owner}"?tenant"?(?!\\w)`).test(sql);
    return isAsked ? [] : [`${table} in ${sql}`];
  });
}

test('a statement without the tenant is known when it is seen', () => {
  expect(tablesWithoutTenant('SELECT * FROM companies AS record WHERE record.id = $1')).toHaveLength(1);
  expect(
    tablesWithoutTenant(
      'SELECT 1 FROM tasks AS record JOIN companies AS company ON company.id = record.company_id WHERE record.tenant = $1',
    ),
  ).toEqual([expect.stringMatching(/^companies in/)]);
  expect(tablesWithoutTenant('UPDATE tasks SET status = $1 WHERE id = $2')).toHaveLength(1);
  expect(tablesWithoutTenant('INSERT INTO tasks (id) VALUES ($1)')).toHaveLength(1);
});

test('every statement names the tenant of every table, and holds no value', async () => {
  const statements = new Set<string>();
  const { query, transaction } = database();
  const watch = vi.spyOn(database(), 'query').mockImplementation(((sql: string, values?: unknown[]) => {
    statements.add(sql);
    return query.call(database(), sql, values);
  }) as typeof query);
  const watchAll = vi.spyOn(database(), 'transaction').mockImplementation(((
    run: Parameters<typeof transaction>[0],
  ) =>
    transaction.call(database(), (inside) => {
      const asked = inside.query.bind(inside);
      return run({
        ...inside,
        query: ((sql: string, values?: unknown[]) => {
          statements.add(sql);
          return asked(sql, values);
        }) as typeof inside.query,
      });
    })) as typeof transaction);
  for (const name of ['Ada', 'Mona', 'Carl', 'Kit', 'Lee', 'Gus'] as const) {
    const cookie = await cookieOf(name);
    for (const path of reads) await ask('GET', path, cookie);
    for (const [method, path, body] of changes) await ask(method, path, cookie, body);
    await ask('POST', '/tasks', cookie, { companyId: 'aurora', mainType: 'task', description: 'New' });
    await ask('DELETE', '/session', cookie);
  }
  watch.mockRestore();
  watchAll.mockRestore();
  const asked = [...statements].map((sql) => sql.replace(/\s+/g, ' ').trim());
  expect(asked.length).toBeGreaterThan(20);
  for (const start of [
    'SELECT',
    'INSERT INTO tasks',
    'INSERT INTO sessions',
    'UPDATE companies',
    'DELETE FROM companies',
  ])
    expect(asked.some((sql) => sql.startsWith(start))).toBe(true);
  const others = asked.filter((sql) => !askedByUniqueKey.some((known) => known.test(sql)));
  expect(others.flatMap(tablesWithoutTenant)).toEqual([]);
  for (const sql of asked) for (const id of Object.values(users)) expect(sql).not.toContain(id);
});
