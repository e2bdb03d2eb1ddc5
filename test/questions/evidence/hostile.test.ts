/** @module-tag slow */
import { read, utils } from '@e965/xlsx';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeSheetNamer } from '../../../compiler/io/workbook/names.ts';
import { bench, records } from './bench.ts';
import { base } from './policies.ts';

const formulas = ['=HYPERLINK("http://evil")', '+1+1', '-2', '@SUM(A1)', '\t=1', '\r=1', '＝1+1'];
const longTitle = `\u0000\u0007\u001b[31m\u202e\n|<b>${'👩‍👩‍👧 '.repeat(60)}`.slice(0, 300);
const names = [
  'a-tenant-with-a-name-that-is-too-long-for-a-sheet',
  'a-tenant-with-a-name-that-is-too-long-for-another',
];
const because = `=1+1 ${'A long story. '.repeat(3000)}😀😀 _x0041_`;

const place = bench({
  ...base,
  'policies/hostile.yaml': [
    ...names.map((name) => `kind: Tenant\nname: ${name}\nceiling: {}\n`),
    `kind: Tenant\nname: evil\ntitle: ${JSON.stringify(longTitle)}\nceiling: { models: { Company: all }, features: all }\n`,
    `kind: Users\ntenant: evil\nusers:\n${[...formulas, '_x0041_', '</t></is>', 'a,b"c', '__proto__']
      .map((id) => `  - { id: ${JSON.stringify(id)}, userType: Core, roles: [boss] }\n`)
      .join('')}`,
    `kind: Waiver\ninvariant: nobody-exports\nrole: boss\ntenant: evil\nowner: "=cmd|' /C calc'!A0"\nbecause: ${JSON.stringify(because)}\nuntil: 2027-03-31\n`,
  ].join('---\n'),
});
afterAll(() => place.remove());
let files: Readonly<Record<string, Buffer>> = {};
const sheet = (name: string) =>
  utils.sheet_to_json<Readonly<Record<string, unknown>>>(read(files['audit.xlsx']).Sheets[name] ?? {}, {
    defval: '',
  });

beforeAll(async () => {
  const { err, exit } = await place.audit('--out', '{}/pack');
  expect(err).toBe('');
  expect(exit).toBe(0);
  files = place.read('pack');
});

describe('what a policy calls things cannot harm who reads a pack', () => {
  test('no cell of a CSV file starts a formula', () => {
    for (const [file, bytes] of Object.entries(files).filter(([name]) => name.endsWith('.csv')))
      for (const record of records(bytes))
        for (const field of Object.values(record)) expect(field, file).not.toMatch(/^[=+\-@\t\r＝＋－＠]/);
    const ids = records(files['users.csv']).map(({ user }) => user);
    expect(ids).toEqual(expect.arrayContaining(['\'=HYPERLINK("http://evil")', "'+1+1", "'-2", "'@SUM(A1)"]));
    expect(ids).toEqual(expect.arrayContaining(['<U+0009>=1', '<U+000D>=1', 'a,b"c', '__proto__']));
  });

  test('a workbook shows every text as it is', () => {
    const ids = sheet('Users').map(({ User }) => User);
    expect(ids).toEqual(
      expect.arrayContaining(['=HYPERLINK("http://evil")', '-2', '_x0041_', '</t></is>', '__proto__']),
    );
    const [evil] = sheet('Tenants').filter(({ Tenant }) => Tenant === 'evil');
    expect(evil?.Title).toMatch(/^<U\+0000><U\+0007><U\+001B>\[31m<U\+202E><U\+000A>\|<b>👩<U\+200D>👩/);
    expect(records(files['tenants.csv']).find(({ tenant }) => tenant === 'evil')?.title).toBe(evil?.Title);
  });

  test('a text that no cell can hold is cut with a word about where it is whole', () => {
    const [waiver] = sheet('Waivers').filter(({ Tenant }) => Tenant === 'evil');
    const text = String(waiver?.Because);
    expect(text).toHaveLength(32_767);
    expect(text).toMatch(/… \(cut here; whole in waivers\.csv\)$/);
    expect(records(files['waivers.csv']).some((record) => record.because?.endsWith('😀😀 _x0041_'))).toBe(
      true,
    );
  });

  test('sheets have names that a spreadsheet takes', () => {
    const { SheetNames } = read(files['audit.xlsx'], { bookSheets: true });
    expect(new Set(SheetNames.map((name) => name.toLowerCase())).size).toBe(SheetNames.length);
    for (const name of SheetNames) expect(name).toMatch(/^(?!')[^[\]:*?/\\]{1,31}(?<!')$/);
    expect(SheetNames).toContain('Matrix a-tenant-with-a-name-tha');
    expect(SheetNames).toContain('Matrix a-tenant-with-a-name (2)');
    const nameOf = makeSheetNamer();
    expect(["'History'", 'history', '', 'a/b', 'A B', '😀'.repeat(20)].map(nameOf)).toEqual([
      'History (2)',
      'history (3)',
      'Sheet',
      'a b',
      'A B (2)',
      '😀'.repeat(15),
    ]);
  });
});

describe('unknown is not zero', () => {
  test('where a tenant declares no users', () => {
    const tenants = records(files['tenants.csv']);
    const usersOf = (name: string) => tenants.find(({ tenant }) => tenant === name)?.users;
    expect([usersOf('acme'), usersOf('globex'), usersOf('hooli')]).toEqual(['2', 'unknown', '0']);
    const limits = records(files['limits.csv']);
    const core = (name: string) => limits.find((record) => record.tenant === name && record.name === 'Core');
    expect(core('globex')).toMatchObject({ limit: 'unlimited', used: 'unknown', free: '', over: '' });
    expect(core('hooli')).toMatchObject({ used: '0', inactive: '0' });
    expect(core('acme')).toMatchObject({ limit: '1', used: '1', free: '0', over: '0', inactive: '1' });
    const register = records(files['register.csv']).filter(
      ({ permission }) => permission === 'Company:export',
    );
    const holders = (name: string) => register.find(({ tenant }) => tenant === name);
    expect(holders('globex')).toBeUndefined();
    expect(holders('hooli')).toMatchObject({ users: '0', userIds: '' });
    expect(holders('acme')).toMatchObject({
      role: 'boss',
      users: '1',
      userIds: 'ada@acme.example',
      inactiveUserIds: 'bob@acme.example',
      why: 'role boss grants it without naming it; user type Core holds it; the ceiling of tenant acme holds it',
      grantedAt: 'policies/roles.yaml:5',
    });
    const review = sheet('Attestation').map((row) => `${row.Tenant} ${row.Role} ${row['Active users']}`);
    expect(review).toEqual(expect.arrayContaining(['acme boss 1', 'globex boss unknown', 'hooli boss 0']));
  });

  test('and waivers are what they are on the day', async () => {
    const states = (file: Buffer | undefined) =>
      records(file).map(({ role, tenant, state }) => `${role} ${tenant} ${state}`);
    expect(states(files['waivers.csv'])).toEqual([
      'boss evil active',
      'boss acme active',
      'viewer all useless',
      'boss hooli expired',
    ]);
    await place.audit('--out', '{}/later', '--date', '2027-04-01');
    expect(states(place.read('later')['waivers.csv'])).toContain('boss acme expired');
  });
});
