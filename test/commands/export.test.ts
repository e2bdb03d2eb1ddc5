/** @module-tag slow */
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadPackage } from '../../compiler/io/fleet/load-package.ts';
import { landed } from '../oracle/world/possible.ts';
import { worldOf } from '../oracle/world/world.ts';
import { makePlace, type Place } from '../support/checkout.ts';
import {
  type Ask,
  askOracle,
  makeDuckDb,
  makeSqlite,
  openDatabases,
  openFolders,
  openSqliteFile,
  readTree,
  sorted,
  writeDocuments,
} from '../support/fleet.ts';
import { fleetOf } from '../support/fleet-world.ts';
import { runs } from '../support/random.ts';

let place: Place;

beforeEach(() => {
  place = makePlace();
});
afterEach(() => place.remove());

const at = (file: string): string => path.join(place.root, file);

const write = (documents: readonly unknown[]): void => writeDocuments(at('policies'), documents);

async function run(line: string): Promise<string> {
  const { out, err, exit } = await place.plafond('.', line);
  expect([line, exit, err]).toEqual([line, 0, '']);
  return out;
}

/** Every row of every view, of which truth values are numbers in SQLite. */
async function readViews(ask: Ask): Promise<Readonly<Record<string, readonly string[]>>> {
  const views: Record<string, readonly string[]> = {};
  for (const view of ['cells', 'decisions', 'user_cells', 'limits', 'roles', 'tenants', 'user_roles'])
    views[view] = sorted(
      (await ask(`SELECT * FROM ${view}`)).map((row) =>
        row.map((value) => (typeof value === 'boolean' ? Number(value) : value)),
      ),
    );
  return views;
}

describe('what is exported is what the policies say', () => {
  test('every format says the same', async () => {
    write(fleetOf({ tenants: 10 }));
    for (const [format, out] of [
      ['parquet', 'fleet'],
      ['csv', 'text'],
      ['duckdb', 'fleet.duckdb'],
      ['sqlite', 'fleet.sqlite'],
    ] as const)
      await run(`export --format ${format} --out ${out} --quiet`);
    const parquet = await readViews(await openFolders({ fleet: at('fleet') }));
    expect(parquet.cells?.length).toBeGreaterThan(100);
    expect(await readViews(await openFolders({ fleet: at('text') }))).toEqual(parquet);
    expect(await readViews(await openDatabases({ fleet: at('fleet.duckdb') }))).toEqual(parquet);
    expect(await readViews(await openSqliteFile(at('fleet.sqlite')))).toEqual(parquet);
  });

  test('on random worlds every decision is that of the oracle, and so is what every user holds', async () => {
    const { numRuns, seed } = runs(10);
    let compared = 0;
    for (let number = seed; number < seed + numRuns; number++) {
      const { documents } = worldOf(number, { possible: landed, size: 3 });
      write(documents);
      await run('export --out fleet --shard 1/1');
      const ask = await openFolders({ fleet: at('fleet') });
      const { decisions, held } = askOracle(documents);
      const said = await ask('SELECT tenant, role, permission, decided_by, effective FROM decisions');
      expect([number, sorted(said)]).toEqual([
        number,
        sorted(decisions.map((one) => [...one, one[3] === null])),
      ]);
      const rights = await ask('SELECT tenant, user_id, permission FROM user_cells WHERE active');
      expect([number, sorted(rights)]).toEqual([number, sorted(held)]);
      compared += said.length + rights.length;
    }
    expect(compared).toBeGreaterThan(2000);
  });

  test('what a user reaches is told with the portfolios that `matrix --user` prints', async () => {
    write(fleetOf({ tenants: 2 }));
    await run('export --out fleet');
    const ask = await openFolders({ fleet: at('fleet') });
    for (const user of ['ada@example.com', 'di@example.com']) {
      const { rows } = JSON.parse(await run(`matrix --tenant tenant-0 --user ${user} --format json`));
      const wanted = rows[0].granted.map((one: { permission: string; portfolio: readonly string[] }) => [
        one.permission,
        one.portfolio.join(' + ') || null,
      ]);
      const said = await ask(
        `SELECT permission, portfolio FROM user_cells WHERE tenant = 'tenant-0' AND user_id = '${user}'`,
      );
      expect(sorted(said)).toEqual(sorted(wanted));
    }
  });
});

describe('the files', () => {
  test('are the same to the byte, in whatever order the documents stand', async () => {
    const documents = fleetOf({ tenants: 8 });
    for (const format of ['parquet', 'csv']) {
      write(documents);
      await run(`export --format ${format} --out one-${format}`);
      write([...documents].reverse());
      await run(`export --format ${format} --out two-${format}`);
      const [one, two] = [readTree(at(`one-${format}`)), readTree(at(`two-${format}`))];
      expect([...two.keys()]).toEqual([...one.keys()]);
      for (const [file, bytes] of one)
        if (file !== 'manifest.json' && !file.startsWith('shards'))
          expect([file, two.get(file) === bytes]).toEqual([file, true]);
    }
  });

  test('of all shards lie in one folder and say what one export says; a tenant is in one of them', async () => {
    write(fleetOf({ tenants: 20 }));
    await run('export --out whole');
    const seen = new Map<string, string>();
    for (let shard = 1; shard <= 5; shard++) {
      await run(`export --shard ${shard}/5 --out part-${shard}`);
      for (const [file, bytes] of readTree(at(`part-${shard}`))) {
        expect([file, seen.get(file) ?? bytes]).toEqual([file, bytes]);
        seen.set(file, bytes);
      }
      cpSync(at(`part-${shard}`), at('fleet'), { recursive: true });
    }
    const ask = await openFolders({ fleet: at('fleet') });
    expect(await readViews(ask)).toEqual(await readViews(await openFolders({ fleet: at('whole') })));
    expect(
      await ask(
        'SELECT COUNT(*), COUNT(DISTINCT tenant), COUNT(DISTINCT tenant_roles.shard) FROM tenants JOIN tenant_roles USING (tenant)',
      ),
    ).toEqual([[84, 20, 5]]);
  });

  test('of a shard without a tenant can be read too', async () => {
    write(fleetOf({ tenants: 1 }));
    const out = await Promise.all(['1/2', '2/2'].map((shard) => shard));
    for (const shard of out) await run(`export --shard ${shard} --out part-${shard[0]}`);
    const counts = [];
    for (const part of ['part-1', 'part-2'])
      counts.push((await (await openFolders({ fleet: at(part) }))('SELECT COUNT(*) FROM tenants'))[0]?.[0]);
    expect(counts.sort()).toEqual([0, 1]);
  });

  test('are of the tenants that are named', async () => {
    write(fleetOf({ tenants: 5 }));
    await run('export --out fleet --tenant tenant-1 --tenant tenant-3');
    const ask = await openFolders({ fleet: at('fleet') });
    expect(await ask('SELECT tenant FROM tenants ORDER BY 1')).toEqual([['tenant-1'], ['tenant-3']]);
  });
});

test('the answer is the number of rows of each table, for people and as JSON', async () => {
  write(fleetOf({ tenants: 3 }));
  expect(await run('export --out fleet')).toMatch(
    /^permissions {2,}\d+ rows\n[\s\S]*\nfleet holds 3 tenants\n$/,
  );
  const answer = JSON.parse(await run('export --out fleet.sqlite --format json --shard 1/1'));
  expect(answer).toMatchObject({
    version: 1,
    out: 'fleet.sqlite',
    format: 'sqlite',
    shard: '1/1',
    tenants: 3,
  });
  expect(answer.tables).toMatchObject({ tenants: 3, users: 8 });
});

describe('nothing is lost', () => {
  test.each([
    [
      '--out fleet --shard 0/4',
      '`--shard` cannot be `0/4`; it is a number and how many there are, up to 9999, as `3/16`',
    ],
    ['--out fleet --shard 5/4', '`--shard` cannot be `5/4`'],
    ['--out fleet --shard half', '`--shard` cannot be `half`'],
    ['--out fleet --tenant nobody', 'no tenant `nobody`'],
    ['--out policies', '`policies` is the policies folder'],
    ['--out mine', '`mine` is not empty and has no `manifest.json` of plafond'],
    ['--out compiled', '`compiled` is a compiled package, so it is left alone'],
    ['--out mine --format sqlite', '`mine` is a folder; for `--format sqlite`, `--out` names a file'],
    ['--out mine/note.txt --format sqlite', '`mine/note.txt` exists and is not a SQLite database'],
    ['--out mine/note.txt --format duckdb', '`mine/note.txt` exists and is not a DuckDB database'],
  ])('`export %s` is refused', async (line, words) => {
    write(fleetOf({ tenants: 1 }));
    place.write('mine/note.txt', 'some words that somebody wrote');
    await run('compile --out compiled --quiet');
    const before = readTree(place.root);
    const { out, err, exit } = await place.plafond('.', `export ${line}`);
    expect([out, exit]).toEqual(['', 2]);
    expect(err).toContain(words);
    expect(readTree(place.root)).toEqual(before);
  });

  test('an export is no place for what compile writes', async () => {
    write(fleetOf({ tenants: 1 }));
    await run('export --out fleet');
    const { err, exit } = await place.plafond('.', 'compile --out fleet');
    expect([exit, err]).toEqual([2, expect.stringContaining('`fleet` is the export of a fleet')]);
  });

  test('policies with an error are not exported; what was there stays', async () => {
    write(fleetOf({ tenants: 1 }));
    await run('export --out fleet');
    const before = readTree(at('fleet'));
    writeFileSync(at('policies/wrong.yaml'), 'kind: Module\n');
    const { out, err, exit } = await place.plafond('.', 'export --out fleet');
    expect([out, exit]).toEqual(['', 1]);
    expect(err).toContain('policies/wrong.yaml');
    expect(readTree(at('fleet'))).toEqual(before);
  });

  test('an export takes the place of the one before, whole', async () => {
    for (const tenants of [3, 2]) {
      write(fleetOf({ tenants }));
      for (const [format, out] of [
        ['parquet', 'fleet'],
        ['duckdb', 'f.duckdb'],
        ['sqlite', 'f.sqlite'],
      ])
        await run(`export --format ${format} --out ${out}`);
    }
    for (const ask of [
      await openFolders({ fleet: at('fleet') }),
      await openDatabases({ fleet: at('f.duckdb') }),
      await openSqliteFile(at('f.sqlite')),
    ])
      expect(await ask('SELECT COUNT(*) FROM tenants')).toEqual([[2]]);
    expect(readdirSync(place.root).filter((name) => name.includes('.tmp'))).toEqual([]);
    expect(existsSync(at('f.duckdb.wal'))).toBe(false);
    expect(readFileSync(at('fleet/manifest.json'), 'utf8')).toContain('"kind": "fleet"');
  });
});

describe('what no export wrote is left alone', () => {
  const refuse = async (line: string, words: string) => {
    const before = readTree(place.root);
    const { out, err, exit } = await place.plafond('.', `export ${line}`);
    expect([line, out, exit, err]).toEqual([line, '', 2, expect.stringContaining(words)]);
    expect(readTree(place.root)).toEqual(before);
  };

  test('a database with other tables, as one that has some of the same names', async () => {
    write(fleetOf({ tenants: 1 }));
    for (const [name, tables] of [
      ['warehouse', 'CREATE TABLE precious AS SELECT 42 AS x'],
      ['app', 'CREATE TABLE users AS SELECT 1 AS x'],
      ['schemas', 'CREATE SCHEMA deep; CREATE TABLE deep.well AS SELECT 1 AS x'],
    ])
      await makeDuckDb(at(`${name}.duckdb`), tables ?? '');
    await refuse(
      '--format duckdb --out warehouse.duckdb',
      '`warehouse.duckdb` holds `precious`, which no export wrote',
    );
    await refuse('--format duckdb --out app.duckdb', '`app.duckdb` holds `users`, which no export wrote');
    await refuse('--format duckdb --out schemas.duckdb', 'holds `deep.well`');
    await makeSqlite(at('app.sqlite'), 'CREATE TABLE users (id)');
    await refuse('--format sqlite --out app.sqlite', '`app.sqlite` holds `users`');
    await run('export --format duckdb --out f.duckdb');
    await run('export --format sqlite --out f.sqlite');
    await makeDuckDb(at('f.duckdb'), 'CREATE VIEW mine AS FROM cells');
    await refuse('--format duckdb --out f.duckdb', '`f.duckdb` holds `mine`');
    await makeDuckDb(at('f.duckdb'), 'DROP VIEW mine');
    await run('export --format duckdb --out f.duckdb');
  });

  test('a database that cannot be opened', async () => {
    write(fleetOf({ tenants: 1 }));
    place.write('newer.duckdb', `12345678DUCK${'x'.repeat(20_000)}`);
    await refuse('--format duckdb --out newer.duckdb', '`newer.duckdb` cannot be opened: ');
    place.write('broken.sqlite', `SQLite format 3${'x'.repeat(2000)}`);
    await refuse(
      '--format sqlite --out broken.sqlite',
      '`broken.sqlite` cannot be opened: file is not a database',
    );
  });

  test('a database that DuckDB cannot write is told in its words', async () => {
    write(fleetOf({ tenants: 1 }));
    await refuse('--format duckdb --out what?/f.duckdb', 'cannot write `what?/f.duckdb`: ');
  });

  test('changes that lie beside a database, and would be made in the new one', async () => {
    write(fleetOf({ tenants: 1 }));
    await run('export --format duckdb --out f.duckdb');
    for (const [file, format] of [
      ['f.duckdb.wal', 'duckdb'],
      ['f.sqlite-wal', 'sqlite'],
      ['f.sqlite-journal', 'sqlite'],
    ]) {
      place.write(file ?? '', 'changes');
      await refuse(`--format ${format} --out f.${format}`, `\`${file}\` holds changes that are not in`);
      rmSync(at(file ?? ''));
    }
  });

  test('a file in the folder of an export', async () => {
    write(fleetOf({ tenants: 3 }));
    await run('export --out fleet');
    for (const file of ['notes.txt', 'users/mine.parquet', 'mine/1-of-1.parquet', 'users/1-of-1.txt']) {
      place.write(`fleet/${file}`, 'mine');
      await refuse('--out fleet', `\`fleet\` holds \`${file}\`, which no export wrote`);
      rmSync(at(`fleet/${file}`));
    }
    await run('export --format csv --out fleet');
    await run('export --shard 1/2 --out fleet');
    await run('export --shard 1/2 --out fleet');
  });

  test('another shard, of which one alone would be left', async () => {
    write(fleetOf({ tenants: 12 }));
    await run('export --shard 1/12 --out fleet');
    await refuse(
      '--shard 2/12 --out fleet',
      '`fleet` holds the shard `01-of-12`, and `02-of-12` would take its place',
    );
    await run('export --shard 2/12 --out part');
    cpSync(at('part'), at('fleet'), { recursive: true });
    await refuse('--shard 2/12 --out fleet', '`fleet` holds the shard `01-of-12`');
    await run('export --out fleet');
  });
});

test('a package that is not installed is asked for by name', async () => {
  await expect(loadPackage('@duckdb/not-there', place.root, '`--format duckdb`')).rejects.toThrow(
    '`--format duckdb` is written by the package `@duckdb/not-there`, which is not installed; run `npm i -D @duckdb/not-there`',
  );
});

test('a package that is not beside plafond is found in the folder of the command', async () => {
  place.write('node_modules/a-writer/package.json', '{ "name": "a-writer", "main": "index.cjs" }');
  place.write('node_modules/a-writer/index.cjs', 'module.exports = { found: true };');
  place.write('node_modules/a-broken-one/package.json', '{ "name": "a-broken-one", "main": "index.cjs" }');
  place.write('node_modules/a-broken-one/index.cjs', "throw new Error('made for another machine');");
  expect(await loadPackage('a-writer', place.root, 'it')).toMatchObject({ found: true });
  await expect(loadPackage('a-broken-one', place.root, 'it')).rejects.toThrow(
    'cannot be loaded: made for another machine; run `npm i -D a-broken-one` again',
  );
});
