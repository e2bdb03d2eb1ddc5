/** @module-tag slow */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mongo } from '../../runtime/mongo.ts';
import { PermissionsError } from '../../runtime/permissions-error.ts';
import { prisma } from '../../runtime/prisma.ts';
import { sqlFor } from '../../runtime/sql.ts';
import type { Alternative, Comparison, Filter } from '../../runtime/where.ts';
import { type Database, openEmbedded, openSqlite } from '../support/sql/databases.ts';
import { matches } from '../support/where.ts';

const many = 40_000;
const models = {
  Company: { table: 'companies' },
  Task: { table: 'companies', relations: { up: { model: 'Task', from: 'id', to: 'id' } } },
};

/** Fractions, huge and tiny numbers: none of them a safe integer. */
const numbers = [
  ...Array.from({ length: many }, (_, at) => (at - 7) / 8 + 0.1),
  ...[1e300, -1e300, 1e22, 2 ** 53, 2 ** 53 + 2, 5e-324, 1e-9, 1 / 3, -0.7, 123456.789, Number.MAX_VALUE],
];
const texts = Array.from({ length: many }, (_, at) => `t${at}`);

const records = [
  ...[0.1, 0.225, 1.1, 1e300, 1e22, 2 ** 53, 5e-324, 1e-9, 1 / 3, -0.7, 123456.789, Number.MAX_VALUE, 0.3, 7],
  ...[numbers[1], numbers[999], numbers[38_765]],
].map((arr, at) => ({ id: `c${at}`, owner: `t${at * 5000}`, arr: arr ?? 0 }));

const company = (alternatives: readonly Alternative[]): Filter => ({
  model: 'Company',
  through: [],
  alternatives,
});
const among = (property: 'arr' | 'owner', operand: readonly (string | number)[]): Comparison =>
  property === 'arr'
    ? { property, type: 'number', operator: '$in', operand: operand }
    : { property, type: 'id', operator: '$in', operand: operand };
const above = (operand: number): Comparison => ({
  property: 'arr',
  type: 'number',
  operator: '$gt',
  operand,
});
const owned = (operand: string): Comparison => ({ property: 'owner', type: 'id', operator: '$eq', operand });

const filters: Readonly<Record<string, Filter>> = {
  '40,000 numbers that are no integers': company([[among('arr', numbers)]]),
  '40,000 texts': company([[among('owner', texts)]]),
  '1,280 alternatives': company(Array.from({ length: 1280 }, (_, at) => [owned(`t${at * 5}`), above(0)])),
  '1,280 comparisons in one alternative': company([
    Array.from({ length: 1280 }, (_, at) => above(at / -8 - 1)),
  ]),
  '1,280 lists': company(Array.from({ length: 1280 }, (_, at) => [among('arr', [at + 0.1, at / 8])])),
};

describe.each([
  { name: 'SQLite', dialect: 'sqlite', open: openSqlite, parameters: 32_766 },
  { name: 'PostgreSQL', dialect: 'postgres', open: openEmbedded, parameters: 65_535 },
] as const)('$name', ({ dialect, open, parameters }) => {
  let database: Database;
  beforeAll(async () => {
    database = await open();
    await database.ask('CREATE TABLE companies (id text, owner text, arr double precision)');
    const place = (at: number) => (dialect === 'sqlite' ? '?' : `$${at}`);
    for (const { id, owner, arr } of records)
      await database.ask(`INSERT INTO companies VALUES (${place(1)}, ${place(2)}, ${place(3)})`, [
        id,
        owner,
        arr,
      ]);
  });
  afterAll(() => database.close());
  const toSql = sqlFor({ dialect, models } as Parameters<typeof sqlFor>[0]);

  test.each(Object.entries(filters))('is asked for %s', async (_, where) => {
    const { text, values } = toSql(where);
    const rows = await database.ask(`SELECT id FROM companies WHERE ${text}`, values);
    const expected = records.filter((record) => matches(where, record)).map(({ id }) => id);
    expect(rows.map(({ id }) => id)).toEqual(expected);
    expect(expected).not.toHaveLength(0);
  });

  test('is not asked for more parameters than it takes, those of the query among them', () => {
    const values: unknown[] = Array.from({ length: parameters - 1 }, () => 0);
    expect(toSql(company([[owned('u1')]]), { values }).values).toHaveLength(1);
    const tooMany = () => toSql(company([[owned('u1')]]), { values });
    expect(tooMany).toThrow(PermissionsError);
    expect(tooMany).toThrow(`take ${parameters + 1} parameters, and there can be ${parameters}`);
    expect(values).toHaveLength(parameters);
  });
});

test('SQLite is not asked to join more tables than it can', async () => {
  const database = await openSqlite();
  await database.ask('CREATE TABLE companies (id text, owner text)');
  await database.ask("INSERT INTO companies VALUES ('c1', 't1')");
  const toSql = sqlFor({ dialect: 'sqlite', models } as Parameters<typeof sqlFor>[0]);
  const along = (steps: number): Filter => ({
    ...company([[owned('t1')]]),
    model: 'Task',
    through: Array.from({ length: steps }, () => 'up'),
  });
  const { text, values } = toSql(along(64));
  expect(await database.ask(`SELECT id FROM companies WHERE ${text}`, values)).toEqual([{ id: 'c1' }]);
  expect(() => toSql(along(65))).toThrow('take 65 tables on the path, and there can be 64');
  await database.close();
});

test('Prisma is asked for no more parameters than a query has', () => {
  const options = { models: { Company: { fields: { arr: { type: 'Float' } } } } } as const;
  for (const property of ['arr', 'owner'] as const) {
    const list = (length: number) =>
      company([[among(property, (property === 'arr' ? numbers : texts).slice(0, length))]]);
    expect(JSON.stringify(prisma(list(32_766), options))).toContain('"in"');
    const tooMany = () => prisma(list(32_767), options);
    expect(tooMany).toThrow(PermissionsError);
    expect(tooMany).toThrow('take 32767 parameters, and there can be 32766 in one query of Prisma');
    expect(() => prisma(list(1000), { ...options, parameters: 999 })).toThrow(PermissionsError);
  }
  const alternatives = company(Array.from({ length: 16_384 }, (_, at) => [owned(`t${at}`), above(at)]));
  expect(() => prisma(alternatives, options)).toThrow('take 49152 parameters');
});

test('MongoDB is given no filter that is no document', () => {
  const list = (length: number) => company([[among('owner', Array(length).fill('x'.repeat(1000)))]]);
  expect(JSON.stringify(mongo(list(16_000)))).toContain('"$in"');
  const tooLarge = () => mongo(list(17_000));
  expect(tooLarge).toThrow(PermissionsError);
  expect(tooLarge).toThrow(
    /^the records of `Company` that are reached take 17\d{6} bytes, and there can be 16777216/,
  );
  const along = (steps: number): Filter => ({
    ...company([[owned('t1')]]),
    through: Array.from({ length: steps }, () => 'up'),
  });
  expect(JSON.stringify(mongo(along(99)))).toContain('up.up.owner');
  expect(() => mongo(along(100))).toThrow('take 100 documents on the path, and a document holds 100 levels');
});

test('Prisma is given no long chain', () => {
  const longest = (part: unknown): number =>
    typeof part !== 'object' || part === null
      ? 0
      : Math.max(
          0,
          ...Object.entries(part).map(([key, inner]) =>
            Math.max(/^(AND|OR)$/.test(key) && Array.isArray(inner) ? inner.length : 0, longest(inner)),
          ),
        );
  const options = { models: { Company: { fields: { arr: { type: 'Float' } } } } } as const;
  for (const name of ['1,280 alternatives', '1,280 comparisons in one alternative']) {
    const where = prisma(filters[name] ?? 'none', options);
    expect(longest(where)).toBe(64);
    expect(JSON.stringify(where).split('"arr"')).toHaveLength(1281);
  }
});
