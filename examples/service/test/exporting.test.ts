import { expect, test, vi } from 'vitest';
import { companiesAsCsv } from '../src/exporting.ts';
import { service, users } from './support.ts';

const { as, database, session } = service();

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
  const { text } = await as('Mona', 'GET', '/companies.csv');
  expect(text).toContain(`'${description}`);
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
  const lines = (await companiesAsCsv(database(), { user, policy: some })).split('\n');
  expect(lines[0]).toBe('_id,name,phase,coOwner,country,arr,renewalArr,description,orgPath');
  expect(lines[1]).toBe('aurora,Aurora Foods,Adoption,,France,,52000,Wants a weekly call,aurora');
  expect(lines[2]).toBe(`borealis,Borealis Bikes,Onboarding,${users.Kit},Sweden,12000,12000,,`);
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
