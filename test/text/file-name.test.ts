import { expect, test } from 'vitest';
import { compile } from '../../compiler/compile.ts';
import { emitArtifacts } from '../../compiler/emit-artifacts.ts';
import { placeRole } from '../../compiler/library/draft-roles.ts';
import { encodeFileName, nameFilesForPeople } from '../../compiler/text/file-name.ts';
import { filesInMemory } from '../../compiler/text/files.ts';
import { policyFor } from '../support/checkout.ts';

test.for(['acme', 'north-sea', 'console', 'com10', 'a.b', 'x-con'])(
  '`%s` is a file name as it is',
  (name) => {
    expect(encodeFileName(name)).toBe(name);
  },
);

test.for([
  ['con', '%63on'],
  ['nul', '%6eul'],
  ['aux.old', '%61ux.old'],
  ['com1', '%63om1'],
  ['lpt9', '%6cpt9'],
  ['CON', '%43%4f%4e'],
  ['Acme', '%41cme'],
  ['a/b', 'a%2fb'],
  ['a%2fb', 'a%252fb'],
  ['..', '%2e%2e'],
  ['x.', 'x%2e'],
  ['é', '%c3%a9'],
  ['a b', 'a%20b'],
] as const)('`%s` is the file `%s`', ([name, file]) => {
  expect(encodeFileName(name)).toBe(file);
});

test('files for people have names that people read, each another one', () => {
  expect(
    nameFilesForPeople([
      'Grace Hopper',
      'grace@acme.example',
      'grace hopper',
      'Zoë',
      '../con',
      'con',
      '=1',
      '',
      '日本',
    ]),
  ).toEqual([
    'grace-hopper',
    'grace@acme.example',
    'grace-hopper-2',
    'zoë',
    'name-con',
    'name-con-2',
    '1',
    'name-',
    '日本',
  ]);
});

test('no two names give one file, also where case and what is behind a dot do not count', () => {
  const letters = ['a', 'A', 'c', 'C', 'o', 'O', 'n', 'N', '.', '%', '6', '3', '/'];
  const names = letters.flatMap((a) => letters.flatMap((b) => letters.flatMap((c) => [a, a + b, a + b + c])));
  const all = new Set(names);
  expect(new Set([...all].map((name) => encodeFileName(name).toLowerCase())).size).toBe(all.size);
  for (const name of all) expect(encodeFileName(name)).not.toMatch(/^(con|aux|nul|prn)(\.|$)|[/\\]|^\.|\.$/i);
});

test('a tenant and a role that are called as a device have files that are none', () => {
  const text = policyFor('view').replace('name: acme', 'name: nul').replace('name: agent', 'name: con');
  const { compiled } = compile(filesInMemory({ 'p/all.yaml': text }), 'p');
  const paths =
    compiled && [...emitArtifacts(compiled, { version: '1.0.0', folder: 'p' })].map(({ path }) => path);
  const wanted = ['matrices/tenants/%6eul.csv', 'matrices/tenants/%6eul.md', 'rules/tenants/%6eul.json'];
  expect(paths).toEqual(expect.arrayContaining(wanted));
  const { policy } = compiled?.matrix ?? {};
  expect(policy && placeRole(policy, { name: 'con', tenant: policy.tenants[0] }, '').path).toBe(
    'tenants/%6eul/roles/%63on.yaml',
  );
});
