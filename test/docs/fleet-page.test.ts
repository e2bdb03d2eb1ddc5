/** @module-tag slow */
import { cpSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ofKind, type User, usersOf } from '../oracle/oracle.ts';
import { landed } from '../oracle/world/possible.ts';
import { worldOf } from '../oracle/world/world.ts';
import { makePlace, type Place } from '../support/checkout.ts';
import {
  type Ask,
  askOracle,
  type Meant,
  openDatabases,
  openFolders,
  openSqliteFile,
  readDocuments,
  sorted,
  writeDocuments,
} from '../support/fleet.ts';
import { describeTables, readQuestions, readTables } from '../support/fleet-page.ts';
import { fleetOf } from '../support/fleet-world.ts';

const root = path.join(import.meta.dirname, '../..');
const questions = readQuestions();

/** Returns a question of the page as SQL. */
function question(title: string): string {
  const sql = questions.get(title);
  if (sql === undefined) throw new Error(`no question \`${title}\` on the page`);
  return sql;
}

test('the page lists every table with its columns, as they are', () => {
  expect(readTables()).toBe(describeTables());
});

test('every question of the page is asked here', () => {
  expect([...questions.keys()]).toEqual([
    'Who can export, and in which tenants?',
    'Which people can?',
    'Who holds both of two permissions?',
    'Which tenants differ from their peers?',
    'What is reached without a limit?',
    'Which roles does nobody use?',
    'Which limits are reached?',
    'What do roles ask for that they do not get, and from whom?',
    'What changed between two exports?',
    'Are all parts there, once, and of the same policies?',
  ]);
});

test('parts are whole if each is there once and all are of the same policies', async () => {
  const place = makePlace();
  const folder = path.join(place.root, 'fleet');
  const sql = question('Are all parts there, once, and of the same policies?').replace(
    /'(?=manifest|shards)/g,
    `'${folder}/`,
  );
  const isWhole = async () => (await (await openFolders({ fleet: folder }))(sql))[0]?.[0];
  const write = (tenants: number) => writeDocuments(path.join(place.root, 'policies'), fleetOf({ tenants }));
  write(9);
  for (const shard of [1, 2, 3]) await run(place, `export --shard ${shard}/3 --out part-${shard}`);
  joinParts(place, 2);
  expect(await isWhole()).toBe(false);
  joinParts(place, 3);
  expect(await isWhole()).toBe(true);
  write(8);
  await run(place, 'export --shard 2/3 --out part-2');
  joinParts(place, 3);
  expect(await isWhole()).toBe(false);
  write(9);
  await run(place, 'export --out part-2');
  await run(place, 'export --shard 2/3 --out part-2');
  joinParts(place, 3);
  expect(await isWhole()).toBe(true);
  await run(place, 'export --out part-4');
  joinParts(place, 4);
  expect(await isWhole()).toBe(false);
  place.remove();
});

/** The policies that are asked about: the real ones, an example, a random world, and a fleet in four shards. */
const sources: readonly (readonly [name: string, documents: () => readonly unknown[], shards: number])[] = [
  ['policies', () => readDocuments(path.join(root, 'policies')), 1],
  ['an example', () => readDocuments(path.join(root, 'examples/catalogs/crm')), 2],
  ['a random world', () => worldOf(20_263, { possible: landed, size: 2 }).documents, 1],
  ['a fleet', () => fleetOf({ tenants: 24 }), 4],
];

describe.each(sources)('the questions of the page, asked about %s', (_, read, shards) => {
  let place: Place;
  let documents: readonly unknown[];
  let meant: Meant;
  const ask: { folder: Ask; sqlite: Ask } = { folder: refuse, sqlite: refuse };
  const everywhere = () => [ask.folder, ask.sqlite];

  beforeAll(async () => {
    place = makePlace();
    documents = read();
    meant = askOracle(documents);
    writeDocuments(path.join(place.root, 'policies'), documents);
    for (let shard = 1; shard <= shards; shard++)
      await run(place, `export --shard ${shard}/${shards} --out part-${shard}`);
    await run(place, 'export --format sqlite --out all.sqlite');
    joinParts(place, shards);
    ask.folder = await openFolders({ fleet: path.join(place.root, 'fleet') });
    ask.sqlite = await openSqliteFile(path.join(place.root, 'all.sqlite'));
  });
  afterAll(() => place.remove());

  test('who can export is what the oracle says, with the portfolios that `matrix` prints', async () => {
    const { out } = await place.plafond('.', 'matrix --format json');
    const rows: readonly MatrixRow[] = JSON.parse(out).rows;
    const portfolios = new Map(rows.map((row) => [`${row.tenant}/${row.role}`, row]));
    const exports = meant.decisions.filter(([, , cell, by]) => by === null && cell.endsWith(':export'));
    const wanted = exports.map(([tenant, role, permission]) => {
      const row = portfolios.get(`${tenant}/${role}`);
      const labels = row?.reach?.[permission] ?? row?.portfolio ?? [];
      return [tenant, role, permission, labels.join(' + ') || null];
    });
    for (const one of everywhere()) {
      const said = await one(question('Who can export, and in which tenants?'));
      expect(
        sorted(said.map(([tenant, role, cell, , portfolio]) => [tenant, role, cell, portfolio])),
      ).toEqual(sorted(wanted));
    }
  });

  test('which people can export is what the oracle says of all their roles together', async () => {
    const wanted = meant.held.filter(([, , cell]) => cell.endsWith(':export'));
    for (const one of everywhere()) {
      const said = await one(question('Which people can?'));
      expect(sorted(said.map((row) => row.slice(0, 3)))).toEqual(sorted(wanted));
    }
  });

  test('who holds both of two permissions is what the oracle says', async () => {
    const cells = [...new Set(meant.held.map(([, , cell]) => cell))];
    const holders = (cell = '') =>
      meant.held.flatMap(([tenant, user, one]) => (one === cell ? [JSON.stringify([tenant, user])] : []));
    for (let at = 0; at < Math.min(cells.length - 1, 5); at++) {
      const [first = '', second = ''] = [cells[at], cells.at(-1 - at)];
      const sql = question('Who holds both of two permissions?')
        .replace('Invoice:create', first)
        .replace('Invoice:approve', second);
      const wanted = holders(first).filter((one) => first !== second && holders(second).includes(one));
      for (const one of everywhere()) expect(sorted(await one(sql))).toEqual(wanted.sort());
    }
  });

  test('tenants that differ from their peers are those in which a role has other cells than in most', async () => {
    const wanted = findDifferent(documents, meant);
    for (const one of everywhere()) {
      const said = (await one(question('Which tenants differ from their peers?'))).map((row) =>
        row.slice(0, 2),
      );
      // Where as many tenants say one thing as another, either may stand for most.
      const clear = said.filter(([tenant, role]) => !wanted.even.has(`${planOf(documents, tenant)}/${role}`));
      expect(sorted(clear)).toEqual(sorted(wanted.different));
    }
  });

  test('roles that nobody uses are those without an active user where all are known', async () => {
    const wanted = [...meant.roles.keys()].flatMap((key) => {
      const [tenant = '', role = ''] = key.split('/');
      return meant.known.has(tenant) && !meant.used.has(key) ? [[tenant, role]] : [];
    });
    for (const one of everywhere()) {
      const said = await one(question('Which roles does nobody use?'));
      expect(sorted(said.map((row) => row.slice(0, 2)))).toEqual(sorted(wanted));
    }
  });

  test('limits that are reached are those with as many active users', async () => {
    const wanted = ofKind(documents, 'Tenant').flatMap(({ name, limits = {} }) => {
      if (!ofKind(documents, 'Users').some(({ tenant }) => tenant === name)) return [];
      const users = usersOf(documents, name).filter((user: User) => user.active !== false);
      return Object.entries(limits).flatMap(([thing, most]) => {
        const used = users.filter((user) => user.userType === thing || user.seats?.includes(thing)).length;
        return used >= Number(most) ? [[name, thing, Number(most), used]] : [];
      });
    });
    for (const one of everywhere()) {
      const said = await one(question('Which limits are reached?'));
      expect(sorted(said.map(([tenant, , ...more]) => [tenant, ...more]))).toEqual(sorted(wanted));
    }
  });

  test('what roles ask for in vain is counted as the oracle decides it', async () => {
    const counts = new Map<string, number>();
    for (const [tenant, role, , by] of meant.decisions) {
      if (by !== 'userType' && by !== 'tenant') continue;
      const key = JSON.stringify([tenant, role, by]);
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    const wanted = [...counts].map(([key, number]) => [...JSON.parse(key), number]);
    for (const one of everywhere()) {
      const said = await one(question('What do roles ask for that they do not get, and from whom?'));
      expect(sorted(said)).toEqual(sorted(wanted));
    }
  });

  test('what is reached without a limit is what `matrix` knows no limiting portfolio of', async () => {
    const said = await ask.folder(question('What is reached without a limit?'));
    const effective = new Set(
      sorted(meant.decisions.flatMap(([...row]) => (row.pop() === null ? [row] : []))),
    );
    expect(sorted(said.map((row) => row.slice(0, 3))).filter((row) => !effective.has(row))).toEqual([]);
    const limited = await ask.folder(
      "SELECT COUNT(*) FROM cells WHERE reach_kind = 'limited' AND records IS NULL",
    );
    expect(limited).toEqual([[0]]);
  });
});

describe('what changed between two exports', () => {
  test.each([
    ['folders', 'parquet'],
    ['databases', 'duckdb'],
  ])('is what `diff` says, read from two %s', async (_, format) => {
    const place = makePlace();
    try {
      const [base, head] = [fleetOf({ tenants: 9 }), fleetOf({ tenants: 9, isLater: true })];
      place.git('.', 'init', '-q');
      for (const [name, documents] of [
        ['before', base],
        ['after', head],
      ] as const) {
        writeDocuments(path.join(place.root, 'policies'), documents);
        await run(place, `export --format ${format} --out ${name}`);
        place.git('.', 'add', 'policies');
        place.git('.', 'commit', '-q', '-m', name);
      }
      const both = { before: path.join(place.root, 'before'), after: path.join(place.root, 'after') };
      const ask = format === 'parquet' ? await openFolders(both) : await openDatabases(both);
      const { out } = await place.plafond('.', 'diff HEAD~1 HEAD --format json');
      const changes: readonly Change[] = JSON.parse(out).changes;
      const wanted = changes.map(({ tenant, role, permission, kind }) => [
        ...[tenant, role, permission],
        kind === 'gained' || kind === 'lost' ? kind : 'reach',
      ]);
      expect(new Set(wanted.map((row) => row[3]))).toEqual(new Set(['gained', 'lost', 'reach']));
      expect(sorted(await ask(question('What changed between two exports?')))).toEqual(sorted(wanted));
    } finally {
      place.remove();
    }
  });
});

interface MatrixRow {
  readonly tenant: string;
  readonly role: string;
  readonly portfolio: readonly string[];
  readonly reach?: Readonly<Record<string, readonly string[]>>;
}

interface Change {
  readonly tenant: string;
  readonly role: string;
  readonly permission: string;
  readonly kind: string;
}

function refuse(): never {
  throw new Error('nothing is exported yet');
}

async function run(place: Place, line: string): Promise<void> {
  const { out, err, exit } = await place.plafond('.', line);
  if (exit !== 0) throw new Error(`${line}: ${out}${err}`);
}

const planOf = (documents: readonly unknown[], name: unknown): string =>
  ofKind(documents, 'Tenant').find((tenant) => tenant.name === name)?.plan ?? '';

/** Finds where a shared role has other cells than in most tenants of the plan, and where there is no most. */
function findDifferent(documents: readonly unknown[], { decisions, roles }: Meant) {
  const cells = new Map<string, string[]>();
  for (const [tenant, role, cell, by] of decisions) {
    const key = `${tenant}/${role}`;
    if (roles.get(key)?.tenant !== undefined) continue;
    const known = cells.get(key) ?? [];
    cells.set(key, known);
    if (by !== 'role') known.push(`${cell} ${by}`);
  }
  const groups = new Map<string, Map<string, string[]>>();
  for (const [key, said] of cells) {
    const [tenant = '', role = ''] = key.split('/');
    const group = `${planOf(documents, tenant)}/${role}`;
    const alike = groups.get(group) ?? new Map<string, string[]>();
    groups.set(group, alike);
    const text = said.sort().join('\n');
    alike.set(text, [...(alike.get(text) ?? []), tenant]);
  }
  const even = new Set<string>();
  const different: string[][] = [];
  for (const [group, alike] of groups) {
    const [most = [], next = [], ...rest] = [...alike.values()].sort((a, b) => b.length - a.length);
    if (next.length === most.length) even.add(group);
    else
      for (const tenant of [next, ...rest].flat())
        different.push([tenant, group.slice(group.indexOf('/') + 1)]);
  }
  return { even, different };
}

/** Puts the parts of a fleet in one folder, as the page says. */
function joinParts(place: Place, shards: number): void {
  for (let shard = 1; shard <= shards; shard++)
    cpSync(path.join(place.root, `part-${shard}`), path.join(place.root, 'fleet'), { recursive: true });
}
