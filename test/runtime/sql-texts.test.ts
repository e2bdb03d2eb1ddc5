import { describe, expect, test } from 'vitest';
import { mongo } from '../../runtime/mongo.ts';
import { prisma } from '../../runtime/prisma.ts';
import { type PostgresSchema, type SqliteSchema, sqlFor } from '../../runtime/sql.ts';
import type { Comparison, Where } from '../../runtime/where.ts';

const models = {
  Company: { table: 'companies', columns: { owner: 'owner_id' } },
  Project: {
    table: ['work', 'projects'],
    relations: { company: { model: 'Company', from: 'company_id', to: 'id' } },
  },
  Task: {
    table: 'tasks',
    columns: { code: 'task code' },
    relations: {
      project: { model: 'Project', from: 'project_id', to: 'id' },
      parent: { model: 'Task', from: 'parent_id', to: 'id' },
    },
  },
} as const;

const postgres = sqlFor({ dialect: 'postgres', models });
const sqlite = sqlFor({ dialect: 'sqlite', models });

const owner: Comparison = { property: 'owner', type: 'id', operator: '$eq', operand: 'u1' };
const teams: Comparison = { property: 'team', type: 'id', operator: '$in', operand: ['a', 'b'] };
const small: Comparison = { property: 'size', type: 'integer', operator: '$lt', operand: 5 };
const old: Comparison = { property: 'due', type: 'date', operator: '$lte', operand: '2026-01-31' };
const open: Comparison = { property: 'done', type: 'boolean', operator: '$eq', operand: false };
const gone: Comparison = { property: 'code', type: 'string', operator: '$exists', operand: false };

const on = (model: string, through: readonly string[], ...alternatives: Comparison[][]): Where => ({
  model,
  through,
  alternatives,
});

describe('the text of a condition', () => {
  test('of everything and of nothing', () => {
    expect(postgres('all')).toEqual({ text: 'TRUE', values: [] });
    expect(sqlite('none')).toEqual({ text: 'FALSE', values: [] });
  });

  test('names the columns of the table in the query, or of its alias', () => {
    const where = on('Company', [], [owner]);
    expect(postgres(where)).toEqual({ text: '("companies"."owner_id" = $1::text)', values: ['u1'] });
    expect(postgres(where, { from: 'c' }).text).toBe('("c"."owner_id" = $1::text)');
    expect(postgres(where, { from: ['crm', 'c'] }).text).toBe('("crm"."c"."owner_id" = $1::text)');
    expect(sqlite(where)).toEqual({
      text: `(typeof("companies"."owner_id") = 'text' AND "companies"."owner_id" COLLATE BINARY = ?)`,
      values: ['u1'],
    });
  });

  test('has one parameter for a list, and numbers them after those of the query', () => {
    const where = on('Task', [], [open, teams], [small], [gone]);
    expect(postgres(where, { from: 't', values: ['x', 'y', 'z'] })).toEqual({
      text: [
        '("t"."done" = $4::boolean AND "t"."team" = ANY($5::text[])',
        `"t"."size" < $6::int8 AND "t"."size" > '-Infinity'::float8 AND trunc("t"."size") = "t"."size"`,
        '"t"."task code" IS NULL)',
      ].join(' OR '),
      values: [false, ['a', 'b'], 5],
    });
    expect(sqlite(where, { from: 't', values: ['x', 'y', 'z'] })).toEqual({
      text: [
        `(typeof("t"."done") = 'integer' AND "t"."done" IN (?4) AND typeof("t"."team") = 'text' AND ` +
          '"t"."team" COLLATE BINARY IN (SELECT value FROM json_each(?5))',
        `typeof("t"."size") IN ('integer', 'real') AND "t"."size" > -9e999 AND (typeof("t"."size") = 'integer' OR round("t"."size") = "t"."size") AND "t"."size" < ?6`,
        '"t"."task code" IS NULL)',
      ].join(' OR '),
      values: [0, '["a","b"]', 5],
    });
  });

  test('leads along several columns, where ids are unique only within a tenant', () => {
    const toSql = sqlFor({
      dialect: 'postgres',
      models: {
        Company: { table: 'companies' },
        Task: {
          table: 'tasks',
          relations: { company: { model: 'Company', from: ['tenant', 'company_id'], to: ['tenant', 'id'] } },
        },
      },
    });
    expect(toSql(on('Task', ['company'], [open]), { from: 't' }).text).toBe(
      'EXISTS (SELECT 1 FROM "companies" AS "through_1" WHERE "through_1"."tenant" = "t"."tenant" AND ' +
        '"through_1"."id" = "t"."company_id" AND ("through_1"."done" = $1::boolean))',
    );
    for (const [from, to] of [
      [['a', 'b'], 'id'],
      [[], []],
    ] as const)
      expect(() =>
        sqlFor({
          dialect: 'postgres',
          models: {
            Company: { table: 'c' },
            Task: { table: 't', relations: { company: { model: 'Company', from, to } } },
          },
        }),
      ).toThrow('as many columns in `to` as in `from`');
  });

  test('adds its parameters to those of the query, one condition after the other', () => {
    const values: unknown[] = ['acme'];
    const where = on('Task', [], [open, teams]);
    const texts = [where, 'all' as const, where].map((one) => postgres(one, { from: 't', values }).text);
    expect(texts.map((text) => text.match(/\$\d+/g))).toEqual([['$2', '$3'], null, ['$4', '$5']]);
    expect(values).toEqual(['acme', false, ['a', 'b'], false, ['a', 'b']]);
  });

  test('has a date as an instant in UTC, and as text where a column has text', () => {
    expect(postgres(on('Task', [], [old]), { from: 't' })).toEqual({
      text:
        '((ARRAY["t"."due"] = NULL::timestamptz[]) IS NULL AND "t"."due" < $1::timestamptz' +
        ` AND "t"."due" > '-infinity'::timestamptz)`,
      values: ['2026-01-31T00:00:00.001Z'],
    });
    expect(sqlite(on('Task', [], [old]), { from: 't' })).toEqual({
      text:
        `(typeof("t"."due") = 'text' AND "t"."due" COLLATE BINARY <= ?` +
        ` AND "t"."due" GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]*')`,
      values: ['2026-01-31'],
    });
  });

  test('goes through relations once for all alternatives', () => {
    expect(postgres(on('Task', ['project', 'company'], [owner], [small, teams]), { from: 't' }).text).toBe(
      'EXISTS (SELECT 1 FROM "work"."projects" AS "through_1"' +
        ' JOIN "companies" AS "through_2" ON "through_2"."id" = "through_1"."company_id"' +
        ' WHERE "through_1"."id" = "t"."project_id"' +
        ' AND ("through_2"."owner_id" = $1::text' +
        ` OR "through_2"."size" < $2::int8 AND "through_2"."size" > '-Infinity'::float8` +
        ` AND trunc("through_2"."size") = "through_2"."size"` +
        ' AND "through_2"."team" = ANY($3::text[])))',
    );
  });

  test('gives names inside that are not the name outside', () => {
    const text = (from: string) => postgres(on('Task', ['parent'], [small]), { from }).text;
    expect(text('tasks')).toContain(
      'FROM "tasks" AS "through_1" WHERE "through_1"."id" = "tasks"."parent_id"',
    );
    expect(text('through_1')).toContain('AS "beyond_1" WHERE "beyond_1"."id" = "through_1"."parent_id"');
    expect(text('Through_1')).toContain('AS "beyond_1" WHERE "beyond_1"."id" = "Through_1"."parent_id"');
  });
});

describe('what no record meets', () => {
  const nothing: readonly (readonly [string, Where])[] = [
    ['an empty list', on('Task', [], [{ ...teams, operand: [] } as Comparison])],
    ['a value of another type', on('Task', [], [{ ...owner, operand: 5 } as Comparison])],
    ['a list of another type', on('Task', [], [{ ...teams, operand: [5, true] } as Comparison])],
    ['a text for a number', on('Task', [], [{ ...small, operand: '5' } as Comparison])],
    ['NaN', on('Task', [], [{ ...small, operand: Number.NaN } as Comparison])],
    ['more than true', on('Task', [], [{ ...open, operator: '$gt' } as Comparison])],
    ['a date that is none', on('Task', [], [{ ...old, operand: 'soon' } as Comparison])],
    ['NUL', on('Task', [], [{ ...owner, operand: 'u\0' } as Comparison])],
    ['half a surrogate pair', on('Task', [], [{ ...owner, operand: 'u\ud83d' } as Comparison])],
    ['no comparison', on('Task', [], [])],
    ['no alternative', on('Task', [])],
  ];

  test.for(nothing)('%s', ([, where]) => {
    for (const { text, values } of [postgres(where), sqlite(where)]) {
      expect(text).toContain('FALSE');
      expect(text).not.toContain(' OR ');
      expect(values).toEqual([]);
    }
  });
});

describe('what a programmer is told', () => {
  const cases: readonly (readonly [string, string, () => unknown])[] = [
    ['a model that is missing', 'the model `Invoice`', () => postgres(on('Invoice', [], [owner]))],
    [
      'even where another table is named',
      'the model `Invoice`',
      () => postgres(on('Invoice', [], [owner]), { from: 't' }),
    ],
    [
      'a relation that is missing',
      'the relation `owner` of the model `Task`',
      () => postgres(on('Task', ['owner'], [owner])),
    ],
    [
      'a second step that is missing',
      'the relation `parent` of the model `Project`',
      () => sqlite(on('Task', ['project', 'parent'], [owner])),
    ],
    [
      'what every object has is no model',
      'the model `constructor`',
      () => postgres(on('constructor', [], [owner])),
    ],
    ['nor a relation', 'the relation `__proto__`', () => postgres(on('Task', ['__proto__'], [owner]))],
    [
      'a relation to nowhere',
      'the model `B`',
      () =>
        sqlFor({
          dialect: 'postgres',
          models: { A: { table: 'a', relations: { b: { model: 'B', from: 'b', to: 'id' } } } },
        }),
    ],
    [
      'a name with NUL',
      'cannot be the name',
      () => sqlFor({ dialect: 'sqlite', models: { A: { table: 'a\0b' } } }),
    ],
    ['an empty name', 'cannot be the name', () => postgres(on('Task', [], [owner]), { from: '' })],
    [
      'a property with NUL',
      'cannot be the name',
      () => postgres(on('Task', [], [{ ...owner, property: 'a\0' }])),
    ],
    [
      'a dialect',
      '`mysql` is unknown',
      () => sqlFor({ dialect: 'mysql', models: {} } as unknown as PostgresSchema),
    ],
    [
      'a type',
      'the type `uuid`, which is unknown to sqlite',
      () =>
        sqlFor({
          dialect: 'sqlite',
          models: { A: { table: 'a', columns: { b: { column: 'b', type: 'uuid' } } } },
        } as unknown as SqliteSchema),
    ],
    [
      'a type that cannot hold the property',
      '`due` is of the type date',
      () =>
        sqlFor({
          dialect: 'postgres',
          models: { Task: { table: 't', columns: { due: { column: 'due', type: 'uuid' } } } },
        })(on('Task', [], [old])),
    ],
  ];

  test.for(cases)('%s', ([, message, act]) => {
    expect(act).toThrow(message);
  });

  const untyped = (from: unknown) => from as never;
  const where = on('Task', [], [owner]);
  const inJavaScript: readonly (readonly [string, () => unknown])[] = [
    [
      '`sqlFor` takes a schema as `{ dialect, models }`, and was given undefined',
      () => sqlFor(untyped(undefined)),
    ],
    ['The schema must have `models`', () => sqlFor(untyped({ dialect: 'sqlite' }))],
    [
      'The model `A` must be an object with a `table`',
      () => sqlFor(untyped({ dialect: 'sqlite', models: { A: 'a' } })),
    ],
    ['The model `A` must have a `table`', () => sqlFor(untyped({ dialect: 'sqlite', models: { A: {} } }))],
    [
      'The model `A` must have a `table`',
      () => sqlFor(untyped({ dialect: 'sqlite', models: { A: { table: ['a'] } } })),
    ],
    [
      'The `columns` of the model `A` must be an object, and are null',
      () => sqlFor(untyped({ dialect: 'sqlite', models: { A: { table: 'a', columns: null } } })),
    ],
    [
      '`A.b` must be the name of a column',
      () => sqlFor(untyped({ dialect: 'sqlite', models: { A: { table: 'a', columns: { b: null } } } })),
    ],
    [
      'The relation `b` of the model `A` must be',
      () => sqlFor(untyped({ dialect: 'sqlite', models: { A: { table: 'a', relations: { b: 'B' } } } })),
    ],
    ['`toSql` takes what `policy.where` gives, and was given undefined', () => postgres(untyped(undefined))],
    ['`toSql` takes what `policy.where` gives, and was given "All"', () => postgres(untyped('All'))],
    ['`toSql` takes what `policy.where` gives', () => sqlite(untyped({ rules: [], can: () => true }))],
    [
      '`toSql` takes what `policy.where` gives',
      () => sqlite(untyped({ ...(where as object), alternatives: [owner] })),
    ],
    [
      '`toSql` takes a query as `{ from, values }`, and was given a list',
      () => postgres(where, untyped(['acme'])),
    ],
    ['`toSql` takes a query as `{ from, values }`, and was given null', () => postgres('all', untyped(null))],
    ['The `values` of a query are a list of parameters', () => postgres(where, untyped({ values: 'acme' }))],
    ['`mongo` takes what `policy.where` gives, and was given "All"', () => mongo(untyped('All'))],
    ['`prisma` takes what `policy.where` gives, and was given undefined', () => prisma(untyped(undefined))],
    [
      '`prisma` takes what `policy.where` gives, and was given a function',
      () => prisma(untyped(() => 'all')),
    ],
  ];

  test.for(inJavaScript)('without types: %s', ([message, act]) => {
    expect(act).toThrow(message);
  });

  test('a property named like what every object has is a column of that name', () => {
    for (const property of ['constructor', '__proto__', 'toString'])
      expect(postgres(on('Task', [], [{ ...owner, property }]), { from: 't' }).text).toBe(
        `("t"."${property}" = $1::text)`,
      );
  });
});
