/** @module-tag slow */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makePlace, type Place } from '../support/checkout.ts';

const world = `
kind: Model
name: Company
family: standard
actions: [create, view, update, export]
portfolio: self
relations: { parent: { model: Company } }
properties:
  name: { type: string }
  owner: { type: id }
  arr: { type: number }
  open: { type: boolean }
  since: { type: date }
  seats: { type: integer }
  tags: { type: list }
---
kind: Model
name: Task
family: standard
actions: [view, remove]
portfolio: { through: company }
relations: { company: { model: Company }, watchers: { model: Company, many: true } }
properties: { title: { type: string } }
---
kind: Model
name: Issue
family: standard
actions: [view]
portfolio: { through: companies }
relations: { companies: { model: Company, many: true } }
---
{ kind: Principal, attributes: { id: { type: id }, regions: { type: list } } }
---
{ kind: Portfolio, name: own, on: Company, reach: { owner: { $user: id } } }
---
{ kind: Portfolio, name: large, on: Company, reach: { arr: { $gte: 1000 }, tags: { $ne: closed } } }
---
{ kind: Portfolio, name: children, on: Company, reach: { parent.owner: { $user: id } } }
---
{ kind: UserType, name: Core, rank: 1, allows: { models: { "*": all } } }
---
{ kind: Tenant, name: acme, ceiling: { models: { "*": all } } }
---
kind: Role
name: agent
userType: Core
portfolio: { "*": [own, large], "Company:export": [{ allOf: [own, large] }] }
grants: { models: { "*": [view], Company: [view, update, export], Task: all } }
---
kind: Role
name: family
userType: Core
portfolio: [children]
grants: { models: { Company: [view] } }
---
kind: Users
tenant: acme
users:
  - { id: ada, userType: Core, roles: [agent] }
  - { id: bob, userType: Core, roles: [agent, family] }
  - { id: cyd, userType: Core, roles: [family], active: false }
  - { id: agent, userType: Core, roles: [family] }
  - { id: dan, userType: Core }
`;

const companies = `name,owner,arr,tags,parent.owner,Region
Initech,ada,10,,,EU
Globex,bob,1000.5,vip;eu,,EU
Umbrella,dan,2000,closed,bob,EU
Hooli,,,,,
`;

let place: Place;
beforeAll(() => {
  place = makePlace();
  place.git('.', 'init', '--quiet');
  place.write('policies/all.yaml', world);
  place.write('companies.csv', companies);
  place.git('.', 'add', '.');
  place.git('.', 'commit', '--quiet', '-m', 'Begin');
});
afterAll(() => place.remove());

const ask = (line: string) => place.plafond('.', `reach ${line}`);

interface Answer {
  readonly records: readonly {
    readonly record: string;
    readonly reached: boolean;
    readonly by: readonly { readonly role: string; readonly portfolio: string; readonly because: string }[];
    readonly because?: string;
  }[];
}

const asJson = async (line: string): Promise<Answer> => JSON.parse((await ask(`${line} --format json`)).out);

describe('plafond reach', () => {
  test('says which records a user reaches, by what, and why not the others', async () => {
    expect(await ask('ada --records companies.csv')).toEqual({
      out: `user \`ada\` in tenant \`acme\` reaches 2 of 4 records with \`Company:view\`

  role   portfolio  records
  agent  large            1
  agent  own              1

reached
  line  record   because
  2     Initech  agent, own: owner is the user's id
  3     Globex   agent, large: arr is at least 1000 and tags is there without "closed"

not reached
  line  record    because
  4     Umbrella  own: owner is "dan", not the user's id; large: tags is ["closed"], which is not to contain "closed"
  5     Hooli     own: owner is missing; large: arr is missing and tags is missing
`,
      err: 'note: columns left aside, which the catalog does not have: `Region`\n',
      exit: 0,
    });
  });

  test('asks for another action, along relations and by several roles', async () => {
    const { records } = await asJson('bob --records companies.csv');
    expect(records.map(({ reached }) => reached)).toEqual([false, true, true, false]);
    expect(records[2]?.by).toEqual([
      { role: 'family', portfolio: 'children', because: "parent.owner is the user's id" },
    ]);
    expect(records[3]?.because).toBe(
      'agent: own: owner is missing; agent: large: arr is missing and tags is missing; family: children: parent.owner: `parent` leads to no record',
    );
    const exported = await asJson('bob --records companies.csv --action export');
    expect(exported.records.map(({ reached, by }) => [reached, by[0]?.portfolio])).toEqual([
      [false, undefined],
      [true, 'own & large'],
      [false, undefined],
      [false, undefined],
    ]);
    expect(exported.records[2]?.because).toBe(
      'own & large: owner is "dan", not the user\'s id, and tags is ["closed"], which is not to contain "closed"',
    );
  });

  test('reads JSON, JSON lines and records that lead to others', async () => {
    place.write(
      'tasks.json',
      JSON.stringify([
        { title: 'call', company: { owner: 'ada', arr: 1, tags: null } },
        { title: 'visit', company: null },
        { title: 'write', company: { owner: null, arr: 5000, tags: [] } },
      ]),
    );
    const tasks = await asJson('ada --records tasks.json --model Task --action remove');
    expect(tasks.records.map(({ record, reached }) => [record, reached])).toEqual([
      ['call', true],
      ['visit', false],
      ['write', true],
    ]);
    place.write(
      'issues.jsonl',
      '{"companies":[{"owner":"eve","arr":1,"tags":[]},{"owner":"ada","arr":1,"tags":[]}]}\n{"companies":[]}\n',
    );
    const issues = await asJson('ada --records issues.jsonl --model Issue');
    expect(issues.records.map(({ reached }) => reached)).toEqual([true, false]);
    expect(issues.records[0]?.by[0]?.because).toBe("one of companies has: owner is the user's id");
    expect(issues.records[1]?.because).toMatch(
      /^own: none of companies has: owner is the user's id; large: /,
    );
  });

  test('a role is asked about with the attributes that are given', async () => {
    const { out, err } = await ask('agent --as role --records companies.csv --quiet');
    expect(out).toBe('role `agent` in tenant `acme` reaches 1 of 4 records with `Company:view`\n');
    expect(err).toContain(
      'portfolios ask for `id` of the user, which is not known, so nothing is reached by that; `--attribute id=…` says it',
    );
    const given = await ask('agent --as role --attribute id=ada --records companies.csv --quiet');
    expect(given.out).toBe('role `agent` in tenant `acme` reaches 2 of 4 records with `Company:view`\n');
  });

  test('says why nothing is reached where the permission is not held', async () => {
    const { records } = await asJson('dan --records companies.csv');
    expect(new Set(records.map(({ because }) => because))).toEqual(new Set(['no role was given']));
    expect((await asJson('cyd --records companies.csv --action update')).records[0]?.because).toBe(
      'role `family` does not grant `Company:update`',
    );
  });

  test('prints CSV in which no cell starts a formula, and Markdown in which nothing acts', async () => {
    place.write('odd.csv', 'name,owner,arr,tags\n"=1+1",ada,,\n<b>@team</b>,bob,,\n');
    expect((await ask('ada --records odd.csv --format csv')).out).toBe(
      `tenant,user,permission,line,record,reached,by,portfolio,because
acme,ada,Company:view,2,'=1+1,true,agent,own,owner is the user's id
acme,ada,Company:view,3,<b>@team</b>,false,,,"own: owner is ""bob"", not the user's id; large: arr is missing and tags is missing"
`,
    );
    const { out } = await ask('ada --records odd.csv --format markdown');
    expect(out).toContain('# Which records are reached\n');
    expect(out).toContain('`<b>@team</b>`');
  });

  test.each([
    ['name,owner,arr,tags\nA,ada,ten,\n', 'bad.csv:2:7: `arr` is a number, and the cell says `ten`'],
    [
      'name,owner,arr,tags,open,since,seats\nA,ada,9007199254740993,,yes,soon,1.5\n',
      'bad.csv:2:7: `arr` is a number, and the cell says `9007199254740993`; bad.csv:2:25: `open` is `true` or `false`, and the cell says `yes`; bad.csv:2:29: `since` is a date, like `2027-03-31`, and the cell says `soon`; bad.csv:2:34: `seats` is a whole number, and the cell says `1.5`',
    ],
    ['name,owner,arr,tags\nA,ada\n', 'bad.csv:2:1: this row has 2 cells, and the first row has 4'],
    ['name,name,owner,arr,tags\nA,B,ada,,\n', 'bad.csv:1:6: column `name` comes twice'],
    ['', 'bad.csv:1:1: the file is empty; its first row names the columns'],
    [
      'name,tags,arr\nA,,\n',
      'bad.csv has no column `owner`, which decides who reaches a record of `Company`; add it, empty where a record has none',
    ],
    ['[{"owner": 5, "arr": 1, "tags": []}]', 'bad.json:1:12: `owner` is text, and here it is `5`'],
    [
      '[{"owner": "a",]',
      'bad.json:1:16: this is no JSON: `]` is not expected here, where a text in quotes is expected',
    ],
    ['', 'bad.json:1:1: this is no JSON: it is empty; an empty list is `[]`'],
    ['["a"]', 'bad.json:1:2: a record is a map of columns, and this is the text `a`'],
  ])('%s', async (text, message) => {
    const file = message.slice(0, message.search(/[ :]/));
    place.write(file, text);
    const { out, err, exit } = await ask(`ada --records ${file}`);
    expect([out, err, exit]).toEqual(['', `plafond: ${message}\n`, 2]);
  });

  test.each([
    [
      'nobody --records companies.csv',
      'no user or role `nobody`; there are `ada`, `agent`, `bob`, `cyd`, `dan` and `family`',
    ],
    [
      'agent --records companies.csv',
      '`agent` is a user and a role; say which with `--as user` or `--as role`',
    ],
    [
      '--records companies.csv',
      '`plafond reach` needs a user or a role, or `--compare`; there are `ada`, `agent`, `bob`, `cyd`, `dan` and `family`',
    ],
    ['ada --records none.csv', 'cannot read the records `none.csv`: there is no such file'],
    [
      'ada --records companies.csv --action merge',
      'no permission `Company:merge`: model `Company` supports `create`, `view`, `update` and `export`',
    ],
    [
      'ada --records companies.csv --attribute id',
      '`--attribute` takes a name and a value, as `id=u1`, and not `id`',
    ],
    [
      'ada --records companies.csv --attribute ids=a',
      'no attribute `ids` of the Principal; did you mean `id`?',
    ],
  ])('refuses %s', async (line, message) => {
    const { err, exit } = await ask(line);
    expect([err, exit]).toEqual([expect.stringContaining(`plafond: ${message}`), 2]);
  });
});

describe('plafond reach --compare', () => {
  afterAll(() => place.write('policies/all.yaml', world));

  test('says who gains and who loses how many records', async () => {
    place.write(
      'policies/all.yaml',
      world
        .replace('{ arr: { $gte: 1000 }, tags', '{ arr: { $gte: 1500 }, tags')
        .replace('reach: { parent.owner: { $user: id } }', 'reach: { owner: dan }')
        .replace('  - { id: dan, userType: Core }\n', ''),
    );
    const { out, err, exit } = await ask('--records companies.csv --compare HEAD');
    expect([err, exit]).toEqual(['', 0]);
    expect(out).toBe(`since \`HEAD\`, of 4 with \`Company:view\` on 4 records: 1 gains 1, 1 loses 1

user   before  after  gains  loses
ada         2      1            −1
agent       0      1     +1
bob         2      2
dan         0      0

ada loses
  line  record  because
  3     Globex  own: owner is "bob", not the user's id; large: arr is 1000.5, not at least 1500

agent gains
  line  record    because
  4     Umbrella  family, children: owner is "dan"
`);
    const { people } = JSON.parse(
      (await ask('--records companies.csv --compare HEAD --format json')).out,
    ) as {
      people: readonly {
        user: string;
        before: number;
        after: number;
        gained: readonly { record: string }[];
        lost: readonly { record: string; because: string }[];
      }[];
    };
    expect(
      people.map(({ user, before, after, gained, lost }) => [
        user,
        before,
        after,
        gained.length,
        lost.length,
      ]),
    ).toEqual([
      ['ada', 2, 1, 0, 1],
      ['agent', 0, 1, 1, 0],
      ['bob', 2, 2, 0, 0],
      ['dan', 0, 0, 0, 0],
    ]);
    const one = await ask('bob --records companies.csv --compare HEAD --quiet');
    expect(one.out).toContain('of 1 with `Company:view` on 4 records');
    const holders = JSON.parse(
      (await ask('family --records companies.csv --compare HEAD --format json')).out,
    ) as typeof JSON;
    expect(Object(holders).people.map(({ user }: { user: string }) => user)).toEqual(['agent', 'bob']);
  });
});

test('the policies of this repository answer for their own companies', async () => {
  const folder = path.join(import.meta.dirname, '../../policies');
  place.write(
    'mine.csv',
    'name,owner,coOwner\nA,csm-1@acme.example,\nB,csm-2@acme.example,csm-1@acme.example\nC,csm-2@acme.example,\n',
  );
  const { out } = await place.plafond(
    '.',
    `reach csm-1@acme.example --records mine.csv --quiet --policies ${folder}`,
  );
  expect(out).toBe('user `csm-1@acme.example` in tenant `acme` reaches 2 of 3 records with `Company:view`\n');
  expect(readFileSync(path.join(folder, 'roles/csm.yaml'), 'utf8')).toContain('portfolio: [own]');
});
