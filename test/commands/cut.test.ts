/** @module-tag slow */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { answerLine } from '../../compiler/commands/answer-line.ts';
import { openIo } from '../../compiler/commands/open-io.ts';
import { registry } from '../../compiler/commands/registry.ts';
import { chooseColours } from '../../compiler/text/colours.ts';
import { textOf } from '../support/io.ts';

const shared = `
{ kind: Model, name: Task, actions: [create, view, remove] }
---
{ kind: Portfolio, name: full, on: Task, reach: all }
---
{ kind: UserType, name: Core, rank: 1, allows: { models: { '*': all } } }
---
{ kind: Tenant, name: acme, ceiling: { models: { '*': all } } }
---
{ kind: Role, name: worker, userType: Core, portfolio: [full], grants: { models: { Task: [view] } } }
`;
const globex = "{ kind: Tenant, name: globex, ceiling: { models: { '*': [view] } } }\n";

const start = process.cwd();
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'plafond-cut-'));
  process.chdir(folder);
  mkdirSync('policies');
  writeFileSync('policies/all.yaml', shared);
  writeFileSync('policies/globex.yaml', globex);
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
    colours: { out: plain, err: plain },
  };
  const { out, err, exit } = await answerLine(line.split(' '), registry, openIo(surroundings));
  return { out: textOf(out), err, exit };
}

/** Every file below a folder with its text. */
const textsIn = (root: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name))
      .map((file) => [path.relative(root, file), readFileSync(file, 'utf8')]),
  );

const cut = 'compile --tenant acme --out dist/acme';

test('writes what one tenant is given, and says so', async () => {
  const { out, exit } = await plafond(cut);
  expect(exit).toBe(0);
  const texts = textsIn('dist/acme');
  const files = Object.keys(texts).length;
  expect(out).toContain(`\n1 tenant, 1 role, ${files} files, `);
  expect(out).toContain(` in dist/acme/, ${files} changed\n`);
  expect(Object.keys(texts)).toEqual(
    expect.arrayContaining(['bundle.json', 'matrices/tenants/acme.md', 'rules/tenants/acme.json']),
  );
  expect(JSON.stringify(texts)).not.toContain('globex');
  expect(existsSync('generated')).toBe(false);
  expect((await plafond(cut)).out).toContain('nothing changed');
  expect(JSON.parse((await plafond(`${cut} --format json`)).out)).toMatchObject({ tenants: 1, roles: 1 });
});

test('goes with --check, which says how to write it again, and with --no-rules', async () => {
  await plafond(cut);
  expect(await plafond(`${cut} --check`)).toMatchObject({ exit: 0 });
  expect((await plafond(`${cut} --check --no-rules`)).out).toMatch(
    /orphan {5}dist\/acme\/rules\/tenants\/acme\.json\n.*run `plafond compile --tenant acme --out dist\/acme --no-rules`\n$/s,
  );
  expect((await plafond('compile --check --out dist/acme')).out).toMatch(
    /run `plafond compile --out dist\/acme`\n$/,
  );
  await plafond(`${cut} --no-rules`);
  expect(existsSync('dist/acme/rules')).toBe(false);
  expect((await plafond(`${cut} --check --no-rules`)).exit).toBe(0);
  expect((await plafond(`${cut} --check --format json`)).out).toContain(
    'run `plafond compile --tenant acme --out dist/acme` and commit',
  );
});

test('is not moved by what another tenant changes in files of its own', async () => {
  await plafond(cut);
  writeFileSync('policies/globex.yaml', globex.replace('[view]', 'all'));
  writeFileSync('policies/people.yaml', '{ kind: Users, tenant: globex, users: [] }');
  expect((await plafond(`${cut} --check`)).out).toContain('all as the policies say');
  writeFileSync('policies/all.yaml', shared.replace('Task: [view]', 'Task: [view, remove]'));
  expect((await plafond(`${cut} --check`)).exit).toBe(1);
});

test('needs a folder of its own, and a tenant that there is', async () => {
  await plafond('compile');
  const before = textsIn('.');
  const refusal =
    'plafond: `generated` holds what all tenants are given; name another folder for `acme`, as `--out out/acme`\n';
  for (const more of ['', ' --out generated', ' --out ./generated/', ' --out generated/acme', ' --check'])
    expect(await plafond(`compile --tenant acme${more}`)).toMatchObject({ err: refusal, out: '', exit: 2 });
  expect(await plafond('compile --tenant acne --out dist/acne')).toMatchObject({
    err: 'plafond: no tenant `acne`; did you mean `acme`?\n',
    exit: 2,
  });
  expect(textsIn('.')).toEqual(before);
});

test('is never replaced by what another tenant, or all of them, are given', async () => {
  await plafond(cut);
  const before = textsIn('dist/acme');
  for (const line of ['compile --out dist/acme', 'compile --tenant globex --out dist/acme']) {
    const { err, exit } = await plafond(line);
    expect([exit, err]).toEqual([
      2,
      expect.stringContaining('`dist/acme` holds the package of tenant `acme` alone; use'),
    ]);
  }
  expect(textsIn('dist/acme')).toEqual(before);
  expect((await plafond(cut)).exit).toBe(0);
  expect((await plafond('compile --check --out dist/acme')).exit).toBe(1);
});
