/** @module-tag slow */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { bench, records } from './bench.ts';
import { base } from './policies.ts';

const hostile = `</td><script>alert(1)</script><a href="javascript:x">`;
const place = bench({
  ...base,
  'policies/more.yaml': `kind: Role
name: exporter
userType: Core
portfolio: [own]
grants: { models: { Company: [view, export] } }
---
kind: Invariant
name: no-feature-for-viewers
severity: warning
because: ${JSON.stringify(hostile)}
roles: [viewer]
mustNot: [AdminAccess:use]
---
kind: Invariant
name: somebody-administers
severity: error
because: Somebody has to.
mustSomeone: [AdminAccess:use]
---
kind: Users
tenant: globex
users:
  - { id: eve@globex.example, userType: Core, roles: [exporter, viewer] }
`,
});
afterAll(() => place.remove());

const read = async (...words: readonly string[]) => {
  rmSync(path.join(place.folder, 'pack'), { recursive: true, force: true });
  const said = await place.audit('--out', '{}/pack', ...words);
  expect(said, said.err).toMatchObject({ exit: 0 });
  return place.read('pack');
};

describe('controls.csv', () => {
  test('says of each invariant and rule whom it is about and whether it is kept, with its waivers', async () => {
    const controls = records((await read())['controls.csv']);
    const of = (name: string) => controls.find(({ control }) => control === name);
    expect(of('nobody-exports')).toMatchObject({
      kind: 'invariant',
      result: 'failed',
      unit: 'roles',
      checked: '9',
      passed: '5',
      failed: '3',
      waived: '1',
      brokenBy: 'role exporter in acme; role boss in hooli; role exporter in hooli',
      waivers: 'role boss in acme, until 2027-03-31, owner security@acme.example: Until the report is there.',
    });
    expect(of('no-feature-for-viewers')).toMatchObject({ result: 'passed', checked: '3', passed: '3' });
    expect(of('somebody-administers')).toMatchObject({
      unit: 'tenants',
      result: 'failed',
      checked: '3',
      failed: '1',
      brokenBy: 'tenant globex',
    });
    expect(of('unused-role')).toMatchObject({ kind: 'rule', unit: 'policies', checked: '' });
    expect(of('write-without-view')).toMatchObject({ result: 'passed', failed: '0' });
  });
});

test('a waiver that ends within the days of the settings is told, with the days that are left', async () => {
  const waivers = records((await read('--date', '2027-03-25'))['waivers.csv']);
  expect(waivers.map(({ state, days }) => [state, days])).toEqual([
    ['ending', '6'],
    ['useless', '281'],
    ['expired', ''],
  ]);
});

test('people have what each role brings alone, and roles that nobody active holds are dormant', async () => {
  const files = await read();
  const held = records(files['user-roles.csv']);
  expect(held.map(({ user, role, alone, narrower }) => [user, role, alone, narrower])).toEqual([
    ['ada@acme.example', 'boss', '7', '0'],
    ['ada@acme.example', 'viewer', '0', '0'],
    ['bob@acme.example', 'boss', '11', '0'],
    ['eve@globex.example', 'exporter', '0', '0'],
    ['eve@globex.example', 'viewer', '0', '0'],
  ]);
  const states = records(files['roles.csv']).map(({ tenant, role, state }) => `${tenant} ${role} ${state}`);
  expect(states).toContain('acme boss used');
  expect(states).toContain('acme exporter dormant');
  expect(states).toContain('hooli viewer dormant');
});

describe('--sod', () => {
  test('says which roles can do all duties, and which users by their roles together', async () => {
    const files = await read('--sod', 'Company:update, Company:export', '--sod', 'Company:create,*:use');
    const duties = records(files['duties.csv']);
    expect(
      duties.map(({ tenant, holder, name, permissions }) => [tenant, holder, name, permissions]),
    ).toEqual([
      ['acme', 'role', 'boss', 'Company:export, Company:update'],
      ['hooli', 'role', 'boss', 'Company:export, Company:update'],
      ['acme', 'user', 'ada@acme.example', 'Company:export, Company:update'],
      ['acme', 'user', 'bob@acme.example', 'Company:export, Company:update'],
      ['acme', 'role', 'boss', 'AdminAccess:use, Company:create'],
      ['hooli', 'role', 'boss', 'AdminAccess:use, Company:create'],
      ['acme', 'user', 'ada@acme.example', 'AdminAccess:use, Company:create'],
      ['acme', 'user', 'bob@acme.example', 'AdminAccess:use, Company:create'],
    ]);
    expect(await place.audit('--verify', '{}/pack')).toMatchObject({ exit: 0 });
    const manifest = JSON.parse(String(files['manifest.json']));
    expect(manifest.command).toContain("--sod 'Company:update, Company:export' --sod 'Company:create,*:use'");
  });

  test('refuses one duty alone and a name that is none', async () => {
    for (const [written, sentence] of [
      ['Company:update', 'two or more'],
      ['Company:update,Company:fly', '`Company:fly`'],
    ] as const)
      expect(await place.audit('--out', '{}/x', '--sod', written)).toMatchObject({
        exit: 2,
        err: expect.stringContaining(sentence),
      });
  });
});

test('--since takes an older pack, and says by person what changed', async () => {
  await place.audit('--out', '{}/old');
  const was = base['policies/acme.yaml'] ?? '';
  place.write({
    'policies/acme.yaml': was.replace(
      'userType: Core, roles: [boss, viewer]',
      'userType: Core, roles: [viewer]',
    ),
  });
  place.commit('take boss from ada');
  const files = await read('--since', '{}/old');
  const people = records(files['delta-people.csv']);
  expect(people.every(({ user, kind }) => user === 'ada@acme.example' && kind === 'lost')).toBe(true);
  expect(people.map(({ permission }) => permission)).toContain('AdminAccess:use');
  const { commit } = JSON.parse(readFileSync(path.join(place.folder, 'old/manifest.json'), 'utf8')).git;
  expect(JSON.parse(String(files['manifest.json'])).since).toEqual({ revision: commit, commit });
  rmSync(path.join(place.folder, 'old'), { recursive: true });
  expect(await place.audit('--verify', '{}/pack')).toMatchObject({ exit: 0 });
  place.write({ 'policies/acme.yaml': was });
  place.commit('give it back');
});

test('--since refuses a pack of policies that are in no commit', async () => {
  const was = base['policies/acme.yaml'] ?? '';
  place.write({ 'policies/acme.yaml': `${was}# more\n` });
  await place.audit('--out', '{}/dirty');
  place.write({ 'policies/acme.yaml': was });
  const { exit, err } = await place.audit('--out', '{}/pack2', '--since', '{}/dirty');
  expect([exit, err]).toEqual([2, expect.stringContaining('in no commit')]);
});

test('the page links every file, holds no script, and shows what policies call things as text', async () => {
  const files = await read('--sod', 'Company:update,Company:export');
  const page = String(files['index.html']);
  expect(page).not.toMatch(/<script|<a href="javascript|\son\w+=/i);
  expect(page).toContain('&lt;/td&gt;&lt;script&gt;');
  const links = [...page.matchAll(/href="([^"#]+)"/g)].map(([, link = '']) => decodeURIComponent(link));
  expect(new Set(links)).toEqual(new Set(Object.keys(files).filter((file) => file !== 'index.html')));
  expect(page).toContain("default-src 'none'");
});

test('the page of the explorer has the policies, and those of `--since`; a pack of one tenant goes without', async () => {
  const data = (files: Readonly<Record<string, unknown>>) =>
    JSON.parse(
      /<script id="plafond-data" type="application\/json">(.*?)<\/script>/.exec(
        String(files['explorer.html']),
      )?.[1] ?? 'null',
    );
  const files = await read('--since', 'HEAD');
  expect(data(files)).toMatchObject({ mode: 'file', tree: { name: 'policies' }, base: { name: 'HEAD' } });
  expect(Object.keys(data(files).tree.files)).toContain('base.yaml');
  expect(String(files['index.html'])).toContain('<a href="explorer.html">Explore the policies</a>');
  const only = await read('--tenant', 'acme');
  expect(only).not.toHaveProperty('explorer.html');
  expect(String(only['index.html'])).not.toContain('explorer.html');
});

test('a checkout with CRLF verifies: policies and pack', async () => {
  await read();
  const crlf = (file: string) => writeFileSync(file, readFileSync(file, 'utf8').replaceAll(/\r?\n/g, '\r\n'));
  const work = place.read('work/policies');
  for (const file of Object.keys(work)) crlf(path.join(place.folder, 'work/policies', file));
  for (const file of Object.keys(place.read('pack')).filter((one) => !one.endsWith('.xlsx')))
    crlf(path.join(place.folder, 'pack', file));
  const said = await place.audit('--verify', '{}/pack');
  expect(said, said.out).toMatchObject({ exit: 0 });
  for (const [file, bytes] of Object.entries(work))
    writeFileSync(path.join(place.folder, 'work/policies', file), bytes);
});
