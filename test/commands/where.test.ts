/** @module-tag slow */
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
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

const start = process.cwd();
let root: string;

beforeEach(() => {
  root = realpathSync(mkdtempSync(path.join(tmpdir(), 'plafond-where-')));
});
afterEach(() => {
  process.chdir(start);
  rmSync(root, { recursive: true });
});

/** Writes the policies of a product below the root, with settings if there are any. */
function product(folder: string, name: string, settings?: string): void {
  mkdirSync(path.join(root, folder), { recursive: true });
  writeFileSync(
    path.join(root, folder, 'all.yaml'),
    `{ kind: Module, name: ${name} }\n---\n{ kind: UserType, name: Core, rank: 1, allows: { modules: all } }\n---\n{ kind: Tenant, name: acme, ceiling: { modules: all } }\n---\n{ kind: Role, name: worker, userType: Core, grants: { modules: [${name}] } }\n`,
  );
  if (settings !== undefined)
    writeFileSync(path.join(root, folder, 'product.yml'), `# settings\nkind: Settings\n${settings}\n`);
}

/** Runs a command line in a folder below the root. */
async function plafond(folder: string, line: string, policiesFolder?: string) {
  const there = path.join(root, folder);
  mkdirSync(there, { recursive: true });
  process.chdir(there);
  const plain = chooseColours(false);
  const io = openIo({
    version: '1.2.3',
    folder: there,
    width: 100,
    today: '2026-01-31',
    colours: { out: plain, err: plain },
    ...(policiesFolder && { policiesFolder }),
  });
  const { out, err = '', exit } = await answerLine(line.split(' '), registry, io);
  return { out: textOf(out), err, exit };
}

const who = async (folder: string, module: string, policiesFolder?: string) =>
  (await plafond(folder, `who ${module}:use --format json`, policiesFolder)).exit;

test('the policies are found from any folder below, and what is written lies beside them', async () => {
  product('app/policies', 'Reports', 'out: ../packages/permissions');
  const deep = await plafond('app/src/deep', 'compile');
  expect([deep.exit, deep.err]).toEqual([0, '']);
  expect(deep.out).toContain('../../packages/permissions/bundle.json');
  expect(existsSync(path.join(root, 'app/packages/permissions/bundle.json'))).toBe(true);
  const manifest = () => readFileSync(path.join(root, 'app/packages/permissions/manifest.json'), 'utf8');
  const fromBelow = manifest();
  for (const folder of ['app', 'app/policies', 'app/src']) {
    expect(await plafond(folder, 'compile')).toMatchObject({ exit: 0 });
    expect(manifest()).toBe(fromBelow);
    expect(await plafond(folder, 'compile --check')).toMatchObject({ exit: 0 });
  }
});

test('the nearest folder with settings is taken, also where a nearer one has none', async () => {
  product('policies', 'Outer', 'package: { name: outer }');
  product('app/policies', 'Inner', 'package: { name: inner }');
  product('app/docs/policies', 'Pages');
  expect(await who('app/docs', 'Inner')).toBe(0);
  expect(await who('app', 'Inner')).toBe(0);
  expect(await who('lib', 'Outer')).toBe(0);
});

test('without settings anywhere, it is the folder here', async () => {
  product('policies', 'Outer');
  product('app/policies', 'Inner');
  expect(await who('app', 'Inner')).toBe(0);
});

test('what is named on the line comes before the environment, and that before what is found', async () => {
  product('policies', 'Found', 'package: { name: found }');
  product('other', 'Other');
  product('third', 'Third');
  expect(await who('.', 'Other', 'other')).toBe(0);
  expect((await plafond('.', 'who Third:use --policies third', 'other')).exit).toBe(0);
  expect((await plafond('.', 'check', 'nowhere')).err).toBe(
    'plafond: no folder `nowhere`, which PLAFOND_POLICIES names as the policies folder\n',
  );
  expect((await plafond('.', 'check --policies nowhere')).err).toContain('no folder `nowhere`; name');
});

test('two products of one repository each write a folder of their own', async () => {
  product('one/policies', 'Reports', 'package: { name: one }');
  product('two/policies', 'Invoices', 'package: { name: two }');
  for (const folder of ['one', 'two']) expect((await plafond(folder, 'compile')).exit).toBe(0);
  const nameOf = (folder: string) =>
    JSON.parse(readFileSync(path.join(root, folder, 'generated/package.json'), 'utf8')).name;
  expect(['one', 'two'].map(nameOf)).toEqual(['one', 'two']);
  const refused = await plafond('one', 'compile --policies ../two/policies --out generated');
  expect(refused).toMatchObject({ exit: 2 });
  expect(refused.err).toContain(
    '`generated` holds the package `one`, and these policies make `two`; name another folder',
  );
  const settings = path.join(root, 'two/policies/product.yml');
  writeFileSync(settings, 'kind: Settings\npackage: { name: two }\nout: ../../one/generated\n');
  for (const [line, last] of [
    ['compile', 'use `--force`'],
    ['schema', 'run `plafond compile --force` first'],
  ] as const)
    expect(await plafond('two', line), line).toMatchObject({
      exit: 2,
      err: `plafond: \`../one/generated\` holds the package \`one\`, and these policies make \`two\`; say another \`out\` in their settings, name another folder with \`--out\`, or ${last}\n`,
    });
});

test('from above several products, the folders of all of them are named', async () => {
  product('node_modules/other/policies', 'Other', 'package: { name: other }');
  product('.cache/policies', 'Cached', 'package: { name: cached }');
  product('docs/policies', 'Pages');
  expect((await plafond('.', 'check')).err).toBe(
    'plafond: no folder `policies` here or above; name the policies folder with `--policies`\n',
  );
  product('apps/one/policies', 'Reports', 'package: { name: one }');
  expect(await plafond('.', 'check')).toMatchObject({
    exit: 2,
    err: 'plafond: no folder `policies` here or above; below is `apps/one/policies`: name it with `--policies`\n',
  });
  product('two/policies', 'Invoices', 'package: { name: two }');
  const { err, exit } = await plafond('.', 'compile');
  expect([exit, err]).toEqual([
    2,
    'plafond: no folder `policies` here or above; below are `two/policies` and `apps/one/policies`: name one of them with `--policies`\n',
  ]);
  expect((await plafond('.', 'check --policies two/policies')).exit).toBe(0);
});

test('from above policies that have other names, they are named as well', async () => {
  for (const name of ['a', 'b', 'docs', 'apps/policies']) product(name, 'Reports');
  for (const name of ['a', 'b', 'apps/policies'])
    writeFileSync(path.join(root, name, 'settings.yaml'), `kind: Settings\npackage: { name: one }\n`);
  writeFileSync(path.join(root, 'docs/settings.yaml'), 'theme: dark\n');
  const { err, exit } = await plafond('.', 'check');
  expect([exit, err]).toEqual([
    2,
    'plafond: no folder `policies` here or above; below are `a`, `b` and `apps/policies`: name one of them with `--policies`\n',
  ]);
  expect((await plafond('.', 'check --policies b')).exit).toBe(0);
});

test('in a folder of policies that has another name, the folder is named', async () => {
  product('rights', 'Reports');
  mkdirSync(path.join(root, 'rights/roles'));
  writeFileSync(path.join(root, 'rights/settings.yaml'), 'kind: Settings\npackage: { name: one }\n');
  const advice = (folder: string) =>
    `plafond: no folder \`policies\` here or above; ${folder} holds policies under another name: name it with`;
  expect((await plafond('rights', 'check')).err).toBe(`${advice('this folder')} \`--policies .\`\n`);
  expect((await plafond('rights/roles', 'check')).err).toBe(`${advice('`..`')} \`--policies ..\`\n`);
  expect((await plafond('rights', 'check --policies .')).exit).toBe(0);
});

test('a folder in the policies is not written', async () => {
  product('policies', 'Reports', 'out: ../policies/out');
  expect(await plafond('.', 'compile')).toMatchObject({ exit: 2 });
  expect((await plafond('.', 'compile')).err).toContain('which lies in the policies folder');
  product('policies', 'Reports', 'out: out');
  expect((await plafond('.', 'check')).exit).toBe(1);
});

test('a change by hand is found in the folder that the settings name', async () => {
  product('app/policies', 'Reports', 'out: ../permissions');
  await plafond('app', 'compile');
  const git = (...words: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=test', '-c', 'user.email=test@example.invalid', ...words], {
      cwd: root,
    });
  git('init', '--quiet');
  git('add', '.');
  git('commit', '--quiet', '-m', 'Add policies');
  writeFileSync(path.join(root, 'app/permissions/bundle.json'), '{}');
  const { out, exit } = await plafond('app/src', 'check --against HEAD');
  expect(exit).toBe(1);
  expect(out).toContain('permissions/bundle.json');
  expect(out).toContain('run `plafond compile` and commit what it writes');
});
