/** @module-tag slow */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PostgresType, SqliteType } from '../../runtime/sql.ts';
import type { ComparableType, Comparison, Where } from '../../runtime/where.ts';
import { runs } from '../support/random.ts';
import { aliases, idsOf, idsOfEach, manyAtOnce, toSqlOf } from '../support/sql/asking.ts';
import { type Database, openEmbedded, openServer, openSqlite } from '../support/sql/databases.ts';
import { build, fill, inPostgres, inSqlite, modelsOf, type Storage } from '../support/sql/storages.ts';
import {
  filters,
  grid,
  type Holding,
  matches,
  modelNames,
  recordOf,
  type World,
  worlds,
} from '../support/where.ts';

const server = process.env.PLAFOND_POSTGRES;

describe.each([
  { name: 'PostgreSQL inside', dialect: 'postgres', open: openEmbedded },
  {
    name: 'the PostgreSQL server of PLAFOND_POSTGRES',
    dialect: 'postgres',
    open: () => openServer(server ?? ''),
    isThere: server,
  },
  { name: 'SQLite', dialect: 'sqlite', open: openSqlite },
] as const)('$name', ({ dialect, open, ...rest }) => {
  describe.skipIf('isThere' in rest && !rest.isThere)('the rows that a condition finds', () => {
    let database: Database;
    beforeAll(async () => {
      database = await open();
      if (dialect === 'sqlite') return;
      await database.ask('CREATE EXTENSION IF NOT EXISTS citext');
      await database.ask(
        "CREATE COLLATION loose (provider = icu, locale = 'und-u-ks-level1', deterministic = false)",
      );
      await database.ask("CREATE COLLATION english (provider = icu, locale = 'en-US')");
    });
    afterAll(() => database.close());

    test.for(Object.entries<Storage<unknown>>(dialect === 'postgres' ? inPostgres : inSqlite))(
      'are those that meet the filter, in %s',
      { tags: ['slow'] },
      async ([, storage]) => {
        await build(database, storage);
        const toSql = toSqlOf(dialect, modelsOf(storage));
        const isText = dialect === 'postgres' ? storage.types.due === 'text' : !storage.types.due;
        const holding: Holding = {
          dates: isText ? 'text' : 'instant',
          notFinite: true,
          strays: dialect === 'sqlite' ? strays : [],
          dotted: true,
        };
        const { world: everything, wheres } = grid(holding);
        const held = await fill(database, dialect, storage, everything);
        const everyone = held.Company.map((row) => ({ id: row.id, record: recordOf(held, 'Company', row) }));
        for (let at = 0; at < wheres.length; at += manyAtOnce) {
          const some = wheres.slice(at, at + manyAtOnce);
          const found = await idsOfEach(database, toSql, some);
          for (const [index, where] of some.entries())
            expect([where, found[index]]).toEqual([
              where,
              everyone.filter(({ record }) => matches(where, record)).map(({ id }) => id),
            ]);
        }
        const world = worlds(holding);
        const asking = fc.array(
          fc.constantFrom(...modelNames).chain((model) => fc.tuple(fc.constant(model), filters(model))),
          { minLength: 20, maxLength: 20 },
        );
        await fc.assert(
          fc.asyncProperty(world, asking, fc.constantFrom(...aliases), async (written, asked, alias) => {
            const held = await fill(database, dialect, storage, written);
            for (const [model, where] of asked) {
              const found = await idsOf(database, dialect, toSql, model, where, alias);
              expect([where, found]).toEqual([where, expected(held, model, where)]);
            }
          }),
          runs(12),
        );
      },
    );

    test('are those that meet the filter, though names are made to break out of their quotes', async () => {
      const evil = `x" = 'x' OR TRUE; DROP TABLE "tasks"; --`;
      const name = `"${evil.replaceAll('"', '""')}"`;
      await database.ask(`CREATE TABLE ${name} (${name} text)`);
      await database.ask(`INSERT INTO ${name} VALUES ('u1')`);
      const toSql = toSqlOf(dialect, {
        Task: {
          table: evil,
          columns: { owner: evil },
          relations: { up: { model: 'Task', from: evil, to: evil } },
        },
      });
      for (const through of [[], ['up']])
        for (const [operand, count] of [['u1', 1], ...breaks.map((value) => [value, 0] as const)] as const) {
          const one = toSql(asking('owner', 'id', '$eq', operand, through), { from: evil });
          const several = toSql(asking('owner', 'id', '$in', [operand, operand], through), { from: evil });
          for (const { text, values } of [one, several])
            expect(await database.ask(`SELECT 1 FROM ${name} WHERE ${text}`, values)).toHaveLength(count);
          expect(one.text).toBe(toSql(asking('owner', 'id', '$eq', 'q', through), { from: evil }).text);
        }
    });

    test('are those that meet the filter, with a table in a schema and none of them missed by its negation', async () => {
      const named = dialect === 'postgres' ? 'plafond' : 'main';
      await database.ask(`CREATE TABLE ${named}.through_1 (id text, parent text, owner text)`);
      await database.ask(
        `INSERT INTO ${named}.through_1 VALUES ('1', NULL, 'u1'), ('2', '1', 'u2'), ('3', '2', NULL), ('4', '3', 'u1')`,
      );
      const toSql = toSqlOf(dialect, {
        Task: {
          table: [named, 'through_1'],
          relations: { parent: { model: 'Task', from: 'parent', to: 'id' } },
        },
      });
      const found = async (where: Where) => {
        const { text, values } = toSql(where);
        const ids = async (clause: string) =>
          (await database.ask(`SELECT id FROM ${named}.through_1 WHERE ${clause} ORDER BY id`, values)).map(
            ({ id }) => id,
          );
        return [await ids(text), await ids(`${text} IS NOT TRUE`)];
      };
      expect(await found('all')).toEqual([['1', '2', '3', '4'], []]);
      expect(await found('none')).toEqual([[], ['1', '2', '3', '4']]);
      expect(await found(asking('owner', 'id', '$eq', 'u1', []))).toEqual([
        ['1', '4'],
        ['2', '3'],
      ]);
      expect(await found(asking('owner', 'id', '$eq', 'u1', ['parent']))).toEqual([['2'], ['1', '3', '4']]);
      expect(await found(asking('owner', 'id', '$exists', false, ['parent']))).toEqual([
        ['4'],
        ['1', '2', '3'],
      ]);
      expect(await found(asking('owner', 'id', '$exists', true, ['parent', 'parent']))).toEqual([
        ['3', '4'],
        ['1', '2'],
      ]);
      await database.ask(`DROP TABLE ${named}.through_1`);
    });

    test('are looked up in an index', async () => {
      const isPostgres = dialect === 'postgres';
      const columns = isPostgres
        ? 'id uuid, owner text, size int, amount numeric, score float8, made timestamptz, due timestamp, day date'
        : 'id text, owner text, size integer, amount numeric, score real, made text, due integer, day integer';
      await database.ask(`CREATE TABLE indexed (${columns})`);
      for (const column of columns.split(', ').map((declared) => declared.split(' ')[0]))
        await database.ask(`CREATE INDEX by_${column} ON indexed (${column})`);
      if (isPostgres) await database.ask('SET enable_seqscan = off');
      const types: readonly (readonly [string, PostgresType | SqliteType])[] = isPostgres
        ? [
            ['id', 'uuid'],
            ['due', 'timestamp'],
            ['day', 'date'],
          ]
        : [
            ['due', 'milliseconds'],
            ['day', 'seconds'],
          ];
      const held = Object.fromEntries(types.map(([column, type]) => [column, { column, type }]));
      const toSql = toSqlOf(dialect, { Task: { table: 'indexed', columns: held } });
      const uuid = '01890a5d-ac96-774b-bcce-b302099a8057';
      const many = Array.from({ length: 10_000 }, (_, index) => `${index}`);
      const asked: readonly (readonly [string, Where])[] = [
        ['id', asking('id', 'id', '$eq', uuid)],
        ['id', asking('id', 'id', '$in', [uuid, uuid.toUpperCase()])],
        ['owner', asking('owner', 'id', '$eq', 'u1')],
        ['owner', asking('owner', 'string', '$in', many)],
        ['size', asking('size', 'integer', '$eq', 5)],
        ['size', asking('size', 'integer', '$in', [5, 6])],
        ['size', asking('size', 'integer', '$gt', 5)],
        ['amount', asking('amount', 'number', '$lte', 5)],
        ['score', asking('score', 'number', '$eq', 0.5)],
        ['score', asking('score', 'number', '$gte', 0.5)],
        ['made', asking('made', 'date', '$eq', '2026-01-31')],
        ['made', asking('made', 'date', '$lt', '2026-01-31')],
        ['due', asking('due', 'date', '$gt', '2026-01-31')],
        ['day', asking('day', 'date', '$lte', '2026-01-31')],
      ];
      for (const [column, where] of asked) {
        const { text, values } = toSql(where);
        const explain = isPostgres ? 'EXPLAIN' : 'EXPLAIN QUERY PLAN';
        const plan = JSON.stringify(
          await database.ask(`${explain} SELECT 1 FROM indexed WHERE ${text}`, values),
        );
        expect([where, plan]).toEqual([
          where,
          expect.stringMatching(
            isPostgres ? `by_${column}.*Index Cond` : `SEARCH indexed USING (COVERING )?INDEX by_${column} `,
          ),
        ]);
        expect(plan).not.toContain('ARRAY[');
      }
      if (isPostgres) await database.ask('RESET enable_seqscan');
      await database.ask('DROP TABLE indexed');
    });

    test.runIf(dialect === 'postgres')(
      'are none but an error where the zone of a session would matter',
      async () => {
        await database.ask('CREATE TABLE zoned (timestamptz timestamptz, timestamp timestamp, date date)');
        const kinds = ['timestamptz', 'timestamp', 'date'] as const;
        for (const column of kinds)
          for (const type of kinds)
            for (const operator of ['$eq', '$in', '$gte'] as const) {
              const toSql = toSqlOf(dialect, {
                Task: { table: 'zoned', columns: { due: { column, type } } },
              });
              const operand = operator === '$in' ? ['2026-01-31'] : '2026-01-31';
              const { text, values } = toSql(asking('due', 'date', operator, operand));
              const answer = database.ask(`SELECT 1 FROM zoned WHERE ${text}`, values);
              if (column === type) expect(await answer).toEqual([]);
              else await expect(answer).rejects.toThrow('operator does not exist');
            }
        await database.ask('DROP TABLE zoned');
      },
    );
  });
});

const asking = (
  property: string,
  type: ComparableType,
  operator: Comparison['operator'],
  operand: Comparison['operand'],
  through: readonly string[] = [],
): Where => ({
  model: 'Task',
  through,
  alternatives: [[{ property, type, operator, operand } as Comparison]],
});

/** Values that would break out of a text. */
const breaks = [
  "' OR TRUE --",
  "'; DROP TABLE tasks; --",
  '\\',
  '$1',
  '?',
  '{"a"}',
  '","',
  "u1' --",
] as const;

/** Values that a column of SQLite can hold though it should not. */
const strays: readonly unknown[] = [
  ...['5', '1', '', 'true', 'u1', '2026-01-31', '!', 0, 1, 5, -1, 1.5, 1e300, 2026, 8.64e15, 8.64e15 + 2],
  ...[Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, new Uint8Array([0x75, 0x31]), new Uint8Array([])],
];

const expected = (world: World, model: (typeof modelNames)[number], where: Where): readonly string[] =>
  world[model].filter((row) => matches(where, recordOf(world, model, row))).map(({ id }) => id);
