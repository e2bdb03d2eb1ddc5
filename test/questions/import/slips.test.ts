import { describe, expect, test } from 'vitest';
import { answerLine } from '../../../compiler/commands/answer-line.ts';
import { registry } from '../../../compiler/commands/registry.ts';
import { acme } from '../../support/acme.ts';
import { ioInMemory, textOf } from '../../support/io.ts';

const mapping = `kind: Mapping
name: product
columns: { Role name: role, Granted: on, Mail: id }
ignore: [Changed]
values: { on: [granted], off: [refused] }
separators: [" / "]
permissions: { See tasks: [Task:view, Task.arr:view] }
actions: { read: view, edit: update }
models: { Client: Company }
properties: { Company: { Revenue: arr } }
features: { Mail sync: Sync }
userTypes: { Reader: View }
portfolios: { Mine: own }
roles: { "Chef d’équipe": lead }
`;

/** Answers an import of exports into the small world. */
async function imported(exports: Readonly<Record<string, string>>, ...options: readonly string[]) {
  const world = { 'policies/all.yaml': acme, 'policies/mapping.yaml': mapping };
  const { io, disk } = ioInMemory({ ...world, ...exports });
  const line = ['import', '--from', 'export', '--policies', 'policies', ...options];
  const { out, err = '', exit } = await answerLine(line, registry, io);
  const written = Object.entries(disk).filter(([path]) => !(path in world) && !(path in exports));
  return {
    out: textOf(out),
    err,
    exit,
    written: Object.fromEntries(written),
  };
}

/** Returns the findings in exports, one line each: `code place message`. */
async function found(exports: Readonly<Record<string, string>>, ...options: readonly string[]) {
  const { out, exit, written } = await imported(exports, '--format', 'json', ...options);
  expect([exit, written]).toEqual([1, {}]);
  const { findings } = JSON.parse(out) as {
    findings: readonly {
      code: string;
      severity: string;
      path: string;
      line: number;
      column: number;
      message: string;
      help?: string;
    }[];
  };
  return findings
    .filter(({ severity }) => severity !== 'info')
    .map(({ code, path, line, column, message, help }) =>
      [`${code} ${path}:${line}:${column}`, message, ...(help === undefined ? [] : [help])].join(' | '),
    );
}

const csv = (...rows: readonly string[]) => rows.map((row) => `${row}\n`).join('');

describe('what is not understood is reported with its place, and nothing is written', () => {
  test('of names, with the nearest one that there is', async () => {
    expect(
      await found(
        {
          'export/roles.csv': csv(
            'Role name,userType,permission,Granted',
            'Clerk,Core,Client / read,granted',
            'Clerk,Core,Clint / read,granted',
            'Clerk,Core,Client / raed,granted',
            'Clerk,Core,Client / Revenu / read,refused',
            'Clerk,Core,Mail snc,granted',
            'Clerk,Core,Reports,granted',
            'Clerk,Core,Company,granted',
            'Clerk,Coer,Company:view,perhaps',
            'Other,Core,Clint / read,granted',
            'Équipe,Core,Company:view,granted',
          ),
          'export/users.csv': csv('Mail,userType,roles', 'ada@x.example,Core,Clerk;Clrk'),
        },
        '--tenant',
        'acme',
      ),
    ).toMatchInlineSnapshot(`
      [
        "import-lacks export/roles.csv:2:1 | role \`Clerk\` has no portfolio, and holds \`Company:view\` | export a column \`portfolio\`, or say with \`--portfolio\` which records such roles reach",
        "import-unknown export/roles.csv:3:12 | unknown permission \`Clint / read\`: nothing in the catalog is called \`Clint\`, and again in 1 more place | did you mean \`Client\`?",
        "import-unknown export/roles.csv:4:12 | unknown permission \`Client / raed\`: model \`Company\` supports \`create\`, \`view\`, \`update\`, \`remove\` and \`export\` | did you mean \`read\`?",
        "import-unknown export/roles.csv:5:12 | unknown permission \`Client / Revenu / read\`: model \`Company\` has no property \`Revenu\` | did you mean \`Revenue\`?",
        "import-unknown export/roles.csv:6:12 | unknown permission \`Mail snc\`: it is neither a permission nor a module or a feature | did you mean \`Mail sync\`?",
        "import-unknown export/roles.csv:7:12 | unknown permission \`Reports\`: it is a capability, which follows from what it requires and has no switch",
        "import-unknown export/roles.csv:8:12 | unknown permission \`Company\`: it is a model, and no action is named | did you mean \`Company:create\`?",
        "import-unknown export/roles.csv:9:7 | unknown user type \`Coer\` | did you mean \`Core\`?",
        "import-value export/roles.csv:9:25 | a switch is \`perhaps\`, where a word for on or off is expected",
        "import-unknown export/roles.csv:11:1 | unknown role \`Équipe\`: no role can have this name | a name is ASCII letters, digits, spaces and \`_ . : @ + ( ) & / ' -\`: map it to one under \`roles\` of a mapping",
        "import-unknown export/users.csv:2:20 | unknown role \`Clrk\` | did you mean \`Clerk\`?",
      ]
    `);
  });

  test('of columns that are unknown, missing, double or not parted by commas', async () => {
    expect(await found({ 'export/a.csv': csv('rolle,permision', 'a,b') })).toMatchInlineSnapshot(`
      [
        "import-unclear export/a.csv:1:1 | it is not clear what this table says: none of its columns is known: \`rolle\` and \`permision\` | did you mean \`role\` by \`rolle\`?",
      ]
    `);
    expect(
      await found({ 'export/a.csv': csv('role,permission,allowed', 'a,Company:view,yes') }),
    ).toMatchInlineSnapshot(`
      [
        "import-unclear export/a.csv:1:17 | it is not clear what this table says: none of its columns is known to say which switches are on | if \`allowed\` does, map it to \`on\`; if every row is on, list it under \`ignore\`",
      ]
    `);
    expect(await found({ 'export/a.csv': csv('role;permission;on') })).toMatchInlineSnapshot(`
      [
        "import-unclear export/a.csv:1:1 | it is not clear what this table says: its first row has no commas, and other signs that separate | save it with commas between its cells",
      ]
    `);
    expect(await found({ 'export/a.csv': csv('role,Role name,on', 'a,b,c') })).toMatchInlineSnapshot(`
      [
        "import-unclear export/a.csv:1:6 | it is not clear what this table says: columns \`role\` and \`Role name\` hold the same",
      ]
    `);
    expect(
      await found({ 'export/a.csv': csv('id,userTyp', 'ada,Core') }, '--tenant', 'acme'),
    ).toMatchInlineSnapshot(`
      [
        "import-unknown export/a.csv:1:4 | unknown column \`userTyp\` | did you mean \`userType\`? If not, list it under \`ignore\` of a mapping",
      ]
    `);
  });

  test('contradictions', async () => {
    expect(
      await found({
        'export/a.csv': csv(
          'role,userType,permission,on',
          'a,Core,Company:view,on',
          'a,View,Company:view,off',
        ),
        'export/users.csv': csv('id', 'ada', 'ada'),
      }),
    ).toMatchInlineSnapshot(`
      [
        "import-lacks export/a.csv:2:1 | role \`a\` has no portfolio, and holds \`Company:view\` | export a column \`portfolio\`, or say with \`--portfolio\` which records such roles reach",
        "import-contradiction export/a.csv:3:3 | the export contradicts itself on the user type of role \`a\`: here it is \`View\`, and before \`Core\`",
        "import-contradiction export/a.csv:3:8 | the export contradicts itself on \`Company:view\` of role \`a\`: here it is off, and before on",
        "import-lacks export/users.csv:2:1 | the list of users has no tenant | say with \`--tenant\` whose users they are; there are \`acme\` and \`big-corp\`",
        "declared-twice export/users.csv:3:1 | user \`ada\` is declared twice | keep one of the two",
      ]
    `);
  });

  test('what the policies cannot say', async () => {
    expect(
      await found(
        {
          'export/a.csv': csv('role,userType,seats,permission,on', 'a,Core,Service,Company:view,on'),
          'export/users.csv': csv('id,userType,roles', 'ada,View,a'),
        },
        '--tenant',
        'acme',
      ),
    ).toMatchInlineSnapshot(`
      [
        "import-lacks export/a.csv:2:1 | role \`a\` has no portfolio, and holds \`Company:view\` | export a column \`portfolio\`, or say with \`--portfolio\` which records such roles reach",
        "import-impossible export/a.csv:2:8 | role \`a\` cannot be as the export says: seat \`Service\` combines with \`View\`, and not with \`Core\`",
        "import-impossible export/users.csv:2:10 | user \`ada\` cannot be as the export says: of role \`a\`, it needs user type \`Core\` or higher and the user has \`View\`",
      ]
    `);
  });

  test('text that is neither CSV nor JSON', async () => {
    expect(
      await found({ 'export/a.csv': 'role,on\n"a,b\n', 'export/b.json': '[{"role": "a",}]' }),
    ).toMatchInlineSnapshot(`
      [
        "syntax export/a.csv:2:1 | not valid CSV: a cell begins with a quote and has none at its end",
        "syntax export/b.json:1:15 | not valid JSON: \`}\` is not expected here, where a text in quotes is expected",
      ]
    `);
    expect(await found({ 'export/a.json': '[1, {"role": ["a"]}]' })).toMatchInlineSnapshot(`
      [
        "import-unclear export/a.json:1:2 | it is not clear what this value says: a row is a map of columns",
        "import-unclear export/a.json:1:5 | it is not clear what this row says: it names no role",
      ]
    `);
  });

  test('files that hold nothing, as a failed export may, and workbooks', async () => {
    const files = {
      'export/a.csv': '',
      'export/b.csv': '\ufeff\r\n',
      'export/d.xlsx': 'PK',
      'export/~$d.xlsx': 'held open',
      'export/e.csv': 'role,permission,on\ra,Company:view,on\r',
    };
    expect((await found(files)).map((line) => line.split(' | ').slice(0, 2).join(' '))).toEqual([
      'import-unclear export/a.csv:1:1 it is not clear what this file says: it is empty, without a row that names its columns',
      'import-unclear export/b.csv:1:1 it is not clear what this file says: it is empty, without a row that names its columns',
      'import-unclear export/d.xlsx:1:1 it is not clear what this workbook says: only CSV and JSON are read',
      'import-unclear export/e.csv:1:17 it is not clear what this table says: its lines end as on an old Macintosh',
    ]);
    const { exit } = await imported({ 'export/a.csv': '' }, '--tenant', 'acme', '--check');
    expect(exit).toBe(1);
  });

  test('a user without a type beside others that have one', async () => {
    const users = csv('id,userType,roles', 'ada,Core,csm', 'bob,,csm');
    expect(await found({ 'export/users.csv': users }, '--tenant', 'acme')).toContain(
      'import-lacks export/users.csv:3:1 | user `bob` has no user type, and others have one',
    );
  });

  test('roles that the policies would not take, in files that are not written', async () => {
    const files = {
      'export/a.csv': csv('role,portfolio,permission,on', 'Desk,own,Task:view,on', 'desk,own,Task:view,on'),
    };
    const { err, exit, written } = await imported(files, '--tenant', 'acme');
    expect([exit, written]).toEqual([1, {}]);
    expect(err).toContain('error[case-collision]: role `desk` differs from `Desk` only in case');
    expect(err).toContain('nothing was written: a file that is named here and does not exist is one that');
  });

  test('what the policies say otherwise', async () => {
    expect(
      await found(
        {
          'export/a.csv': csv('role,userType,permission,on', 'csm,Core,Company:view,on'),
          'export/t.csv': csv('permission,on', 'Company:view,on'),
        },
        '--tenant',
        'acme',
      ),
    ).toMatchInlineSnapshot(`
      [
        "import-differs export/a.csv:2:1 | role \`csm\` is in the policies and is another there: 13 permissions differ: \`Company:create\`, \`Company:export\`, \`Company:remove\` and 10 more | \`plafond import --check\` shows all of it; a mapping can give the product’s role another name here",
        "import-differs export/t.csv:2:1 | tenant \`acme\` is in the policies and is another there: 24 permissions differ: \`Company.arr:update\`, \`Company.name:update\`, \`Company.owner:update\` and 21 more",
      ]
    `);
  });
});

test('a table without rows says that there are none: nothing to import, and drift where the policies have some', async () => {
  const files = {
    'export/roles.csv': csv('role,permission,on'),
    'export/users.csv': csv('id,userType,roles'),
  };
  expect(await imported(files, '--tenant', 'acme')).toMatchObject({ exit: 0, written: {} });
  const { exit, out } = await imported(files, '--tenant', 'acme', '--check');
  expect([exit, out]).toEqual([1, expect.stringContaining('drift of tenant `acme`')]);
  expect(out).not.toContain('in the product alone');
});

test('words of a product are read by the mapping, and what is written compiles to them', async () => {
  const { exit, written, out } = await imported(
    {
      'export/state.json': JSON.stringify({
        roles: [
          {
            'Role name': 'Chef d’équipe',
            portfolio: ['Mine'],
            switches: [
              'Client / read',
              'Client / Revenue / read',
              'Client / name / read',
              'Mail sync',
              'See tasks',
            ],
          },
        ],
        users: [
          {
            Mail: 'ada',
            userType: 'Core',
            roles: ['Chef d’équipe'],
            attributes: { level: 3, teamIds: ['t1'] },
          },
        ],
      }),
    },
    '--tenant',
    'acme',
    '--complete',
  );
  expect({ exit, written, out }).toMatchInlineSnapshot(`
    {
      "exit": 0,
      "out": "wrote policies/tenants/acme/roles/lead.yaml
    wrote policies/tenants/acme/users.yaml
    1 role, 1 user of tenant acme

    1 role without a user type: what would be enough, and what a smaller one would drop
      lead  fits Core
              View            drops Sync:use
              View + Service  drops Sync:use
    ",
      "written": {
        "policies/tenants/acme/roles/lead.yaml": "# yaml-language-server: $schema=../../../../generated/schema/role.schema.json
    kind: Role
    name: lead
    tenant: acme
    title: "Chef d’équipe"
    userType: Core
    portfolio: [own]
    grants:
      models:
        Company: { actions: [view], properties: { arr: all, name: all, "*": none } }
        Task: { actions: [view], properties: { done: none } }
      features: all
    ",
        "policies/tenants/acme/users.yaml": "# yaml-language-server: $schema=../../../generated/schema/users.schema.json
    kind: Users
    tenant: acme
    complete: true
    users:
      - { id: ada, userType: Core, roles: [lead], attributes: { level: 3, teamIds: [t1] } }
    ",
      },
    }
  `);
});

test('a switch above the user type is told where it stands: at its row, and at its column', async () => {
  const rows = csv(
    'role,userType,portfolio,permission,on',
    'viewer,View,own,Company:view,on',
    'viewer,View,own,Company:update,on',
    'viewer,View,own,Sync:use,on',
  );
  const columns = csv(
    'role,userType,portfolio,Company:view,Company:update',
    'viewer,View,own,x,x',
    'other,View,own,x,',
  );
  const warned = async (text: string) => {
    const { err } = await imported({ 'export/roles.csv': text }, '--tenant', 'acme');
    return err.split('\n').filter((line) => /import-above-cap|^ ?-->|note: and/.test(line));
  };
  const first = await warned(rows);
  const at = first.findIndex((line) => line.includes('import-above-cap'));
  expect(first.slice(at, at + 4)).toEqual([
    'warning[import-above-cap]: role `viewer` has `Company:update` and `Sync:use` switched on, which `View` does not hold: taken as off',
    ' --> export/roles.csv:3:17',
    '  note: and this one',
    ' --> export/roles.csv:4:17',
  ]);
  const second = await warned(columns);
  const column = second.findIndex((line) => line.includes('import-above-cap'));
  expect(second[column + 1]).toBe(' --> export/roles.csv:2:19');
});

test('nothing is proposed in the place of a word that is right as it is', async () => {
  const [slip = ''] = await found(
    { 'export/roles.csv': csv('role,subject,action,on', 'lead,Task,remove,on') },
    '--tenant',
    'acme',
  );
  expect(slip).toContain('unknown permission `Task:remove`: model `Task` supports');
  expect(slip).not.toContain('did you mean `remove`');
});

test('an import tells a list in a list, and a map in a list, as what it is', async () => {
  const told = await found({
    'export/a.json':
      '[{"Role":"viewer","permission":"Task:view","Granted":"granted","Changed":[{}, [1], "x"]}]',
  });
  expect(told).toContain(
    'import-unclear export/a.json:1:75 | it is not clear what this list says: a list has texts for items',
  );
});
