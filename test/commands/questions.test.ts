import { describe, expect, test } from 'vitest';
import { answerLine } from '../../compiler/commands/answer-line.ts';
import { registry } from '../../compiler/commands/registry.ts';
import { allCodes } from '../../compiler/diagnostics/describe-code.ts';
import { small } from '../questions/small.ts';
import { ioInMemory, textOf } from '../support/io.ts';

/** Runs a command line over files in memory. */
async function run(files: Readonly<Record<string, string>>, ...argv: readonly string[]) {
  const { out, err = '', exit } = await answerLine(argv, registry, ioInMemory(files).io);
  return { out: textOf(out), err, exit };
}

const expectTexts = (...names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, expect.stringMatching(/./)]));

const json = async (...argv: readonly string[]) => {
  const { out, err, exit } = await run(small, ...argv, '--format', 'json');
  expect([err, exit, out.endsWith('\n')]).toEqual(['', 0, true]);
  return JSON.parse(out) as unknown;
};

describe('the JSON that others read', () => {
  test('`matrix` has a row for each role in each tenant, with what it grants', async () => {
    expect(await json('matrix', '--tenant', 'acme', '--role', 'consultant')).toEqual({
      version: 1,
      rows: [
        {
          tenant: 'acme',
          role: 'consultant',
          userType: 'Core',
          seats: ['Service'],
          portfolio: ['own'],
          granted: ['Time:update', 'Time:view'],
          reach: { 'Time:update': [], 'Time:view': [] },
        },
      ],
    });
    const { rows } = (await json('matrix')) as { rows: { tenant: string; role: string }[] };
    expect(rows.map(({ tenant, role }) => `${tenant}/${role}`)).toEqual([
      'acme/consultant',
      'acme/csm',
      'acme/manager',
      'acme/reader',
      'globex/csm',
      'globex/manager',
      'globex/reader',
    ]);
  });

  test('`matrix --user` has what all roles of a user give, each with its portfolios and roles', async () => {
    expect(await json('matrix', '--user', 'cyd')).toEqual({
      version: 1,
      rows: [
        {
          tenant: 'acme',
          user: 'cyd',
          userType: 'Core',
          seats: [],
          portfolio: ['own'],
          granted: [
            'Company.name:update',
            'Company.name:view',
            'Company.owner:view',
            'Company:update',
            'Company:view',
          ]
            .map((permission) => ({ permission, portfolio: ['own'], roles: ['csm'] }))
            .concat({ permission: 'Time:view', portfolio: [], roles: ['csm'] }),
        },
      ],
    });
    expect(await json('matrix', '--user', 'dan')).toMatchObject({
      rows: [{ user: 'dan', portfolio: [], granted: [] }],
    });
  });

  test('`explain` has four verdicts with their places, and the edits that would allow it', async () => {
    expect(await json('explain', 'Company:export', '--tenant', 'acme', '--role', 'csm')).toEqual({
      version: 1,
      permission: 'Company:export',
      tenant: 'acme',
      role: 'csm',
      effective: false,
      decidedBy: 'role',
      trail: [
        {
          layer: 'role',
          holds: false,
          at: { path: 'policies/roles.yaml', line: 7, column: 25 },
          because: 'role `csm` does not grant it',
        },
        {
          layer: 'userType',
          holds: true,
          at: expect.objectContaining({ path: 'policies/caps.yaml', line: 5 }),
          because: 'user type `Core` holds it',
        },
        {
          layer: 'tenant',
          holds: false,
          at: expect.objectContaining({ path: 'policies/acme.yaml', line: 6 }),
          because: 'the ceiling of tenant `acme` does not hold it',
        },
        {
          layer: 'requires',
          holds: true,
          at: expect.objectContaining({ path: 'policies/catalog.yaml' }),
          because: expect.any(String),
        },
      ],
      portfolio: ['own'],
      notes: ['Companies are customers.', 'Data leaves.'],
      unlock: [
        { layer: 'role', at: { path: 'policies/roles.yaml', line: 7, column: 25 }, edit: expect.any(String) },
        { layer: 'tenant', at: expect.objectContaining({ line: 6 }), edit: expect.any(String) },
      ],
    });
    expect(await json('explain', 'Company:view', '--tenant', 'acme', '--user', 'ada')).toMatchObject({
      role: 'csm',
      user: 'ada',
      effective: true,
      decidedBy: null,
      portfolio: ['large', 'own'],
      unlock: [],
    });
    expect(await json('explain', 'Company:view', '--tenant', 'acme', '--user', 'dan')).toMatchObject({
      role: null,
      user: 'dan',
      effective: false,
      decidedBy: 'role',
      portfolio: [],
    });
  });

  test('`who` has the holders with the number of users, null where none are declared', async () => {
    expect(await json('who', 'Company:update')).toEqual({
      version: 1,
      permission: 'Company:update',
      holders: [
        { tenant: 'acme', role: 'csm', portfolio: ['own'], users: 1 },
        { tenant: 'acme', role: 'manager', portfolio: ['large', 'own'], users: 1 },
        { tenant: 'globex', role: 'csm', portfolio: ['own'], users: null },
        { tenant: 'globex', role: 'manager', portfolio: ['large', 'own'], users: null },
      ],
      together: [],
    });
    expect(await json('who', 'Time:*', '--tenant', 'globex')).toEqual({
      version: 1,
      permission: 'Time:*',
      holders: [
        { tenant: 'globex', role: 'csm', portfolio: [], users: null, permissions: ['Time:view'] },
        {
          tenant: 'globex',
          role: 'manager',
          portfolio: [],
          users: null,
          permissions: ['Time:view'],
        },
        { tenant: 'globex', role: 'reader', portfolio: [], users: null, permissions: ['Time:view'] },
      ],
      together: [],
    });
    expect(await json('who', 'Bulk:use')).toEqual({
      version: 1,
      permission: 'Bulk:use',
      holders: [],
      together: [],
    });
  });

  test('who of several permissions, which a role must hold all', async () => {
    const holders = async (...patterns: readonly string[]) => {
      const answer = (await json('who', ...patterns, '--tenant', 'acme')) as {
        permissions?: string[];
        holders: { role: string; permissions: string[] }[];
      };
      return [answer.permissions, answer.holders.map(({ role, permissions }) => [role, permissions])];
    };
    expect(await holders('Company:update', 'Time:update')).toEqual([['Company:update', 'Time:update'], []]);
    expect(await holders('Time:view', 'Company:update')).toEqual([
      ['Time:view', 'Company:update'],
      [
        ['csm', ['Company:update', 'Time:view']],
        ['manager', ['Company:update', 'Time:view']],
      ],
    ]);
    const dashes = await run(small, 'who', '--format', 'json', 'Time:*', '--', 'Company:update');
    expect(JSON.parse(dashes.out)).toEqual(await json('who', 'Time:*', 'Company:update'));
    expect((await run(small, 'who', 'Company:update', 'Time:update')).out).toBe(
      'nobody holds Company:update and Time:update together\n',
    );
    // Said twice it is one permission.
    expect(await json('who', 'Company:update', 'Company:update')).toEqual(
      await json('who', 'Company:update'),
    );
  });

  test('explain of a code says what it means, without any policies', async () => {
    const { out, exit } = await run({}, 'explain', 'above-cap', '--format', 'json');
    expect([JSON.parse(out), exit]).toEqual([
      { version: 1, code: 'above-cap', severity: 'error', ...expectTexts('message', 'why', 'remedy') },
      0,
    ]);
  });

  test('explain of every code says why and what to do', { tags: ['slow'] }, async () => {
    for (const code of allCodes) {
      const { out: text } = await run({}, 'explain', code);
      expect(text).toMatch(/^(error|warning|note)\[[a-z-]+\]: .+\n\nwhy: .+\nwhat to do: .+\.\n$/);
    }
  });

  test('`assign` has every role with whether it can be given and is held', async () => {
    expect(await json('assign', 'bob', '--tenant', 'acme')).toMatchObject({
      version: 1,
      tenant: 'acme',
      user: 'bob',
      userType: 'View',
      seats: [],
      active: true,
      roles: [
        {
          role: 'consultant',
          userType: 'Core',
          seats: ['Service'],
          offered: true,
          assignable: false,
          held: false,
        },
        { role: 'csm', assignable: false },
        { role: 'manager', assignable: false },
        { role: 'reader', offered: true, assignable: true, held: true, reason: null },
      ],
    });
  });

  test('assign as if the user had another type or other seats', async () => {
    const can = async (...argv: readonly string[]) => {
      const answer = (await json('assign', 'bob', '--tenant', 'acme', ...argv)) as {
        userType: string;
        seats: string[];
        supposed?: boolean;
        roles: { role: string; assignable: boolean }[];
      };
      const roles = answer.roles.filter(({ assignable }) => assignable).map(({ role }) => role);
      return [answer.userType, answer.seats, answer.supposed, roles];
    };
    expect(await can()).toEqual(['View', [], undefined, ['reader']]);
    expect(await can('--user-type', 'Core')).toEqual(['Core', [], true, ['csm', 'manager', 'reader']]);
    expect(await can('--user-type', 'Core', '--seats', 'Service')).toEqual([
      'Core',
      ['Service'],
      true,
      ['consultant', 'csm', 'manager', 'reader'],
    ]);
    const { out } = await run(small, 'assign', 'bob', '--tenant', 'acme', '--user-type', 'Core');
    expect(out).toMatch(/^bob in acme, as if they had Core\n/);
  });
});

describe('for people', () => {
  test('a denial shows the lines that decide and the edits', async () => {
    const { out, exit } = await run(small, 'explain', 'Company:export', '--tenant', 'acme', '--role', 'csm');
    expect(exit).toBe(0);
    expect(out).toMatchSnapshot();
  });

  test('of a user who is not active, that they can use nothing is said', async () => {
    const line = ['explain', 'Company:view', '--user', 'cyd', '--tenant', 'acme'];
    expect((await run(small, ...line)).out).toContain(
      'user: `cyd` is not active, and can use nothing until they are\n',
    );
    expect(await json(...line)).toMatchObject({ user: 'cyd', active: false });
    expect((await run(small, ...line.with(3, 'ada'))).out).not.toContain('not active');
  });

  test('several roles stand side by side, one is shown in full', async () => {
    expect((await run(small, 'matrix', '--tenant', 'acme')).out).toMatchSnapshot();
    expect((await run(small, 'matrix', '--tenant', 'acme', '--role', 'csm')).out).toMatchSnapshot();
    expect((await run(small, 'matrix', '--user', 'ada')).out).toMatchSnapshot();
  });

  test('every property is listed where that is asked', async () => {
    const one = (await run(small, 'matrix', '--tenant', 'acme', '--role', 'csm', '--properties')).out;
    expect(one).toMatch(/\nproperties +view +update\nCompany +arr +· +·\n +name +view +update\n/);
    expect(one).not.toContain('not on');
    const all = (await run(small, 'matrix', '--tenant', 'acme', '--properties')).out;
    expect(all).toMatch(/\nCompany .*\n {2}arr +·· /);
  });

  test('holders and assignments are tables', async () => {
    expect((await run(small, 'who', '*:update')).out).toMatchSnapshot();
    const cut = (await run(small, 'who', '*:*')).out;
    expect(cut).toMatch(/ and \d+ more\n[\s\S]*`--all` prints every permission\n$/);
    expect((await run(small, 'who', '*:*', '--all')).out).not.toMatch(/ more\n|--all/);
    expect((await run(small, 'who', 'Bulk:use')).out).toBe('nobody holds Bulk:use\n');
    expect((await run(small, 'assign', 'bob', '--tenant', 'acme')).out).toMatchSnapshot();
  });

  test('a matrix is also Markdown and CSV', async () => {
    const markdown = await run(small, 'matrix', '--role', 'csm', '--format', 'markdown');
    expect(markdown.out.match(/^# .*$/gm)).toEqual(['# Permissions at acme', '# Permissions at globex']);
    expect(markdown.out).not.toContain('manager');
    const csv = await run(small, 'matrix', '--tenant', 'acme', '--role', 'csm', '--format', 'csv');
    expect(csv.out).toContain('Company:export,Company,,export,action,exfiltration,role\n');
    const user = await run(small, 'matrix', '--user', 'ada', '--format', 'csv');
    expect(user.out).toContain('acme,ada,Company:view,large + own,"csm, manager"\n');
    const table = await run(small, 'matrix', '--user', 'ada', '--format', 'markdown');
    expect(table.out).toContain('| Company:view');
  });
});

describe('misuse is one sentence and exit 2', () => {
  const acme = ['--tenant', 'acme'];
  const table: readonly (readonly [argv: readonly string[], says: string])[] = [
    [['matrix', '--role', '__proto__'], 'no role `__proto__`'],
    [['matrix', '--role', 'constructor', ...acme], 'no role `constructor` in tenant `acme`'],
    [['matrix', '--role', 'cms'], 'no role `cms`; did you mean `csm`?'],
    [['matrix', '--tenant', 'acne'], 'no tenant `acne`; did you mean `acme`?'],
    [['matrix', '--user', 'toString'], 'no user `toString`'],
    [['matrix', '--user', 'adam', ...acme], 'no user `adam` in tenant `acme`; did you mean `ada`?'],
    [['matrix', '--user', 'ada', '--tenant', 'globex'], 'no users are declared for tenant `globex`'],
    [['matrix', '--user', 'ada', '--role', 'csm'], '`--role` and `--user` cannot be used together'],
    [['matrix', '--role', ''], '`--role` needs a value'],
    [
      ['matrix', '--format', 'csv'],
      'a CSV file holds one tenant; name it with `--tenant`; there are `acme` and `globex`',
    ],
    [
      ['explain', 'constructor:use', ...acme, '--role', 'csm'],
      'nothing in the catalog is called `constructor`',
    ],
    [['explain', '__proto__:use', ...acme, '--role', 'csm'], 'nothing in the catalog is called `__proto__`'],
    [['explain', 'Company.__proto__:view', ...acme, '--role', 'csm'], 'has no property `__proto__`'],
    [['explain', 'Company:delete', ...acme, '--role', 'csm'], 'did you mean `Company:remove`?'],
    [['explain', 'Company', ...acme, '--role', 'csm'], 'it is not of the form'],
    [['explain', '*:view', ...acme, '--role', 'csm'], 'is a pattern; name one permission'],
    [['explain', '', ...acme, '--role', 'csm'], 'needs a value'],
    [['explain', 'nope'], 'no finding has the code `nope`, and a permission is written as `Company:export`'],
    [['explain', 'above-capp'], 'no finding has the code `above-capp`'],
    [['explain', 'above-capp'], 'did you mean the code `above-cap`?'],
    [['explain', 'Company:view'], 'needs `--tenant`: the tenant, for a permission'],
    [['explain', 'Company:view', ...acme], 'needs either `--user` or `--role`'],
    [
      ['explain', 'Company:view', ...acme, '--role', 'csm', '--user', 'ada'],
      '`--role` and `--user` cannot be used together; give one of them',
    ],
    [
      ['explain', 'Company:view', '--tenant', 'globex', '--role', 'consultant'],
      'role `consultant` is not offered',
    ],
    [['explain', 'Company:view', '--role', 'csm'], 'needs `--tenant`'],
    [['who', 'Company:'], 'no permission `Company:`'],
    [['who', '*:delete'], 'did you mean `*:remove`?'],
    [['who', 'Company:view', '--tenant', '__proto__'], 'no tenant `__proto__`'],
    [['assign', 'nobody', ...acme], 'no user `nobody` in tenant `acme`'],
    [['matrix', '--tenant', 'zzz'], 'no tenant `zzz`; there are `acme` and `globex`'],
    [['matrix', '--format', 'jsn'], 'did you mean `json`? it is one of `pretty`, `markdown`, `csv`, `json`'],
    [['help', 'chek'], 'unknown command `chek`; did you mean `check`?'],
    [['help', 'role', 'nwe'], 'unknown command `role nwe`; did you mean `role new`?'],
    [['explain', 'abve-cap'], 'did you mean the code `above-cap`?'],
    [['explain', 'above-cap', ...acme], 'so `--tenant` has no meaning'],
    [['assign', 'bob', ...acme, '--user-type', 'Cor'], 'no user type `Cor`; did you mean `Core`?'],
    [
      ['assign', 'bob', ...acme, '--seats', 'Service'],
      'seat `Service` does not combine with user type `View`',
    ],
    [
      ['assign', 'ada', '--tenant', 'globex'],
      'no users are declared for tenant `globex`; declare them in a document of kind `Users` with `tenant: globex`, as `policies/tenants/globex/users.yaml`',
    ],
  ];
  test.each(table)('%j', async (argv, says) => {
    const { out, err, exit } = await run(small, ...argv);
    expect([out, exit]).toEqual(['', 2]);
    expect(err).toMatch(/^plafond: [^\n]*\n$/);
    expect(err).toContain(says);
  });
});

describe('policies with errors', () => {
  const broken = { ...small, 'policies/broken.yaml': 'kind: Model\nname: Broken\n' };
  const lines: readonly (readonly string[])[] = [
    ['matrix'],
    ['explain', 'Company:view', '--tenant', 'acme', '--role', 'csm'],
    ['who', 'Company:view'],
    ['assign', 'ada', '--tenant', 'acme'],
    ['role', 'new', 'a', '--user-type', 'Core'],
    ['role', 'clone', 'csm', 'a'],
  ];
  test.each(lines)('%s says what check says, and exits 1', async (...argv) => {
    const checked = await run(broken, 'check');
    expect(await run(broken, ...argv)).toEqual({ out: '', err: checked.out, exit: 1 });
    const asJson = await run(broken, 'check', '--format', 'json');
    expect(await run(broken, ...argv, '--format', 'json')).toEqual({ out: asJson.out, err: '', exit: 1 });
  });
});

test('a hundred thousand cells are printed, all of them', { tags: ['slow'] }, async () => {
  const properties = Array.from({ length: 100 }, (_, at) => `p${at}: { type: string }`).join(', ');
  const models = Array.from(
    { length: 100 },
    (_, at) =>
      `{ kind: Model, name: M${at}, family: standard, actions: [view, update], properties: { ${properties} } }\n`,
  );
  const roles = Array.from(
    { length: 5 },
    (_, at) =>
      `{ kind: Role, name: r${at}, userType: Core, portfolio: [full], grants: { models: { "*": all } } }\n`,
  );
  const many = {
    'policies/all.yaml': [
      ...models,
      '{ kind: Model, name: Root, family: standard, actions: [view], portfolio: self }\n',
      '{ kind: Principal, attributes: { id: { type: id } } }\n',
      '{ kind: Portfolio, name: full, on: Root, reach: all }\n',
      '{ kind: UserType, name: Core, rank: 1, allows: { models: { "*": all } } }\n',
      '{ kind: Tenant, name: t, plan: Enterprise, ceiling: { models: { "*": all } } }\n',
      ...roles,
    ].join('---\n'),
  };
  const { io } = ioInMemory(many);
  const { out } = await answerLine(['matrix', '--format', 'json'], registry, io);
  const text = [...(out as Iterable<string>)].join('');
  const { rows } = JSON.parse(text) as { rows: { granted: string[] }[] };
  expect(rows.reduce((sum, { granted }) => sum + granted.length, 0)).toBe(101_005);
});
