/** @module-tag slow */
import { AnyNull, DbNull } from '@prisma/client/runtime/client';
import { Query } from 'mingo';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mongo } from '../../runtime/mongo.ts';
import { type PrismaOptions, prisma } from '../../runtime/prisma.ts';
import { sqlFor } from '../../runtime/sql.ts';
import type { Comparison, Where } from '../../runtime/where.ts';
import { openPrisma, type Prisma } from '../support/prisma.ts';
import { type Database, openEmbedded, openSqlite } from '../support/sql/databases.ts';
import { matches } from '../support/where/matches.ts';
import type { RecordValue } from '../support/where/models.ts';

// A column that a tenant adds lies inside of the object that its name begins with: the adapters ask there, as the
// facade does.

const values: readonly unknown[] = [
  ...['u1', 'u2', '', '5', 'true', '2026-01-31', '2026-02-01', 'soon', '[1]', '["u1"]'],
  ...[0, 1, 5, 5.5, -1, true, false, null, [], ['u1'], ['u2', 5], [null], {}, { x: 'u1' }],
];
const documents: readonly Record<string, unknown>[] = [
  {},
  { custom: null },
  { custom: [] },
  { custom: 'u1' },
  { custom: 5 },
  { custom: {} },
  ...values.map((x) => ({ custom: { x } })),
  ...values.map((x) => ({ custom: [{ x }] })),
  { custom: { x: { y: 'u1' } } },
  { custom: { x: { y: 'u2' } } },
  { custom: { x: [{ y: 'u1' }] } },
];
/** Documents with dotted keys, which no filter for MongoDB can ask for. */
const dotted: readonly Record<string, unknown>[] = [
  { custom: { 'x.y': 'u1' } },
  { custom: { 'x.y': 'u2', x: { y: 'u1' } } },
  { custom: { 'x.y': null, x: { y: 'u1' } } },
];

const own = (name: string): readonly Comparison[] => {
  const property = `custom.${name}`;
  return [
    ...([true, false] as const).map((operand) => ({
      property,
      type: 'string' as const,
      operator: '$exists' as const,
      operand,
    })),
    { property, type: 'string', operator: '$eq', operand: 'u1' },
    { property, type: 'id', operator: '$ne', operand: 'u1' },
    { property, type: 'string', operator: '$in', operand: ['u2', '5', 'true'] },
    { property, type: 'string', operator: '$gt', operand: 'a' },
    { property, type: 'number', operator: '$eq', operand: 5 },
    { property, type: 'number', operator: '$nin', operand: [5, 0] },
    { property, type: 'number', operator: '$gte', operand: 1 },
    { property, type: 'integer', operator: '$lt', operand: 5 },
    { property, type: 'boolean', operator: '$eq', operand: true },
    { property, type: 'boolean', operator: '$ne', operand: true },
    { property, type: 'date', operator: '$eq', operand: '2026-01-31' },
    { property, type: 'date', operator: '$gt', operand: '2026-01-31' },
    { property, type: 'date', operator: '$ne', operand: '2026-01-31' },
    { property, type: 'list', operator: '$eq', operand: 'u1' },
    { property, type: 'list', operator: '$in', operand: [5, 'u1'] },
    { property, type: 'list', operator: '$nin', operand: ['u1'] },
    { property, type: 'list', operator: '$exists', operand: false },
    { property, type: 'object', operator: '$exists', operand: true },
  ];
};
const comparisons = [...own('x'), ...own('x.y')];
const asWhere = (comparison: Comparison): Where => ({
  model: 'Company',
  through: [],
  alternatives: [[comparison]],
});
const expected = (where: Where, all: readonly Record<string, unknown>[]) =>
  all.flatMap((document, at) => (matches(where, document as RecordValue) ? [at] : []));

test('MongoDB finds the documents of which `can` says yes', () => {
  for (const comparison of comparisons) {
    const where = asWhere(comparison);
    const query = new Query({ ...mongo(where) });
    // To mingo, a list with an object in it is no object; MongoDB looks into it, so the filter says that it is none.
    const found = documents.flatMap((document, at) => (query.test(document) ? [at] : []));
    expect([comparison, found]).toEqual([comparison, expected(where, documents)]);
  }
  const text = JSON.stringify(
    mongo(asWhere({ property: 'custom.x', type: 'string', operator: '$eq', operand: 'a' })),
  );
  expect(text).toContain('{"custom":{"$type":"object","$not":{"$type":"array"}}}');
});

test('the options may name a field of its own, and what holds it', () => {
  const where = asWhere({ property: 'custom.x', type: 'string', operator: '$eq', operand: 'a' });
  const apart = mongo(where, { models: { Company: { fields: { 'custom.x': 'customX' } } } });
  expect(Object.keys(apart)).toEqual(['customX']);
  const held = mongo(where, { models: { Company: { fields: { custom: 'extra' } } } });
  expect(JSON.stringify(held)).toContain('"extra.x"');
  expect(prisma(where, { models: { Company: { fields: { 'custom.x': 'customX' } } } })).toEqual({
    customX: { equals: 'a' },
  });
  expect(prisma(where, { models: { Company: { fields: { custom: 'extra' } } } })).toEqual({
    extra: { path: ['x'], equals: 'a' },
  });
  const toSql = sqlFor({
    dialect: 'postgres',
    models: { Company: { table: 'companies', columns: { 'custom.x': 'custom_x' } } },
  });
  expect(toSql(where).text).toBe('("companies"."custom_x" = $1::text)');
});

describe('Prisma', () => {
  let database: Prisma;
  const rows = [...documents, ...dotted];
  const idOf = (at: number) => String(at).padStart(3, '0');
  const options: PrismaOptions = {
    anyNull: AnyNull,
    dbNull: DbNull,
    models: { Company: { fields: { custom: { field: 'extra', type: 'Json' } } } },
  };
  beforeAll(async () => {
    database = await openPrisma();
    for (const [at, { custom }] of rows.entries())
      await database.ask('INSERT INTO "Company" (id, extra) VALUES ($1, $2::text::jsonb)', [
        idOf(at),
        custom === undefined ? null : JSON.stringify(custom),
      ]);
  });
  afterAll(() => database.close());

  test('finds the rows of which `can` says yes', async () => {
    for (const comparison of comparisons) {
      const where = asWhere(comparison);
      if (comparison.type === 'date' && ['$gt', '$ne'].includes(comparison.operator)) {
        expect(() => prisma(where, options)).toThrow('the options must name a field of its own');
        continue;
      }
      const found = await database.find('Company', prisma(where, options));
      expect([comparison, found]).toEqual([comparison, expected(where, rows).map(idOf)]);
      const joined = await database.find('Company', {
        OR: [{ AND: [prisma(where, options)] }, { id: { in: [] } }],
      });
      expect(joined).toEqual(found);
    }
  });

  test('is told of what is null, and of no other type of field', () => {
    const [exists] = own('x');
    const [deep] = own('x.y').slice(2);
    if (!exists || !deep) throw new Error('no such comparison');
    const { models = {} } = options;
    expect(() => prisma(asWhere(exists), { models })).toThrow('`anyNull: Prisma.AnyNull`');
    expect(() => prisma(asWhere(deep), { models })).toThrow('`dbNull: Prisma.DbNull`');
    const typed = { models: { Company: { fields: { custom: { type: 'Int' as const } } } } };
    expect(() => prisma(asWhere(exists), typed)).toThrow('`custom.x` stands in a Json field');
    const misnamed = { models: { Company: { fields: { custom: 'OR' } } } };
    expect(() => prisma(asWhere(exists), misnamed)).toThrow('cannot be the field of `custom.x`');
  });

  test('counts the parameters that a path takes', () => {
    const operand = Array.from({ length: 100 }, (_, at) => `u${at}`);
    const where = asWhere({ property: 'custom.x', type: 'string', operator: '$in', operand });
    expect(() => prisma(where, { parameters: 399 })).toThrow('400 parameters');
    expect(prisma(where, { parameters: 400 })).toHaveProperty('OR');
  });
});

describe.each([
  { name: 'PostgreSQL', dialect: 'postgres', open: openEmbedded, type: 'jsonb' },
  { name: 'SQLite', dialect: 'sqlite', open: openSqlite, type: 'text' },
] as const)('$name', ({ dialect, open, type }) => {
  let database: Database;
  const rows = [...documents, ...dotted];
  beforeAll(async () => {
    database = await open();
    await database.ask(`CREATE TABLE companies (at integer, extra ${type})`);
    for (const [at, { custom }] of rows.entries())
      await database.ask(
        dialect === 'postgres'
          ? 'INSERT INTO companies VALUES ($1, $2::text::jsonb)'
          : 'INSERT INTO companies VALUES (?, ?)',
        [at, custom === undefined ? null : JSON.stringify(custom)],
      );
  });
  afterAll(() => database.close());

  test('finds the rows of which `can` says yes', async () => {
    const toSql = sqlFor({
      dialect,
      models: { Company: { table: 'companies', columns: { custom: 'extra' } } },
    });
    for (const comparison of comparisons) {
      const where = asWhere(comparison);
      const condition = toSql(where);
      const found = await database.ask(
        `SELECT at FROM companies WHERE ${condition.text} ORDER BY at`,
        condition.values,
      );
      expect([comparison, found.map(({ at }) => at)]).toEqual([comparison, expected(where, rows)]);
    }
  });

  test('takes numbers and texts in JSON that nothing holds, without an error', async () => {
    const toSql = sqlFor({
      dialect,
      models: { Company: { table: 'odd', columns: { custom: 'extra' } } },
    });
    await database.ask(`CREATE TABLE odd (at integer, extra ${type})`);
    await database.ask(`INSERT INTO odd VALUES (1, '{"x": 1e400}')`);
    if (dialect === 'sqlite') await database.ask(`INSERT INTO odd VALUES (2, '{"x":')`);
    for (const comparison of comparisons) {
      const { text, values: bound } = toSql(asWhere(comparison));
      await database.ask(`SELECT at FROM odd WHERE ${text}`, bound);
    }
    const { text, values: bound } = toSql(
      asWhere({ property: 'custom.x', type: 'number', operator: '$gte', operand: 1 }),
    );
    expect(await database.ask(`SELECT at FROM odd WHERE ${text}`, bound)).toEqual([]);
  });
});
