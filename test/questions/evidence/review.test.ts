/** @module-tag slow */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { read, utils, write } from '@e965/xlsx';
import { strToU8, unzipSync, zipSync } from 'fflate';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { bench, records } from './bench.ts';
import { base } from './policies.ts';

const users = `kind: Users
tenant: acme
# Who works here.
users:
  - { id: ada, userType: Core, roles: [boss, viewer], attributes: { manager: grace } } # the first
  - id: bob
    userType: Core
    roles:
      - boss # for now
    attributes: { manager: grace }
  - { id: eve, userType: View, roles: [viewer], attributes: { manager: linus } }
`;
const tenant = (base['policies/acme.yaml'] ?? '').split('---')[0] ?? '';
const policies = {
  ...base,
  'policies/base.yaml': (base['policies/base.yaml'] ?? '').replace(
    'attributes: { id: { type: id } }',
    'attributes: { id: { type: id }, manager: { type: string } }',
  ),
  'policies/acme.yaml': tenant.replace('Core: 1', 'Core: 9'),
  'policies/acme-users.yaml': users,
  'policies/hooli.yaml': (base['policies/hooli.yaml'] ?? '').replace('users: []', 'from: hooli.csv'),
  'policies/hooli.csv': 'id,userType,roles,manager\n"=cmd|x",Core,boss;viewer,grace\nzoe,View,viewer,grace\n',
};
const place = bench(policies);
afterAll(() => place.remove());
const at = (file: string) => path.join(place.folder, file);
const text = (file: string) => readFileSync(at(`work/policies/${file}`), 'utf8');

beforeEach(async () => {
  for (const folder of ['review', 'reviews']) rmSync(at(folder), { recursive: true, force: true });
  place.write(policies);
  const said = await place.audit('--review', '{}/review');
  expect(said, said.err).toMatchObject({ exit: 0 });
});

type Answers = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Fills a sheet in: every row is kept by Grace, but for the answers by `user role`. */
function fill(answers: Answers = {}, file = 'review/grace.csv', change = (csv: string) => csv): void {
  const rows = records(readFileSync(at(file))).map((row) => ({
    ...row,
    decision: 'keep',
    reviewer: 'Grace',
    ...answers[`${row.user} ${row.role}`],
  }));
  const sheet = utils.json_to_sheet(rows);
  writeFileSync(at('filled.csv'), change(utils.sheet_to_csv(sheet)));
  const book = utils.book_new();
  utils.book_append_sheet(book, sheet, 'Review');
  writeFileSync(at('filled.xlsx'), write(book, { type: 'buffer', bookType: 'xlsx' }));
}

const apply = (file: string, ...words: readonly string[]) =>
  place.audit('--apply', `{}/${file}`, '--record', at('reviews'), ...words);

test('each manager has a sheet, as CSV and as XLSX, with what each role brings and its risk', () => {
  const files = place.read('review');
  expect(Object.keys(files)).toEqual(['grace.csv', 'grace.xlsx', 'linus.csv', 'linus.xlsx']);
  const rows = records(files['grace.csv']);
  expect(rows.map(({ tenant: where, user, role, risk }) => [where, user, role, risk])).toEqual([
    ['acme', 'ada', 'boss', 'escalation'],
    ['acme', 'ada', 'viewer', 'read'],
    ['acme', 'bob', 'boss', 'escalation'],
    ['hooli', "'=cmd|x", 'boss', 'escalation'],
    ['hooli', "'=cmd|x", 'viewer', 'read'],
    ['hooli', 'zoe', 'viewer', 'read'],
  ]);
  expect(rows[0]?.permits).toBe('use AdminAccess; create, view, update, export Company');
  const book = read(files['grace.xlsx'], { cellFormula: true });
  expect(utils.sheet_to_json(book.Sheets.Review ?? {})).toHaveLength(6);
});

describe('a sheet that was filled in', () => {
  for (const kind of ['csv', 'xlsx'])
    test(`edits the files as it says, keeps their comments, and leaves a record: ${kind}`, async () => {
      fill({
        'ada boss': { decision: 'revoke', comment: '=1+1' },
        'bob boss': { decision: 'revoke', date: '2027-01-30' },
        "'=cmd|x viewer": { decision: 'Revoke' },
        'zoe viewer': { decision: 'keep' },
      });
      const said = await apply(`filled.${kind}`);
      expect(said, said.err).toMatchObject({ exit: 0 });
      expect(text('acme-users.yaml')).toBe(
        users
          .replace('[boss, viewer]', '[viewer]')
          .replace('    roles:\n      - boss # for now\n', '    roles: [] # for now\n'),
      );
      expect(text('hooli.csv')).toBe(policies['policies/hooli.csv'].replace('boss;viewer', 'boss'));
      const [record = ''] = Object.values(place.read('reviews')).map(String);
      expect(
        records(record).map(({ user, role, decision, reviewer, date }) => [
          user,
          role,
          decision,
          reviewer,
          date,
        ]),
      ).toEqual([
        ['ada', 'boss', 'revoke', 'Grace', '2027-01-31'],
        ['ada', 'viewer', 'keep', 'Grace', '2027-01-31'],
        ['bob', 'boss', 'revoke', 'Grace', '2027-01-30'],
        ["'=cmd|x", 'boss', 'keep', 'Grace', '2027-01-31'],
        ["'=cmd|x", 'viewer', 'revoke', 'Grace', '2027-01-31'],
        ['zoe', 'viewer', 'keep', 'Grace', '2027-01-31'],
      ]);
      expect(record).toContain("'=1+1");
      const again = await apply(`filled.${kind}`);
      expect([again.exit, again.err]).toEqual([
        1,
        expect.stringContaining('does not hold role `boss` any more'),
      ]);
    });

  test('is read with semicolons, a byte order mark and the line ends of Windows', async () => {
    const change = (csv: string) => {
      const table = utils.sheet_to_csv(read(csv, { type: 'string' }).Sheets.Sheet1 ?? {}, { FS: ';' });
      return `\ufeff${table.replaceAll('\n', '\r\n')}`;
    };
    fill(
      { 'bob boss': { decision: 'revoke', comment: 'left; see ticket, "42"' } },
      'review/grace.csv',
      change,
    );
    expect(readFileSync(at('filled.csv'), 'utf8')).toMatch(/^\ufeffmanager;tenant;user/);
    const said = await apply('filled.csv');
    expect(said, said.err).toMatchObject({ exit: 0 });
    expect(text('acme-users.yaml')).toContain('    roles: [] # for now\n');
    const [record = ''] = Object.values(place.read('reviews')).map(String);
    expect(records(record).map(({ comment }) => comment)).toContain('left; see ticket, "42"');
  });

  test('has dates as a spreadsheet keeps them', async () => {
    fill();
    const book = read(readFileSync(at('filled.xlsx')));
    const sheet = book.Sheets.Review ?? {};
    const column = (utils.sheet_to_json<string[]>(sheet, { header: 1 })[0] ?? []).indexOf('date');
    sheet[utils.encode_cell({ r: 1, c: column })] = { t: 'n', v: 46_411, z: 'dd.mm.yyyy' };
    writeFileSync(at('filled.xlsx'), write(book, { type: 'buffer', bookType: 'xlsx' }));
    const said = await apply('filled.xlsx');
    expect(said, said.err).toMatchObject({ exit: 0 });
    const [record = ''] = Object.values(place.read('reviews')).map(String);
    expect(
      records(record)
        .map(({ date }) => date)
        .sort()[0],
    ).toBe('2027-01-24');
  });

  test('changes one role to another', async () => {
    fill({ 'bob boss': { decision: 'change', changeTo: 'viewer' } });
    expect(await apply('filled.csv')).toMatchObject({
      exit: 0,
      out: expect.stringContaining('change boss of bob in acme to viewer'),
    });
    expect(text('acme-users.yaml')).toBe(users.replace('- boss # for now', '- viewer # for now'));
  });

  test('edits nothing where its record cannot be written', async () => {
    fill({ 'bob boss': { decision: 'revoke' } });
    writeFileSync(at('reviews'), 'a file stands where the folder would');
    expect(await apply('filled.csv')).toMatchObject({ exit: 2 });
    expect(text('acme-users.yaml')).toBe(users);
  });

  test('writes nothing with --dry-run', async () => {
    fill({ 'ada boss': { decision: 'revoke' } });
    expect(await apply('filled.csv', '--dry-run')).toMatchObject({
      exit: 0,
      out: expect.stringContaining('nothing was written'),
    });
    expect(text('acme-users.yaml')).toBe(users);
    expect(existsSync(at('reviews'))).toBe(false);
  });
});

describe('nothing is written', () => {
  const refused = async (sentence: string, file = 'filled.csv') => {
    const { exit, err } = await apply(file);
    expect([exit > 0, err]).toEqual([true, expect.stringContaining(sentence)]);
    expect(text('acme-users.yaml')).toBe(users);
    expect(existsSync(at('reviews'))).toBe(false);
  };

  test.for([
    [{ decision: '' }, 'row 2, column decision: it is blank'],
    [{ decision: 'maybe' }, 'row 2, column decision: it cannot be `maybe`'],
    [{ decision: 'change' }, 'row 2, column changeTo: it is blank'],
    [{ decision: 'change', changeTo: 'bos' }, 'no role `bos`; did you mean `boss`?'],
    [{ decision: 'change', changeTo: 'viewer' }, 'holds role `viewer` already'],
    [{ changeTo: 'viewer' }, 'it names a role and the decision is `keep`'],
    [{ reviewer: '' }, 'row 2, column reviewer: it is blank'],
    [{ reviewer: 'Ada' }, 'row 2, column reviewer: nobody decides about themselves'],
    [{ date: '2027-02-30' }, 'row 2, column date'],
    [{ date: '2027-02-01' }, 'a day up to today'],
    [{ user: 'adda' }, 'has no user `adda`; did you mean `ada`?'],
    [{ tenant: 'acne' }, 'row 2, column tenant'],
    [{ role: '=HYPERLINK("x")' }, 'row 2, column role'],
    [{ manager: 'linus' }, 'row 2, column manager'],
    [{ date: '46300' }, 'row 2, column date: it cannot be `46300`'],
    [{ decision: 'Revoked' }, 'row 2, column decision: it cannot be `Revoked`'],
    [{ decision: 'change', changeTo: 'Viewer' }, 'no role `Viewer`; did you mean `viewer`?'],
    [{ state: '0' }, 'the policies changed for `ada`'],
  ] as const)('for %j', async ([answer, sentence]) => {
    fill({ 'ada boss': answer });
    await refused(sentence);
    await refused(sentence, 'filled.xlsx');
  });

  test('if a row is missing or is there twice', async () => {
    fill({}, 'review/grace.csv', (csv) => csv.split('\n').toSpliced(1, 1).join('\n'));
    await refused('`ada` of `acme` with role `boss` is missing');
    fill({}, 'review/grace.csv', (csv) => csv.replace(/\n.*\n/, (line) => `${line}${line.slice(1)}`));
    await refused('row 3, column user: `ada` with role `boss` is in the sheet twice');
  });

  test('if the policies changed for somebody since, and only for them', async () => {
    fill();
    const roles = base['policies/roles.yaml'] ?? '';
    place.write({ 'policies/roles.yaml': roles.replace('Company: [view]', 'Company: []') });
    await refused('the policies changed for `zoe`');
    place.write({ 'policies/roles.yaml': `${roles}# a remark\n` });
    expect(await apply('filled.csv')).toMatchObject({ exit: 0 });
  });

  test('if the list of roles is shared, so that another would lose them too', async () => {
    place.write({
      'policies/acme-users.yaml': users
        .replace('roles: [boss, viewer]', 'roles: &all [boss, viewer]')
        .replace('    roles:\n      - boss # for now\n', '    roles: *all\n'),
    });
    rmSync(at('review'), { recursive: true });
    await place.audit('--review', '{}/review');
    fill({ 'ada boss': { decision: 'revoke' } });
    const { exit, err } = await apply('filled.csv');
    expect(exit, err).toBeGreaterThan(0);
    expect(existsSync(at('reviews'))).toBe(false);
  });

  test('if a formula stands where a decision does, whatever a spreadsheet shows there', async () => {
    fill();
    const book = read(readFileSync(at('filled.xlsx')));
    const sheet = book.Sheets.Review ?? {};
    const column = (utils.sheet_to_json<string[]>(sheet, { header: 1 })[0] ?? []).indexOf('decision');
    sheet[utils.encode_cell({ r: 1, c: column })] = { t: 's', v: 'keep', f: 'T("keep")' };
    writeFileSync(at('filled.xlsx'), write(book, { type: 'buffer', bookType: 'xlsx' }));
    await refused('row 2, column decision: it cannot be `=T("keep")`', 'filled.xlsx');
  });

  test('if a file is no sheet', async () => {
    writeFileSync(at('filled.csv'), 'manager;tenant\n');
    await refused('there is not exactly one column `user`');
    writeFileSync(at('filled.csv'), 'a,b\n');
    await refused('there is not exactly one column `manager`');
    writeFileSync(at('filled.xlsx'), 'no');
    await refused('`', 'filled.xlsx');
  });
});

test('a folder in which sheets may be filled in is left alone, and a column that names nobody is refused', async () => {
  expect(await place.audit('--review', '{}/review')).toMatchObject({
    exit: 2,
    err: expect.stringContaining('is not empty'),
  });
  expect(await place.audit('--review', '{}/other', '--manager', 'boss')).toMatchObject({
    exit: 2,
    err: expect.stringContaining('no user has a manager by `boss`'),
  });
});

describe('a review of a part', () => {
  test('is applied with the tenant that it was written for', async () => {
    rmSync(at('review'), { recursive: true });
    await place.audit('--review', '{}/review', '--tenant', 'acme');
    fill({ 'bob boss': { decision: 'revoke' } });
    expect((await apply('filled.csv')).exit).toBe(1);
    const said = await apply('filled.csv', '--tenant', 'acme');
    expect(said, said.err).toMatchObject({ exit: 0 });
    expect(text('acme-users.yaml')).toContain('roles: []');
    const unknown = await apply('filled.csv', '--tenant', 'acmee');
    expect(unknown.err).toContain('acmee');
  });

  test('goes to the managers of the column that the settings name', async () => {
    rmSync(at('review'), { recursive: true });
    place.write({
      ...policies,
      'policies/hooli.csv': 'id,userType,roles,manager,reportsTo\nzoe,View,viewer,grace,linus\n',
      'policies/settings.yaml': 'kind: Settings\nreview: { manager: reportsTo }\n',
    });
    await place.audit('--review', '{}/review', '--tenant', 'hooli');
    expect(Object.keys(place.read('review'))).toEqual(['linus.csv', 'linus.xlsx']);
    rmSync(at('review'), { recursive: true });
    await place.audit('--review', '{}/review', '--tenant', 'hooli', '--manager', 'manager');
    expect(Object.keys(place.read('review'))).toEqual(['grace.csv', 'grace.xlsx']);
    rmSync(at('work/policies/settings.yaml'));
  });
});

test('a role of a database is reviewed and taken away where its rows are given, and only there', async () => {
  const stored = [
    {
      kind: 'Role',
      name: 'desk',
      tenant: 'acme',
      userType: 'View',
      portfolio: ['own'],
      grants: { models: { Company: ['view'] } },
    },
  ];
  writeFileSync(at('rows.json'), JSON.stringify(stored));
  place.write({ 'policies/acme-users.yaml': users.replace('roles: [boss, viewer]', 'roles: [boss, desk]') });
  rmSync(at('review'), { recursive: true });
  expect(await place.audit('--review', '{}/review')).toMatchObject({ exit: 1 });
  expect(await place.audit('--review', '{}/review', '--roles', '{}/rows.json')).toMatchObject({ exit: 0 });
  expect(records(readFileSync(at('review/grace.csv'))).map(({ user, role }) => `${user} ${role}`)).toContain(
    'ada desk',
  );
  fill({ 'ada desk': { decision: 'revoke' } });
  expect(await apply('filled.csv')).toMatchObject({ exit: 1 });
  expect(text('acme-users.yaml')).toContain('roles: [boss, desk]');
  const said = await apply('filled.csv', '--roles', '{}/rows.json');
  expect(said, said.err).toMatchObject({ exit: 0 });
  expect(text('acme-users.yaml')).toContain(
    '{ id: ada, userType: Core, roles: [boss], attributes: { manager: grace } } # the first',
  );
});

describe('a workbook that unpacks to too much', () => {
  const change = (edit: (parts: Record<string, Uint8Array>) => void) => {
    fill();
    const parts = unzipSync(readFileSync(at('filled.xlsx')));
    edit(parts);
    const zip = zipSync(parts, { level: 9 });
    expect(zip.length).toBeLessThan(1_000_000);
    writeFileSync(at('filled.xlsx'), zip);
  };

  test('is refused before it is unpacked', async () => {
    change((parts) => {
      parts['xl/media/image1.bin'] = new Uint8Array(200 * 1024 * 1024);
    });
    const { exit, err } = await apply('filled.xlsx');
    expect(exit).toBe(2);
    expect(err).toContain('is too large: it has more than 96 MiB when it is unpacked');
  });

  test('is refused where its sheet spans more than anybody fills in', async () => {
    change((parts) => {
      const sheet = Buffer.from(parts['xl/worksheets/sheet1.xml'] ?? []).toString();
      const far = '<row r="1048576"><c r="XFD1048576" t="str"><v>x</v></c></row></sheetData>';
      parts['xl/worksheets/sheet1.xml'] = strToU8(
        sheet.replace('</sheetData>', far).replace(/<dimension[^>]*>/, '<dimension ref="A1:XFD1048576"/>'),
      );
    });
    const { exit, err } = await apply('filled.xlsx');
    expect(exit).toBe(2);
    expect(err).toContain('is too large: a sheet of it spans more than 2000000 cells');
  });
});
