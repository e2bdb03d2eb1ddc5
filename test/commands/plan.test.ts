import { describe, expect, test } from 'vitest';
import { answerLine } from '../../compiler/commands/answer-line.ts';
import { registry } from '../../compiler/commands/registry.ts';
import { acme } from '../support/acme.ts';
import { ioInMemory, textOf } from '../support/io.ts';

const users = `# Who works with the product.
kind: Users
tenant: acme
users:
  - { id: ada, userType: Core, roles: [csm] } # leads the others
  - id: bob
    userType: Core
    roles:
      # since March
      - csm
      - scout
  - { id: cyd, roles: [csm], userType: Core, active: false }
`;
const big = `kind: Users
tenant: big-corp
from: people.csv
`;
const people = 'id,userType,seats,roles\ndan,Core,,csm\n"eve, the second",View,Service,"reader"\n';

const world = {
  'policies/all.yaml': acme.replace('name: acme, ceiling', 'name: acme, limits: { Core: 3 }, ceiling'),
  'policies/tenants/acme/users.yaml': users,
  'policies/tenants/big/users.yaml': big,
  'policies/tenants/big/people.csv': people,
};

async function plan(...words: readonly string[]) {
  const { io, disk } = ioInMemory(world);
  const {
    out,
    err = '',
    exit,
  } = await answerLine(['plan', ...words, '--policies', 'policies'], registry, io);
  const changed = Object.entries(disk).filter(([path, text]) => world[path as keyof typeof world] !== text);
  const check = await answerLine(['check', '--policies', 'policies', '--quiet'], registry, io);
  expect(check.out).not.toContain('error[');
  const text = textOf(out);
  return { text, err, exit, changed: Object.fromEntries(changed) };
}

describe('a downgrade', () => {
  test('S-094, R-017: is planned step by step, and writes nothing', async () => {
    const { text, exit, changed } = await plan('downgrade', '--role', 'csm', '--user-type', 'View');
    expect(changed).toEqual({});
    expect(exit).toBe(0);
    expect(text).toMatchInlineSnapshot(`
      "5 steps, each checked on what the one before leaves
      1. copy role \`csm\` as \`csm-view\` of \`View\`
           it drops Company:create, Company:export, Company:remove, Company:update, CompanyView:export, Log:export and 4 more, with 6 rights on properties
           writes policies/roles/csm-view.yaml
      2. give \`csm-view\` to 4 users: ada, bob, cyd, dan
           writes policies/tenants/acme/users.yaml, policies/tenants/big/people.csv
      3. take \`csm\` from 4 users: ada, bob, cyd, dan
           writes policies/tenants/acme/users.yaml, policies/tenants/big/people.csv
      4. make them \`View\`, 3 users: ada, cyd, dan
           writes policies/tenants/acme/users.yaml, policies/tenants/big/people.csv
      5. remove role \`csm\`
           changes policies/all.yaml
      note: user \`bob\` of \`acme\` keeps user type \`Core\`, which \`scout\` needs

      active users
        tenant    type or seat  limit      before  1.  2.  3.  4.  5.
        acme      Core          of 3       2       2   2   2   1   1
        big-corp  Core          unlimited  1       1   1   1   0   0
        big-corp  View          unlimited  1       1   1   1   2   2
        acme      View          unlimited  0       0   0   0   1   1
        set free: 1 Core of acme, 1 Core of big-corp

      people, by all their roles together
        ada  acme      loses Company:create, Company:export, Company:remove, Company:update, CompanyView:export, Log:export and 4 more, with 6 rights on properties
        bob  acme      the same as before
        cyd  acme      loses Company:create, Company:export, Company:remove, Company:update, CompanyView:export, Log:export and 4 more, with 6 rights on properties
        dan  big-corp  loses Company:create, Company:export, Company:remove, Company:update, CompanyView:export, Log:export and 4 more, with 6 rights on properties

      nothing was written; \`--apply\` makes it
      "
    `);
  });

  test('is made in the files, with comments and order kept', async () => {
    const { changed } = await plan(
      'downgrade',
      '--role',
      'csm',
      '--user-type',
      'View',
      '--apply',
      '--format',
      'json',
    );
    const { 'policies/all.yaml': all, ...others } = changed;
    expect(all).toBe(world['policies/all.yaml'].replace(/.*name: csm,.*\n---\n/, ''));
    expect(others).toMatchInlineSnapshot(`
      {
        "policies/roles/csm-view.yaml": "# yaml-language-server: $schema=../../generated/schema/role.schema.json
      { kind: Role, name: csm-view, userType: View, portfolio: [own], clonedFrom: csm, grants: { models: { '*': all } } }
      ",
        "policies/tenants/acme/users.yaml": "# Who works with the product.
      kind: Users
      tenant: acme
      users:
        - { id: ada, userType: View, roles: [csm-view] } # leads the others
        - id: bob
          userType: Core
          roles:
            # since March
            - scout
            - csm-view
        - { id: cyd, roles: [csm-view], userType: View, active: false }
      ",
        "policies/tenants/big/people.csv": "id,userType,seats,roles
      dan,View,,csm-view
      "eve, the second",View,Service,"reader"
      ",
      }
    `);
  });

  test('is told as JSON and as Markdown', async () => {
    const line = ['downgrade', '--role', 'scout', '--user-type', 'View', '--tenant', 'acme'];
    const json = await plan(...line, '--format', 'json');
    expect(JSON.parse(json.text)).toMatchObject({
      version: 1,
      applied: false,
      steps: [
        { kind: 'clone', number: 1 },
        { kind: 'give' },
        { kind: 'take' },
        { kind: 'remove', number: 4 },
      ],
      people: [{ tenant: 'acme', user: 'bob' }],
      remarks: ['user `bob` of `acme` keeps user type `Core`, which `csm` needs'],
    });
    expect((await plan(...line, '--format', 'markdown')).text).toMatchInlineSnapshot(`
      "## Plan

      - [ ] copy role \`scout\` as \`scout-view\` of \`View\` for \`acme\`
        - it drops Company:create, Company:export, Company:remove, Company:update, CompanyView:export, Log:export and 4 more, with 6 rights on properties
        - writes policies/tenants/acme/roles/scout-view.yaml
      - [ ] give \`scout-view\` to 1 user: bob
        - writes policies/tenants/acme/users.yaml
      - [ ] take \`scout\` from 1 user: bob
        - writes policies/tenants/acme/users.yaml
      - [ ] remove role \`scout\`
        - changes policies/all.yaml

      user \`bob\` of \`acme\` keeps user type \`Core\`, which \`csm\` needs.

      ### People

      | user | tenant | by all roles together |
      |---|---|---|
      | \`bob\` | \`acme\` | the same as before |
      "
    `);
  });

  test.each([
    [['downgrade', '--role', 'csm', '--user-type', 'Core'], 'no smaller one'],
    [['downgrade', '--role', 'csn', '--user-type', 'View'], 'did you mean `csm`?'],
    [['retire', 'reader', '--to', 'csm'], 'it needs user type `Core` or higher'],
    [['retire', 'csm', '--to', 'csm'], 'cannot take its own place'],
    [['move', 'dan', '--user-type', 'Veiw'], 'did you mean `View`?'],
    [['move', 'dam', '--user-type', 'View'], 'did you mean `dan`?'],
  ])('or another plan is refused where it cannot be: %s', async (line, reason) => {
    const { err, exit, changed } = await plan(...line);
    expect({ exit, changed }).toEqual({ exit: 2, changed: {} });
    expect(err).toContain(reason);
  });
});

test('a role is retired: its holders are given the other one before it is taken, and it goes last', async () => {
  const { text, changed } = await plan('retire', 'scout', '--to', 'csm', '--apply');
  expect({ text, changed: Object.keys(changed) }).toMatchInlineSnapshot(`
    {
      "changed": [
        "policies/all.yaml",
        "policies/tenants/acme/users.yaml",
      ],
      "text": "2 steps, each checked on what the one before leaves
    1. take \`scout\` from 1 user: bob
         writes policies/tenants/acme/users.yaml
    2. remove role \`scout\`
         changes policies/all.yaml

    people, by all their roles together
      bob  acme  the same as before

    made in the files
    ",
    }
  `);
});

test('users are moved with copies of the roles that are above their new type, also in a table', async () => {
  const { text, changed } = await plan('move', 'dan', '--user-type', 'View', '--seats', 'Service', '--apply');
  expect({
    text,
    table: changed['policies/tenants/big/people.csv'],
    files: Object.keys(changed),
  }).toMatchInlineSnapshot(`
    {
      "files": [
        "policies/tenants/big/people.csv",
        "policies/tenants/big-corp/roles/csm-view.yaml",
      ],
      "table": "id,userType,seats,roles
    dan,View,Service,csm-view
    "eve, the second",View,Service,"reader"
    ",
      "text": "4 steps, each checked on what the one before leaves
    1. copy role \`csm\` as \`csm-view\` of \`View\` for \`big-corp\`
         it drops Company:create, Company:export, Company:remove, Company:update, CompanyView:export, Log:export and 4 more, with 6 rights on properties
         writes policies/tenants/big-corp/roles/csm-view.yaml
    2. give \`csm-view\` to 1 user: dan
         writes policies/tenants/big/people.csv
    3. take \`csm\` from 1 user: dan
         writes policies/tenants/big/people.csv
    4. make them \`View\`, 1 user: dan
         writes policies/tenants/big/people.csv

    active users
      tenant    type or seat  limit      before  1.  2.  3.  4.
      big-corp  Core          unlimited  1       1   1   1   0
      big-corp  View          unlimited  1       1   1   1   2
      big-corp  Service       unlimited  1       1   1   1   2
      set free: 1 Core of big-corp

    people, by all their roles together
      dan  big-corp  loses Company:create, Company:export, Company:remove, Company:update, CompanyView:export, Log:export and 4 more, with 6 rights on properties

    made in the files
    ",
    }
  `);
});

test('a step that the limits do not let through is refused, and nothing is made', async () => {
  const tight = {
    'policies/all.yaml': world['policies/all.yaml'].replace('{ Core: 3 }', '{ Core: 3, View: 0 }'),
  };
  const { io, disk } = ioInMemory({ ...world, ...tight });
  const before = { ...disk };
  const line = [
    'plan',
    'downgrade',
    '--role',
    'csm',
    '--user-type',
    'View',
    '--policies',
    'policies',
    '--apply',
  ];
  const { err, exit } = await answerLine(line, registry, io);
  expect({ exit, disk }).toEqual({ exit: 2, disk: before });
  expect(err).toMatch(/step 4 is not possible: .*View/);
});
