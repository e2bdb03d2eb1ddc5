/** @module-tag slow */
import { inflateRawSync } from 'node:zlib';
import { read, utils, type WorkBook } from '@e965/xlsx';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeWorkbook } from '../../../compiler/io/workbook/write-workbook.ts';
import { bench, records } from './bench.ts';
import { base } from './policies.ts';

/** One file of a zip archive, read from its directory by hand. */
interface Entry {
  readonly path: string;
  readonly time: number;
  readonly text: string;
}

function entries(zip: Buffer): readonly Entry[] {
  const end = zip.lastIndexOf(Buffer.from('PK\u0005\u0006', 'latin1'));
  const found: Entry[] = [];
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    const [length, extra, comment] = [28, 30, 32].map((offset) => zip.readUInt16LE(at + offset));
    const local = zip.readUInt32LE(at + 42);
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const bytes = zip.subarray(start, start + zip.readUInt32LE(at + 20));
    found.push({
      path: zip.toString('utf8', at + 46, at + 46 + (length ?? 0)),
      time: zip.readUInt32LE(at + 12),
      text: inflateRawSync(bytes).toString('utf8'),
    });
    at += 46 + (length ?? 0) + (extra ?? 0) + (comment ?? 0);
  }
  return found;
}

/** Throws where tags do not close one another, or a character is in the text that XML does not have. */
function expectWellFormed({ path, text }: Entry): void {
  const open: string[] = [];
  for (const [tag, close, name = '', empty] of text.matchAll(/<(\/?)([\w:]+)(?:\s[^<>]*?)?(\/?)>/g)) {
    if (close) expect(open.pop(), `${path}: ${tag}`).toBe(name);
    else if (!empty) open.push(name);
  }
  expect(open, path).toEqual([]);
  const withoutTags = text.replace(/<\?[^<>]*\?>|<\/?[\w:]+(?:\s[^<>]*)?\/?>/g, '');
  expect(withoutTags, path).not.toMatch(/[<>]|&(?!(?:amp|lt|gt|quot);)/);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones that XML forbids
  expect(text, path).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/);
}

const place = bench(base);
afterAll(() => place.remove());
let files: Readonly<Record<string, Buffer>> = {};
let parts: readonly Entry[] = [];
let book: WorkBook;

beforeAll(async () => {
  place.write({ 'policies/globex.yaml': (base['policies/globex.yaml'] ?? '').replace('none', 'all') });
  await place.audit('--out', '{}/pack', '--since', 'HEAD');
  files = place.read('pack');
  parts = entries(files['audit.xlsx'] ?? Buffer.alloc(0));
  book = read(files['audit.xlsx'], { cellFormula: true, cellStyles: true });
});

describe('the workbook', () => {
  test('has an archive without time, of parts that are well-formed', () => {
    for (const entry of parts) {
      expect(entry.time.toString(2), entry.path).toBe(((1 << 21) | (1 << 16)).toString(2));
      expectWellFormed(entry);
    }
  });

  test('has the sheets of the pack, each of which the index leads to', () => {
    expect(book.SheetNames).toEqual([
      'Index',
      'Legend',
      'Tenants',
      'Register',
      'Users',
      'User roles',
      'Roles',
      'Limits',
      'Controls',
      'Waivers',
      'Findings',
      'Delta people',
      'Delta',
      'Commits',
      'User history',
      'Role history',
      'Control history',
      'Attestation',
      'Matrix acme',
      'Matrix globex',
      'Matrix hooli',
    ]);
    const first = parts.find(({ path }) => path === 'xl/worksheets/sheet1.xml')?.text ?? '';
    const links = [...first.matchAll(/location="'([^']*)'!A1"/g)].map(([, name]) => name);
    expect(links).toEqual(book.SheetNames.slice(1));
  });

  test('says what the files say', () => {
    for (const [sheet, file] of Object.entries({
      Tenants: 'tenants.csv',
      Register: 'register.csv',
      Users: 'users.csv',
      Limits: 'limits.csv',
      Waivers: 'waivers.csv',
      Findings: 'findings.csv',
      Delta: 'delta.csv',
    })) {
      const cells = utils.sheet_to_json<readonly unknown[]>(book.Sheets[sheet] ?? {}, {
        header: 1,
        defval: '',
      });
      const wanted = records(files[file]).map((record) => Object.values(record));
      expect(wanted.length, sheet).toBeGreaterThan(0);
      expect(
        cells.slice(1).map((row) => row.map(String)),
        sheet,
      ).toEqual(wanted);
    }
  });

  test('has every text typed as a text, and no formula', () => {
    let texts = 0;
    for (const [name, sheet] of Object.entries(book.Sheets))
      for (const [at, cell] of Object.entries(sheet).filter(([key]) => !key.startsWith('!'))) {
        expect(cell, `${name}!${at}`).not.toHaveProperty('f');
        expect(['s', 'n', 'z'], `${name}!${at}`).toContain(cell.t);
        if (cell.t === 's') texts++;
      }
    expect(texts).toBeGreaterThan(300);
    for (const { path, text } of parts.filter((part) => part.path.includes('worksheets/')))
      expect(text, path).not.toMatch(/<f[ >]/);
  });

  test('has heads that stay in sight, filters, and an attestation that can be filled in', () => {
    const nameOf = new Map(book.SheetNames.map((name, at) => [`xl/worksheets/sheet${at + 1}.xml`, name]));
    const sheets = parts.filter(({ path }) => nameOf.has(path));
    expect(sheets).toHaveLength(book.SheetNames.length);
    for (const { path, text } of sheets) {
      const name = nameOf.get(path);
      expect(text, name).toContain('state="frozen"');
      expect(text.includes('<autoFilter '), name).toBe(name !== 'Index');
    }
    const review = utils.sheet_to_json<Record<string, unknown>>(book.Sheets.Attestation ?? {});
    expect(review.map(({ Tenant, Role }) => `${Tenant} ${Role}`)).toEqual([
      'acme boss',
      'acme viewer',
      'globex boss',
      'globex viewer',
      'hooli boss',
      'hooli viewer',
    ]);
    const xml = sheets.find(({ path }) => nameOf.get(path) === 'Attestation')?.text ?? '';
    expect(xml).toContain('sqref="K2:K7"><formula1>&quot;keep,change,remove&quot;</formula1>');
  });
});

test('a sheet with more rows than fit goes on in another', () => {
  const rows = Array.from({ length: 25 }, (_, at) => [`row ${at}`, at]);
  const columns = [
    { title: 'text', width: 10 },
    { title: 'number', width: 10 },
  ];
  const sheets = [{ name: 'Many', columns, rows: () => rows, cut: '' }];
  const index = { name: 'Index', columns, rows: () => [], cut: '' };
  let told: unknown;
  const bytes = writeWorkbook(
    {
      sheets,
      makeCover(written) {
        told = written.map(({ wanted, name, rows: count }) => [wanted, name, count]);
        return index;
      },
    },
    11,
  );
  const { Sheets } = read(Buffer.concat([...bytes]));
  expect(told).toEqual([
    ['Many', 'Many', 10],
    ['Many', 'Many (2)', 10],
    ['Many', 'Many (3)', 5],
  ]);
  const cells = ['Many', 'Many (2)', 'Many (3)'].flatMap((name) =>
    utils.sheet_to_json<readonly unknown[]>(Sheets[name] ?? {}, { header: 1 }).slice(1),
  );
  expect(cells).toEqual(rows);
});

test('matrices that are too many for a workbook are left to their files, and the index says so', async () => {
  const many = Array.from({ length: 201 }, (_, at) => `kind: Tenant\nname: tenant${at}\nceiling: {}\n`);
  place.write({ 'policies/many.yaml': many.join('---\n') });
  await place.audit('--out', '{}/many');
  const written = place.read('many');
  const { SheetNames, Sheets } = read(written['audit.xlsx']);
  expect(SheetNames.filter((name) => name.startsWith('Matrix'))).toEqual([]);
  expect(utils.sheet_to_csv(Sheets.Index ?? {})).toContain('The matrices of 204 tenants are too much');
  expect(Object.keys(written).filter((file) => file.startsWith('matrices/'))).toHaveLength(204);
});
