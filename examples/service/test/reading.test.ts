import { columns } from '@planhat/permissions';
import { expect, test, vi } from 'vitest';
import { companies } from '../src/models.ts';
import { list } from '../src/reading.ts';
import { idsIn, recordsIn, service } from './support.ts';

const { as, database, session } = service();

const acme = ['aurora', 'borealis', 'cobalt', 'delphin', 'ember', 'fjord', 'garnet'];

test.each([
  ['Ada', acme],
  ['Mona', ['aurora', 'borealis', 'delphin', 'ember']],
  ['Carl', ['aurora', 'borealis', 'delphin']],
  ['Cleo', ['cobalt', 'delphin']],
  ['Kit', ['borealis']],
  ['Devi', acme],
  ['Lee', acme],
  ['Conny', acme],
  ['Finn', acme],
  ['Gail', ['harbor', 'indigo']],
  ['Gus', ['harbor']],
] as const)('%s is shown their own companies and no others', async (name, expected) => {
  const answer = await as(name, 'GET', '/companies');
  expect(idsIn(answer)).toEqual(expected);
  expect(answer.body).toMatchObject({ total: expected.length });
  for (const id of [...acme, 'harbor', 'indigo']) {
    const one = await as(name, 'GET', `/companies/${id}`);
    expect(one.status).toBe(expected.some((own) => own === id) ? 200 : 404);
  }
});

test('people and tasks are shown with their companies', async () => {
  expect(idsIn(await as('Carl', 'GET', '/people'))).toEqual(['amelie', 'bjorn', 'diego']);
  expect(idsIn(await as('Kit', 'GET', '/people'))).toEqual(['bjorn']);
  expect(idsIn(await as('Mona', 'GET', '/tasks'))).toEqual(['kick-off', 'review', 'visit']);
  expect(idsIn(await as('Gus', 'GET', '/tasks'))).toEqual(['call']);
  expect((await as('Carl', 'GET', '/people/clara')).status).toBe(404);
  expect((await as('Carl', 'GET', '/tasks/renewal')).status).toBe(404);
  expect((await as('Ada', 'GET', '/tasks/call')).status).toBe(404);
});

test('what may not be viewed and what does not exist have the same answer', async () => {
  const hidden = await as('Carl', 'GET', '/companies/cobalt');
  const missing = await as('Carl', 'GET', '/companies/no-such-company');
  expect(hidden.text).toBe(missing.text);
  expect(hidden.status).toBe(404);
});

test('a hidden property is left out, in lists, alone, and of the company of a person', async () => {
  const lists = recordsIn(await as('Kit', 'GET', '/companies'));
  expect(lists[0]).toMatchObject({ _id: 'borealis', name: 'Borealis Bikes' });
  expect(lists[0]).not.toHaveProperty('arr');
  expect((await as('Kit', 'GET', '/companies/borealis')).body).not.toHaveProperty('renewalArr');
  const person = (await as('Kit', 'GET', '/people/bjorn')).body;
  expect(person).toMatchObject({ company: { name: 'Borealis Bikes' } });
  expect(person).not.toHaveProperty('company.arr');
});

test('a property can be hidden of some records only', async () => {
  const records = recordsIn(await as('Lee', 'GET', '/companies'));
  expect(records.filter((record) => 'arr' in record).map(({ _id }) => _id)).toEqual(['fjord']);
});

test('sorts by what may be viewed; where it is hidden, the record stands last', async () => {
  const sorted = async (name: 'Ada' | 'Lee', sort: string) =>
    idsIn(await as(name, 'GET', `/companies?sort=${sort}`));
  expect(await sorted('Ada', 'arr')).toEqual([
    'borealis',
    'fjord',
    'aurora',
    'delphin',
    'cobalt',
    'ember',
    'garnet',
  ]);
  expect(await sorted('Ada', '-arr')).toEqual([
    'ember',
    'cobalt',
    'delphin',
    'aurora',
    'fjord',
    'borealis',
    'garnet',
  ]);
  const others = acme.filter((id) => id !== 'fjord');
  expect(await sorted('Lee', 'arr')).toEqual(['fjord', ...others]);
  expect(await sorted('Lee', '-arr')).toEqual(['fjord', ...others]);
});

test('refuses to sort by what is hidden everywhere, and says why', async () => {
  const answer = await as('Kit', 'GET', '/companies?sort=arr');
  expect(answer.status).toBe(403);
  expect(answer.body).toEqual({
    message: 'You cannot sort by what you may not view',
    reasons: [
      { property: 'arr', reason: 'not allowed: role `contractor` does not grant `Company.arr:view`' },
    ],
  });
});

test.each(['__proto__', 'constructor', 'tenant', 'record.arr', 'arr;DROP TABLE users', '', '-'])(
  'does not sort by %j, which is no property',
  async (sort) => {
    const answer = await as('Ada', 'GET', `/companies?sort=${encodeURIComponent(sort)}`);
    expect(answer.status).toBe(400);
  },
);

test('searches, and takes no letter for a wildcard', async () => {
  const found = async (search: string) =>
    idsIn(await as('Ada', 'GET', `/companies?search=${encodeURIComponent(search)}`));
  expect(await found('AURORA')).toEqual(['aurora']);
  expect(await found('france')).toEqual(['aurora', 'garnet']);
  expect(await found('%')).toEqual([]);
  expect(await found('_')).toEqual([]);
  expect(await found('\\')).toEqual([]);
  expect(await found("'; DROP TABLE users; --")).toEqual([]);
});

test('a search does not look into what is hidden', async () => {
  const given = await session('Ada');
  const policy = { ...given.policy };
  expect(await list(database(), { ...given, policy }, companies, { search: 'weekly' })).toMatchObject({
    total: 1,
  });
  vi.spyOn(policy, 'where').mockImplementation((...[, , property]: readonly unknown[]) =>
    property === 'description' ? 'none' : 'all',
  );
  expect(await list(database(), { ...given, policy }, companies, { search: 'weekly' })).toMatchObject({
    total: 0,
  });
});

test('gives pages', async () => {
  await database().query(
    `INSERT INTO companies (tenant, id, name) SELECT 'acme', 'more-' || n, 'More' FROM generate_series(10, 30) AS n`,
  );
  const first = await as('Ada', 'GET', '/companies');
  const second = await as('Ada', 'GET', '/companies?page=2');
  expect(first.body).toMatchObject({ total: 28 });
  expect(new Set([...idsIn(first), ...idsIn(second)]).size).toBe(28);
});

test.each([
  ['Ada', '/companies?page=2', 7],
  ['Mona', '/companies?page=2', 4],
  ['Mona', '/companies?page=9&search=aurora&sort=-arr', 1],
  ['Lee', '/companies?page=2&search=germany&sort=arr', 2],
  ['Carl', '/people?page=2&sort=email', 3],
  ['Carl', '/people?page=2&search=nobody', 0],
] as const)('there are as many of them beyond the last page: %s %s', async (name, path, total) => {
  expect((await as(name, 'GET', path)).body).toEqual({ total, records: [] });
});

test('a record is loaded with all that conditions compare', () => {
  const loaded = companies.properties.map(({ name }): string => name);
  expect(loaded).toEqual(expect.arrayContaining([...columns]));
});

test.each([
  'page=0',
  'page=-1',
  'page=1e9',
  'page=x',
  'owner=me',
  'search=',
  'search=%00',
  'sort=name&sort=arr',
])('does not take ?%s', async (query) => {
  expect((await as('Ada', 'GET', `/companies?${query}`)).status).toBe(400);
});
