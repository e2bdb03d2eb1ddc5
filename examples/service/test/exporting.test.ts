import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { expect, test, vi } from 'vitest';
import { companiesAsCsv, rowsAtOnce } from '../src/exporting.ts';
import { service, users } from './support.ts';

const { app, as, cookieOf, database, session } = service();

test('exports the companies of the portfolio, and no formula', async () => {
  const answer = await as('Mona', 'GET', '/companies.csv');
  expect(answer.status).toBe(200);
  expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8');
  expect(answer.headers['content-disposition']).toBe('attachment; filename="companies.csv"');
  expect(answer.text).toBe(
    [
      '_id,name,phase,owner,coOwner,country,arr,renewalArr,description,orgPath',
      `aurora,Aurora Foods,Adoption,${users.Carl},,France,48000,52000,Wants a weekly call,aurora`,
      `borealis,Borealis Bikes,Onboarding,${users.Carl},${users.Kit},Sweden,12000,12000,,`,
      `delphin,Delphin Travel,Mature,${users.Cleo},${users.Carl},Spain,73000,80000,,delphin`,
      `ember,Ember Energy,Adoption,${users.Mona},,Germany,210000,230000,,`,
      '',
    ].join('\n'),
  );
});

test.each(['=1+1', '+1', '-1+1', '@SUM(A1)', '\t=1', '\r=1'])('the cell %j is text', async (description) => {
  await database().query(`UPDATE companies SET description = $1 WHERE id = 'aurora'`, [description]);
  const answer = await as('Mona', 'GET', '/companies.csv');
  expect(answer.text).toContain(`'${description}`);
});

test('a number below zero stays a number', async () => {
  await database().query(`UPDATE companies SET arr = -5 WHERE id = 'aurora'`);
  expect((await as('Mona', 'GET', '/companies.csv')).text).toContain(',France,-5,');
});

test.each([
  ['Carl', 'role `csm` does not grant `Company:export`'],
  ['Kit', 'role `contractor` does not grant `Company:export`'],
  ['Finn', 'user type `View`'],
  ['Gail', 'the ceiling of tenant `globex` does not hold `Company:export`'],
] as const)('%s exports nothing: %s', async (name, because) => {
  const answer = await as(name, 'GET', '/companies.csv');
  expect(answer.status).toBe(403);
  expect(answer.text).toContain(because);
});

test('what is viewed through one role is not exported through another', async () => {
  await database().query(`UPDATE users SET roles = '{manager,developer}' WHERE id = $1`, [users.Lee]);
  const lines = (await as('Lee', 'GET', '/companies.csv')).text.split('\n');
  expect(lines.map((line) => line.split(',')[0])).toEqual(['_id', 'fjord', '']);
});

test('a cell is empty where it is hidden, and what is hidden everywhere has no column', async () => {
  const { user, policy } = await session('Mona');
  const some = { ...policy };
  vi.spyOn(some, 'canSome').mockImplementation(
    (...[, , property]: readonly unknown[]) => property !== 'owner',
  );
  const { fields } = policy;
  vi.spyOn(some, 'fields').mockImplementation((action, model, record) =>
    fields(action, model, record).filter((name) => record.orgPath === null || String(name) !== 'arr'),
  );
  const lines = (await text(await companiesAsCsv(database(), { user, policy: some }))).split('\n');
  expect(lines[0]).toBe('_id,name,phase,coOwner,country,arr,renewalArr,description,orgPath');
  expect(lines[1]).toBe('aurora,Aurora Foods,Adoption,,France,,52000,Wants a weekly call,aurora');
  expect(lines[2]).toBe(`borealis,Borealis Bikes,Onboarding,${users.Kit},Sweden,12000,12000,,`);
});

/** Gives Ada so many companies more, whose ids sort behind all others. */
const addCompanies = (count: number) =>
  database().query(
    `INSERT INTO companies (tenant, id, name, owner, description)
     SELECT 'acme', 'z' || lpad(n::text, 6, '0'), 'More', $1, repeat('x', 500) FROM generate_series(1, $2::int) AS n`,
    [users.Ada, count],
  );

test.each([0, 1, 192, 193, 194, 393, 394])('exports each company once, with %i more', async (count) => {
  await addCompanies(count);
  const { policy, user } = await session('Ada');
  const lines = (await text(await companiesAsCsv(database(), { policy, user })))
    .trimEnd()
    .split('\n')
    .slice(1);
  const { rows } = await database().query(`SELECT id FROM companies WHERE tenant = 'acme' ORDER BY id`);
  expect(rows.length).toBe(count + 7);
  expect(lines.map((line) => ({ id: line.split(',')[0] }))).toEqual(rows);
});

test('is read from the database no faster than by the client, and not at all once the client has gone', async () => {
  await addCompanies(10 * rowsAtOnce);
  let asked = 0;
  const counting = {
    query: ((...given: Parameters<ReturnType<typeof database>['query']>) => {
      asked += 1;
      return database().query(...given);
    }) as ReturnType<typeof database>['query'],
  };
  const csv = await companiesAsCsv(counting, await session('Ada'));
  await once(csv, 'readable');
  // Whoever reads nothing more is a client that dawdles: what fits into the buffers was read, and no more.
  await new Promise((resolve) => setImmediate(resolve));
  await database().query('SELECT 1');
  const whileWaiting = asked;
  expect(whileWaiting).toBeLessThan(4);
  csv.destroy();
  await once(csv, 'close');
  await database().query('SELECT 1');
  expect(asked).toBeLessThanOrEqual(whileWaiting + 1);
});

test('is cut off where the database fails on the way, so that nobody takes a part for the whole', async () => {
  await addCompanies(rowsAtOnce);
  const answers = [database().query.bind(database()), () => Promise.reject(new Error('gone'))];
  const failing = { query: ((...given: never) => answers.shift()?.(...(given as [never]))) as never };
  await expect(text(await companiesAsCsv(failing, await session('Ada')))).rejects.toThrow('gone');
});

test('there is no HEAD of an export, which would read everything for nothing', async () => {
  const cookie = await cookieOf('Ada');
  const answer = await app().inject({ method: 'HEAD', url: '/companies.csv', headers: { cookie } });
  expect(answer.statusCode).toBe(404);
});

test('revenue is the sum of what may be viewed', async () => {
  const revenue = async (name: 'Ada' | 'Carl' | 'Mona' | 'Conny' | 'Gus') =>
    (await as(name, 'GET', '/revenue')).body;
  expect(await revenue('Ada')).toEqual({ companies: 6, arr: 524000 });
  expect(await revenue('Carl')).toEqual({ companies: 3, arr: 133000 });
  expect(await revenue('Mona')).toEqual({ companies: 4, arr: 343000 });
  expect(await revenue('Gus')).toEqual({ companies: 1, arr: 64000 });
});

test('revenue of companies that are viewed without it is not counted', async () => {
  expect((await as('Lee', 'GET', '/revenue')).body).toEqual({ companies: 1, arr: 31000 });
});

test.each(['Kit', 'Devi'] as const)('%s does not use the module', async (name) => {
  const answer = await as(name, 'GET', '/revenue');
  expect(answer.status).toBe(403);
  expect(answer.body).toMatchObject({
    message: 'You may not use the Revenue module',
    reasons: [{ reason: expect.stringContaining('does not grant') }],
  });
});
