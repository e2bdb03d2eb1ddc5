import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sqlFor, type ToSql } from '../facade/sql.ts';
import type { Where } from '../facade/where.ts';
import { patience, runs } from './support/random.ts';
import { type Database, openEmbedded, openServer, openSqlite } from './support/sql/databases.ts';
import { build, fill, inPostgres, inSqlite, type Storage, schemaOf } from './support/sql/storages.ts';
import { filters, matches, modelNames, recordOf, type World, worlds } from './support/where.ts';

const server = process.env.PLAFOND_POSTGRES;

describe.each([
  { name: 'PostgreSQL inside', dialect: 'postgres', open: openEmbedded },
  { name: 'a PostgreSQL server', dialect: 'postgres', open: () => openServer(server ?? ''), isThere: server },
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
    }, patience);
    afterAll(() => database.close());

    test.for(Object.entries<Storage<unknown>>(dialect === 'postgres' ? inPostgres : inSqlite))(
      'are those that meet the filter, in %s',
      { timeout: patience },
      async ([, storage]) => {
        await build(database, storage);
        const toSql = (
          dialect === 'postgres'
            ? sqlFor(schemaOf(dialect, storage as (typeof inPostgres)[string]))
            : sqlFor(schemaOf(dialect, storage as (typeof inSqlite)[string]))
        ) as ToSql<unknown>;
        const isText = dialect === 'postgres' ? storage.types.due === 'text' : !storage.types.due;
        const world = worlds({
          dates: isText ? 'text' : 'instant',
          notFinite: true,
          strays: dialect === 'sqlite' ? strays : [],
        });
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
  });
});

/** What a column of SQLite can hold though it should not. */
const strays: readonly unknown[] = [
  ...['5', '1', '', 'true', 'u1', '2026-01-31', '!', 0, 1, 5, -1, 1.5, 1e300, 2026, 8.64e15, 8.64e15 + 2],
  ...[Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, new Uint8Array([0x75, 0x31]), new Uint8Array([])],
];

/** Names for the table outside, among them those that a condition gives to tables inside. */
const aliases = ['t', 'through_1', 'THROUGH_1', 'beyond_1', 'id', '"', 'x" WHERE TRUE OR "'] as const;

const expected = (world: World, model: (typeof modelNames)[number], where: Where): readonly string[] =>
  world[model].filter((row) => matches(where, recordOf(world, model, row))).map(({ id }) => id);

/** Asks in a query that has parameters of its own, before the condition and behind it. */
async function idsOf(
  database: Database,
  dialect: 'postgres' | 'sqlite',
  toSql: ToSql<unknown>,
  model: string,
  where: Where,
  alias: string,
): Promise<readonly unknown[]> {
  const { text, values } = toSql(where, {
    from: alias,
    ...(dialect === 'postgres' && { firstParameter: 2 }),
  });
  const [before, after] = dialect === 'postgres' ? ['$1::text', `$${values.length + 2}::text`] : ['?', '?'];
  const table = `"${model}'s ""table""" AS "${alias.replaceAll('"', '""')}"`;
  const rows = await database.ask(
    `SELECT CAST(id AS text) AS key FROM ${table} WHERE ${before} = 'before' AND ${text} AND ${after} = 'after' ORDER BY 1`,
    ['before', ...values, 'after'],
  );
  return rows.map(({ key }) => key);
}
