import { expect, test, vi } from 'vitest';
import { createTask } from '../src/writing.ts';
import { idsIn, service, users } from './support.ts';

const { as, database, session, value } = service();

test('changes what may be changed, and gives the record back as it may be viewed', async () => {
  const answer = await as('Carl', 'PATCH', '/companies/aurora', { name: 'Aurora', arr: 50000 });
  expect(answer.status).toBe(200);
  expect(answer.body).toMatchObject({ _id: 'aurora', name: 'Aurora', arr: 50000, country: 'France' });
  expect(await value('companies', 'aurora', 'name')).toBe('Aurora');
  expect((await as('Kit', 'PATCH', '/companies/borealis', { name: 'Bikes' })).body).not.toHaveProperty('arr');
});

test('refuses property by property with a reason, all or nothing', async () => {
  const changes = { name: 'Mine', owner: users.Kit, arr: 1 };
  const answer = await as('Kit', 'PATCH', '/companies/borealis', changes);
  expect(answer.status).toBe(403);
  expect(answer.body).toEqual({
    message: 'You may not make these changes',
    reasons: [
      { property: 'owner', reason: 'not allowed: role `contractor` does not grant `Company.owner:update`' },
      { property: 'arr', reason: 'not allowed: role `contractor` does not grant `Company.arr:update`' },
    ],
  });
  expect(await value('companies', 'borealis', 'name')).toBe('Borealis Bikes');
});

test('a user type that changes nothing refuses too', async () => {
  const finn = await as('Finn', 'PATCH', '/companies/aurora', { name: 'Mine' });
  expect(finn.status).toBe(403);
  expect(finn.text).toContain('not allowed: user type `View`, which role');
});

test('a hidden value that is guessed is refused like any other', async () => {
  const right = await as('Kit', 'PATCH', '/companies/borealis', { arr: 12000 });
  const wrong = await as('Kit', 'PATCH', '/companies/borealis', { arr: 1 });
  expect(right.status).toBe(403);
  expect(right.text).toBe(wrong.text);
});

test('what may not be viewed is not there to be changed', async () => {
  const hidden = await as('Carl', 'PATCH', '/companies/cobalt', { name: 'Mine' });
  const missing = await as('Carl', 'PATCH', '/companies/no-such-company', { name: 'Mine' });
  const ofAnother = await as('Ada', 'PATCH', '/companies/harbor', { name: 'Mine' });
  for (const { status, text } of [hidden, missing, ofAnother]) {
    expect(status).toBe(404);
    expect(text).toBe(hidden.text);
  }
  expect(await value('companies', 'harbor', 'name')).toBe('Harbor Hotels');
});

test('what is viewed through one role is not changed through another', async () => {
  const answer = await as('Lee', 'PATCH', '/companies/aurora', { name: 'Mine' });
  expect(answer.status).toBe(403);
  expect(answer.text).toMatch(
    /not allowed: this record is not reached: role `csm` gives it for records of which/,
  );
  expect((await as('Lee', 'PATCH', '/companies/fjord', { name: 'Fjord' })).status).toBe(200);
});

test('a record is not pushed out of the portfolio, and may move within', async () => {
  const within = await as('Mona', 'PATCH', '/companies/ember', { owner: users.Carl });
  expect(within.status).toBe(200);
  const out = await as('Mona', 'PATCH', '/companies/ember', { owner: users.Cleo });
  expect(out.status).toBe(403);
  expect(out.text).toContain('as it would be, not allowed: this record is not reached');
  expect(await value('companies', 'ember', 'owner')).toBe(users.Carl);
  const byAdmin = await as('Ada', 'PATCH', '/companies/ember', { owner: users.Cleo });
  expect(byAdmin.status).toBe(200);
  expect((await as('Mona', 'GET', '/companies/ember')).status).toBe(404);
});

test('a record is not pulled into the portfolio', async () => {
  expect((await as('Mona', 'PATCH', '/companies/garnet', { owner: users.Mona })).status).toBe(404);
  const lee = await as('Lee', 'PATCH', '/people/clara', { companyId: 'fjord' });
  expect(lee.status).toBe(403);
  expect(lee.text).toContain('not allowed: this record is not reached');
  expect(await value('people', 'clara', 'company_id')).toBe('cobalt');
});

test('a person moves between companies only within the portfolio', async () => {
  const within = await as('Carl', 'PATCH', '/people/amelie', { companyId: 'borealis' });
  expect(within.status).toBe(200);
  expect(within.body).toMatchObject({ companyId: 'borealis', company: { _id: 'borealis' } });
  const hidden = await as('Carl', 'PATCH', '/people/amelie', { companyId: 'cobalt' });
  const missing = await as('Carl', 'PATCH', '/people/amelie', { companyId: 'no-such-company' });
  expect(hidden.status).toBe(404);
  expect(hidden.text).toBe(missing.text);
  await database().query(`UPDATE people SET company_id = 'fjord' WHERE id = 'amelie'`);
  const viewable = await as('Lee', 'PATCH', '/people/amelie', { companyId: 'cobalt', position: 'Guest' });
  expect(viewable.status).toBe(403);
  expect(viewable.text).toContain('as it would be, not allowed: this record is not reached');
  expect(await value('people', 'amelie', 'company_id')).toBe('fjord');
});

test.each([
  ['a property that does not exist', '{"nonsense": 1}'],
  ['a property of the system', '{"_id": "mine"}'],
  ['another', '{"phase": "Mature"}'],
  ['a column', '{"tenant": "globex"}'],
  ['one unknown among known', '{"name": "Mine", "nonsense": 1}'],
  ['a prototype', '{"__proto__": {"name": "Mine"}}'],
  ['a constructor', '{"constructor": {"prototype": {"name": "Mine"}}}'],
  ['a constructor that is text', '{"constructor": "Mine"}'],
  ['a method', '{"toString": "Mine", "hasOwnProperty": "Mine"}'],
  ['text for a number', '{"arr": "1"}'],
  ['a number for text', '{"name": 1}'],
  ['an object for an id', '{"owner": {"$ne": null}}'],
  ['a list', '{"name": ["Mine"]}'],
  ['nothing where there must be something', '{"name": null}'],
  ['text that no database holds', String.raw`{"name": "a\u0000"}`],
  ['no change', '{}'],
  ['no object', '[]'],
  ['no JSON', '{'],
])('does not take %s', async (_, body) => {
  const answer = await as('Ada', 'PATCH', '/companies/aurora', body);
  expect(answer.status).toBe(400);
  expect(answer.body).toMatchObject({ message: expect.any(String) });
  expect(({} as { name?: string }).name).toBeUndefined();
  expect(await value('companies', 'aurora', 'name')).toBe('Aurora Foods');
});

test.each([String.raw`a\u0000`, String.raw`\ud800`, String.raw`\udc00\ud800`])(
  'keeps no text that a database would change, like %s',
  async (text) => {
    const changed = await as('Ada', 'PATCH', '/companies/aurora', `{"name": "${text}"}`);
    const created = await as(
      'Ada',
      'POST',
      '/tasks',
      `{"companyId": "aurora", "mainType": "task", "action": "${text}"}`,
    );
    for (const { status, body } of [changed, created]) {
      expect(status).toBe(400);
      expect(body).toEqual({ message: 'It holds text that cannot be kept', reasons: [] });
    }
    expect(await value('companies', 'aurora', 'name')).toBe('Aurora Foods');
    expect(idsIn(await as('Ada', 'GET', '/tasks'))).toHaveLength(4);
  },
);

test('keeps every other text as it is', async () => {
  const name = '\u{1f4a1} É\n';
  expect((await as('Ada', 'PATCH', '/companies/aurora', { name })).body).toMatchObject({ name });
  expect(await value('companies', 'aurora', 'name')).toBe(name);
});

test('nothing refers to what another tenant has', async () => {
  const owner = await as('Ada', 'PATCH', '/companies/aurora', { owner: users.Gus });
  expect(owner.status).toBe(400);
  expect(owner.body).toMatchObject({ message: 'It refers to something that does not exist' });
  expect((await as('Ada', 'PATCH', '/people/amelie', { companyId: 'harbor' })).status).toBe(404);
  expect((await as('Ada', 'POST', '/tasks', { companyId: 'harbor', mainType: 'task' })).status).toBe(404);
});

test('what decides is locked until the change is written', async () => {
  const asked = vi.fn<(sql: string) => void>();
  const { transaction } = database();
  const spied = vi.spyOn(database(), 'transaction').mockImplementation((run) =>
    transaction.call(database(), (open) => {
      const { query } = open;
      vi.spyOn(open, 'query').mockImplementation((sql, ...others) => {
        asked(sql.replace(/\s+/g, ' ').trim());
        return query(sql, ...others);
      });
      return run(open);
    }),
  );
  expect((await as('Carl', 'PATCH', '/people/amelie', { companyId: 'borealis' })).status).toBe(200);
  spied.mockRestore();
  expect(asked.mock.calls.flat()).toEqual([
    expect.stringMatching(/FROM people AS record .* FOR UPDATE OF record FOR SHARE OF company$/),
    expect.stringMatching(/FROM companies AS record .* FOR SHARE OF record$/),
    expect.stringMatching(/^UPDATE people SET company_id = \$3 WHERE tenant = \$1 AND id = \$2$/),
  ]);
});

test('adds a task to a company of the portfolio', async () => {
  const given = { companyId: 'aurora', mainType: 'task', action: 'Call', ownerId: users.Carl };
  const answer = await as('Carl', 'POST', '/tasks', given);
  expect(answer.status).toBe(201);
  expect(answer.body).toMatchObject({ ...given, status: null, company: { name: 'Aurora Foods' } });
  const { _id } = answer.body as { _id: string };
  expect((await as('Carl', 'GET', `/tasks/${_id}`)).body).toEqual(answer.body);
  expect((await as('Cleo', 'GET', `/tasks/${_id}`)).status).toBe(404);
});

test('adds no task to another company, and does not say whether there is one', async () => {
  const hidden = await as('Carl', 'POST', '/tasks', { companyId: 'cobalt', mainType: 'task' });
  const missing = await as('Carl', 'POST', '/tasks', { companyId: 'no-such-company', mainType: 'task' });
  expect(hidden.status).toBe(404);
  expect(hidden.text).toBe(missing.text);
  const viewable = await as('Lee', 'POST', '/tasks', { companyId: 'cobalt', mainType: 'task' });
  expect(viewable.status).toBe(403);
  expect(viewable.text).toContain('not allowed: this record is not reached: role `csm`');
  const finn = await as('Finn', 'POST', '/tasks', { companyId: 'aurora', mainType: 'task' });
  expect(finn.body).toMatchObject({
    reasons: [{ reason: expect.stringContaining('user type `View`') }],
  });
});

test('a task is not added with what may not be changed', async () => {
  const { user, policy } = await session('Carl');
  const some = { ...policy };
  vi.spyOn(some, 'can').mockImplementation(
    (...[, , , property]: readonly unknown[]) => property !== 'ownerId',
  );
  const given = { companyId: 'aurora', mainType: 'task', action: 'Call' };
  expect(await createTask(database(), { user, policy: some }, given)).toMatchObject({ action: 'Call' });
  await expect(
    createTask(database(), { user, policy: some }, { ...given, ownerId: users.Carl }),
  ).rejects.toMatchObject({ statusCode: 403, reasons: [{ property: 'ownerId' }] });
});

test.each([
  { companyId: 'aurora' },
  { mainType: 'task' },
  { companyId: 'aurora', mainType: 'nonsense' },
  { companyId: 'aurora', mainType: 'task', _id: 'mine' },
  { companyId: 'aurora', mainType: 'task', company: { owner: users.Carl } },
  { companyId: null, mainType: 'task' },
])('adds no task that says %j', async (given) => {
  expect((await as('Carl', 'POST', '/tasks', given)).status).toBe(400);
});

test('removes a company with what belongs to it', async () => {
  expect((await as('Mona', 'DELETE', '/companies/aurora')).status).toBe(204);
  expect(await value('companies', 'aurora', 'id')).toBeUndefined();
  expect(await value('people', 'amelie', 'id')).toBeUndefined();
  expect(await value('tasks', 'review', 'id')).toBeUndefined();
});

test('what is viewed through one role is not removed through another', async () => {
  await database().query(`UPDATE users SET roles = '{manager,developer}' WHERE id = $1`, [users.Lee]);
  const answer = await as('Lee', 'DELETE', '/companies/cobalt');
  expect(answer.status).toBe(403);
  expect(answer.text).toContain('not allowed: this record is not reached: role `manager`');
  expect((await as('Lee', 'DELETE', '/companies/fjord')).status).toBe(204);
});

test('removes nothing else', async () => {
  const answer = await as('Carl', 'DELETE', '/companies/aurora');
  expect(answer.status).toBe(403);
  expect(answer.body).toEqual({
    message: 'You may not remove this company',
    reasons: [{ reason: 'not allowed: role `csm` does not grant `Company:remove`' }],
  });
  expect((await as('Carl', 'DELETE', '/companies/cobalt')).status).toBe(404);
  expect((await as('Mona', 'DELETE', '/companies/cobalt')).status).toBe(404);
  expect((await as('Ada', 'DELETE', '/companies/harbor')).status).toBe(404);
  expect(await value('companies', 'harbor', 'id')).toBe('harbor');
});

test('other methods and paths do nothing', async () => {
  expect((await as('Ada', 'DELETE', '/tasks/review')).status).toBe(404);
  expect((await as('Ada', 'POST', '/companies', { name: 'New' })).status).toBe(404);
  expect((await as('Ada', 'GET', '/../package.json')).status).toBe(404);
});
