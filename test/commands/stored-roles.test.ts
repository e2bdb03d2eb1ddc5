import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { answerLine } from '../../compiler/commands/answer-line.ts';
import { openIo } from '../../compiler/commands/open-io.ts';
import { registry } from '../../compiler/commands/registry.ts';
import { chooseColours } from '../../compiler/text/colours.ts';
import { filesInMemory } from '../../compiler/text/files.ts';
import { acme } from '../support/acme.ts';
import { compiled } from '../support/compiled.ts';
import { tinyPageFile } from '../support/explorer.ts';
import { textOf } from '../support/io.ts';
import { openPackage } from '../support/role-editor.ts';

const start = process.cwd();
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'plafond-rows-'));
  process.chdir(folder);
  mkdirSync('policies');
  writeFileSync('policies/all.yaml', acme);
});
afterEach(() => {
  process.chdir(start);
  rmSync(folder, { recursive: true });
});

async function plafond(line: string) {
  const plain = chooseColours(false);
  const surroundings = {
    version: '1.2.3',
    folder,
    width: 100,
    today: '2027-01-31',
    explorerPage: tinyPageFile,
  };
  const io = openIo({ ...surroundings, explorerPage: tinyPageFile, colours: { out: plain, err: plain } });
  const { out, err = '', exit } = await answerLine(line.split(' '), registry, io);
  return { out: textOf(out), err, exit };
}

const desk = {
  kind: 'Role',
  name: 'desk',
  tenant: 'acme',
  userType: 'Core',
  portfolio: ['own'],
  grants: { models: { Company: ['view', 'export'] }, modules: ['Revenue'] },
} as const;
const night = { ...desk, name: 'night', grants: { models: { Company: ['view'] } } };
const editor = openPackage(compiled(filesInMemory({ 'policies/all.yaml': acme }))).roles({ tenant: 'acme' });

const write = (rows: unknown, file = 'rows.json') => writeFileSync(file, JSON.stringify(rows, undefined, 1));
const commit = () => {
  const who = {
    GIT_AUTHOR_NAME: 'a',
    GIT_AUTHOR_EMAIL: 'a@a.example',
    GIT_COMMITTER_NAME: 'a',
    GIT_COMMITTER_EMAIL: 'a@a.example',
  };
  for (const line of ['init -q -b main', 'add policies', 'commit -q -m policies'])
    execFileSync('git', line.split(' '), { env: { PATH: process.env.PATH, HOME: folder, ...who } });
};
const edit = (from: string, to: string) => {
  const text = readFileSync('policies/all.yaml', 'utf8');
  expect(text).toContain(from);
  writeFileSync('policies/all.yaml', text.replace(from, to));
};

interface Found {
  readonly findings: readonly {
    readonly code: string;
    readonly message: string;
    readonly path: string;
    readonly line: number;
    readonly column: number;
  }[];
}
const findingsOf = (out: string) => (JSON.parse(out) as Found).findings;

test('a row and a file that are broken are told beside the answer, and neither is in a list', async () => {
  write([desk, { ...night, userType: 'Nope' }]);
  writeFileSync('policies/late.yaml', 'kind: Role\nname: late\nuserType: Noe\ngrants: {}\n');
  const { out, err, exit } = await plafond('who Company:view --tenant acme --roles rows.json --format json');
  const roles = JSON.parse(out).holders.map(({ role }: { role: string }) => role);
  expect([roles.includes('desk'), roles.includes('night'), exit]).toEqual([true, false, 1]);
  for (const told of ['rows.json:', 'policies/late.yaml:', '`Nope`', '`Noe`']) expect(err).toContain(told);
  expect(err).toContain('this list tells only of what is whole; left out: Role `late`\n');

  writeFileSync('rows.json', '[{');
  const { err: said, ...unread } = await plafond(
    'explain Company:view --tenant acme --role csm --roles rows.json',
  );
  expect([unread.exit, unread.out === '']).toEqual([1, false]);
  expect(said).toContain('rows.json:1');
  expect((await plafond('explain Company:view --tenant acme --role desk --roles rows.json')).out).toBe('');
});

describe('check --roles', () => {
  test('takes what the editor compiles, or roles themselves, as JSON or as JSON lines', async () => {
    const rows = [editor.compile(desk), night];
    const expected = ['row 1, role `desk`: ', 'row 2, role `night`: '];
    const { tenant: _, ...nobodys } = night;
    const texts = [
      JSON.stringify(rows),
      rows.map((row) => JSON.stringify(row)).join('\n'),
      JSON.stringify([{ role: desk }, { tenant: 'acme', role: nobodys }]),
    ];
    const bare = findingsOf((await plafond('check --format json')).out).map(({ code }) => code);
    for (const text of texts) {
      writeFileSync('rows.json', text);
      edit('---\n{ kind: Module, name: Revenue }\n', '---\n{ kind: Module, name: Income }\n');
      edit('requires: [Revenue:use, Company:view]', 'requires: [Income:use, Company:view]');
      const broken = findingsOf((await plafond('check --roles rows.json --format json')).out);
      expect(broken.filter(({ code }) => code === 'unknown-module').map(({ message }) => message)).toEqual([
        `${expected[0]}unknown module \`Revenue\``,
      ]);
      writeFileSync('policies/all.yaml', acme);
      const { out, exit } = await plafond('check --roles rows.json --format json');
      expect([exit, findingsOf(out).map(({ code }) => code)]).toEqual([
        0,
        [...bare, 'type-higher-than-grants-need'],
      ]);
    }
  });

  test.each(['', '\n', '\uFEFF'])(
    'refuses a file without a value, %j, and takes an empty list',
    async (text) => {
      writeFileSync('rows.json', text);
      const { out, exit } = await plafond('check --roles rows.json --format json');
      const found = findingsOf(out).filter(({ path: file }) => file === 'rows.json');
      expect([exit, found.map(({ code, message, line, column }) => [code, message, line, column])]).toEqual([
        1,
        [['syntax', 'not valid JSON: it is empty; an empty list is `[]`', 1, 1]],
      ]);
      expect((await plafond('check --roles rows.json')).out).toContain(' --> rows.json');
      write([]);
      expect((await plafond('check --roles rows.json')).exit).toBe(0);
    },
  );

  test('says of each row what is wrong, where, and of which role', async () => {
    write([
      { ...desk, grants: { models: { Company: ['veiw'] } } },
      { ...desk, tenant: 'nobody' },
      { ...desk, name: 'csm' },
      night,
      { ...night, portfolio: ['full'] },
    ]);
    const { out, exit } = await plafond('check --roles rows.json --format json');
    const lines = readFileSync('rows.json', 'utf8').split('\n');
    expect(exit).toBe(1);
    const found = findingsOf(out).filter(({ path: file }) => file === 'rows.json');
    expect(
      found.map(({ code, message, line, column }) => [code, message, lines[line - 1]?.slice(column - 1)]),
    ).toEqual([
      ['unknown-action', 'row 1, role `desk`: unknown action `veiw`', '"veiw"'],
      ['unknown-tenant', 'row 2, role `desk`: unknown tenant `nobody`', '"nobody",'],
      [
        'shared-role-reused',
        'row 3, role `csm`: role `csm` of tenant `acme` has the name of a role that every tenant has',
        '"csm",',
      ],
      ['declared-twice', expect.stringContaining('row 5, role `night`: '), '"night",'],
    ]);
  });

  test('says what is no row, and what is no JSON', async () => {
    const { tenant: _, ...nobodys } = desk;
    const rows = [
      7,
      [],
      null,
      {},
      { role: 5 },
      nobodys,
      { ...desk, abstract: true },
      { tenant: 'big-corp', role: desk },
      { kind: 'Tenant' },
    ];
    write(rows);
    const { out } = await plafond('check --roles rows.json --format json');
    expect(findingsOf(out).map(({ code, message }) => [code, message])).toEqual(
      [
        'row 1 is no role: it is a number',
        'row 2 is no role: it is a list',
        'row 3 is no role: it is null',
        'row 4 is no role: it has no `role`',
        'row 5 is no role: its role is a number',
        'row 6 is no role: it is of no tenant',
        'row 7 is no role: it is abstract',
        'row 8 is no role: the row and its role name two tenants',
        'row 9 is no role: its role has no `kind: Role`',
      ].map((message) => ['no-stored-role', message]),
    );
    writeFileSync('rows.json', '[\n{"kind": "Role",\n"kind": "Role"}]');
    expect(findingsOf((await plafond('check --roles rows.json --format json')).out)).toMatchObject([
      { code: 'duplicate-key', path: 'rows.json', line: 3, column: 1 },
    ]);
    writeFileSync('rows.json', '{"kind": Role}');
    expect((await plafond('check --roles rows.json')).out).toContain(
      'error[syntax]: not valid JSON: `R` is not expected here\n --> rows.json:1:10',
    );
    expect(await plafond('check --roles none.json')).toMatchObject({
      err: 'plafond: cannot read the roles `none.json`: there is no such file\n',
      exit: 2,
    });
  });

  test('takes no row for a tenant, a user or anything else that it says', async () => {
    write([{ role: desk, policies: { kind: 'Tenant' }, grants: ['////'], effective: ['////'], digest: '' }]);
    const { out } = await plafond('matrix --tenant acme --role desk --roles rows.json --format json');
    write([desk]);
    expect((await plafond('matrix --tenant acme --role desk --roles rows.json --format json')).out).toBe(out);
  });
});

describe('a finding about a role of a database', () => {
  test('says nothing of who holds it, which the database knows, and advises no command that edits files', async () => {
    writeFileSync(
      'policies/users.yaml',
      '{ kind: Users, tenant: acme, users: [{ id: u1, userType: Core, roles: [csm] }] }\n',
    );
    write([night, { ...night, name: 'wide', userType: 'View', grants: { models: { Company: ['remove'] } } }]);
    const { out } = await plafond('check --roles rows.json');
    expect(out).toContain('names `Company:remove`, which user type `View` does not hold');
    expect(out).toContain('user type `Core` holds it; copy the role for it');
    write([night]);
    const whole = (await plafond('check --roles rows.json')).out;
    expect(whole).toContain('type-higher-than-grants-need');
    expect(whole).toContain('copy it for `View` and give its holders the copy');
    expect(out + whole).not.toMatch(/own role `(night|wide)`|role clone/);
  });
});

describe('questions with --roles', () => {
  test('answer of roles of a database as of those of files', async () => {
    writeFileSync(
      'policies/users.yaml',
      '{ kind: Users, tenant: acme, users: [{ id: u1, userType: Core, roles: [csm, desk] }] }\n',
    );
    write([editor.compile(desk)]);
    expect((await plafond('check')).exit).toBe(1);
    expect((await plafond('check --roles rows.json')).exit).toBe(0);
    const who = JSON.parse(
      (await plafond('who Company:export --tenant acme --roles rows.json --format json')).out,
    );
    expect(JSON.stringify(who)).toContain('"desk"');
    expect(
      (await plafond('explain Company:export --tenant acme --role desk --roles rows.json')).out,
    ).toContain('Company:export is allowed: role `desk` in tenant `acme`');
    expect((await plafond('assign u1 --tenant acme --roles rows.json')).out).toContain('desk');
  });

  test('leave broken rows out, say so, and exit 1', async () => {
    write([{ ...desk, userType: 'Nobody' }, night]);
    const { out, err, exit } = await plafond('who Company:view --tenant acme --roles rows.json');
    expect(exit).toBe(1);
    expect(out).toContain('night');
    expect(out).not.toContain('desk');
    expect(err).toContain('error[unknown-user-type]: row 1, role `desk`: unknown user type `Nobody`');
  });

  test('leave both of two rows with one name out: either may be the one that is wrong', async () => {
    write([desk, night, { ...night, grants: { models: { Company: ['view', 'remove'] } } }]);
    const { out, err, exit } = await plafond('who Company:view --tenant acme --roles rows.json');
    expect(exit).toBe(1);
    expect(out).toContain('desk');
    expect(out).not.toContain('night');
    expect(err).toContain('error[declared-twice]: row 3, role `night`: ');
  });
});

describe('diff --roles', { tags: ['slow'] }, () => {
  const differenceOf = async () => {
    const { out, err } = await plafond('diff main --roles rows.json --format json');
    expect(err).toBe('');
    return JSON.parse(out) as { readonly faults: Found['findings']; readonly effects: unknown };
  };

  test('says what a change of the policies does to roles of a database', async () => {
    commit();
    write([editor.compile(desk), editor.compile(night)]);
    edit(
      "{ kind: Tenant, name: acme, ceiling: { models: { '*': all }",
      "{ kind: Tenant, name: acme, ceiling: { models: { '*': { except: [export] } }",
    );
    const { out } = await plafond('diff main --roles rows.json');
    expect(out).toContain('roles csm, desk (Core) in tenant acme');
    expect(out).not.toContain('night');
    expect((await plafond('diff main')).out).not.toContain('desk');
  });

  test('names those that do not compile any more, and what they lose', async () => {
    commit();
    write([
      editor.compile(desk),
      editor.compile(night),
      { ...night, name: 'long-broken', userType: 'Nobody' },
    ]);
    edit(
      "{ kind: UserType, name: Core, rank: 2, allows: { models: { '*': all }",
      "{ kind: UserType, name: Core, rank: 2, allows: { models: { '*': { except: [export] } }",
    );
    const { faults } = await differenceOf();
    expect(faults.filter(({ code }) => code === 'stored-role-broken').map(({ message }) => message)).toEqual([
      'a role of the database does not compile any more: row 1, role `desk`: role `desk` names `Company:export`, which user type `Core` does not hold',
    ]);
    const { out } = await plafond('diff main --roles rows.json');
    expect(out).toContain('role desk (Core) in tenant acme');
    expect(out).toContain('role `desk` is gone');
  });
});

describe('audit --roles', () => {
  test('has the roles of a database in its pack, and compares a pack with the same rows', {
    tags: ['slow'],
  }, async () => {
    write([editor.compile(desk)]);
    expect((await plafond('audit --out pack --roles rows.json')).exit).toBe(0);
    expect(readFileSync('pack/grants.csv', 'utf8')).toContain('desk');
    expect(readFileSync('pack/manifest.json', 'utf8')).toContain('plafond audit --roles rows.json --date');
    expect((await plafond('audit --verify pack --roles rows.json')).exit).toBe(0);
    write([night]);
    expect((await plafond('audit --verify pack --roles rows.json')).exit).toBe(1);
    expect((await plafond('audit --verify pack')).exit).toBe(1);
  });
});
