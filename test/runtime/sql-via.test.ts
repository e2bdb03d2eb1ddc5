/** @module-tag slow */
import { describe, expect, test } from 'vitest';
import { sqlFor } from '../../runtime/sql.ts';
import type { Comparison, Where } from '../../runtime/where.ts';
import { type Database, openEmbedded, openSqlite } from '../support/sql/databases.ts';

const people = [
  { id: 'p1', team: 'red', rank: 1 },
  { id: 'p2', team: 'red', rank: 5 },
  { id: 'p3', team: 'blue', rank: 5 },
  { id: 'p4', team: null, rank: null },
] as const;
const tasks = Array.from({ length: 17 }, (_, at) => ({ id: `t${at}`, members: at, project: `j${at % 3}` }));
/** A task has the members whose bits its number has; the last has all, and one of them in two rows. */
const membersOf = ({ members }: { readonly members: number }) =>
  members === 16 ? people : people.filter((_, bit) => members & (1 << bit));
const rows = [
  ...tasks.flatMap((task) => membersOf(task).map(({ id }) => [task.id, id] as const)),
  ['t16', 'p1'],
  ['t0', 'nobody'],
] as const;

const models = {
  Person: { table: 'people' },
  Task: {
    table: 'tasks',
    relations: {
      members: {
        model: 'Person',
        from: ['tenant', 'id'],
        via: { table: 'task members', from: ['tenant', 'task'], to: ['tenant', 'person'] },
        to: ['tenant', 'id'],
      },
    },
  },
  Note: { table: 'notes', relations: { task: { model: 'Task', from: 'task', to: 'id' } } },
} as const;
const postgres = sqlFor({ dialect: 'postgres', models });
const sqlite = sqlFor({ dialect: 'sqlite', models });

const red: Comparison = { property: 'team', type: 'string', operator: '$eq', operand: 'red' };
const high: Comparison = { property: 'rank', type: 'integer', operator: '$gte', operand: 5 };
const teamless: Comparison = { property: 'team', type: 'string', operator: '$exists', operand: false };

type Person = (typeof people)[number];
const isRed = ({ team }: Person) => team === 'red';
const isHigh = ({ rank }: Person) => (rank ?? 0) >= 5;

const linked = (
  model: string,
  path: readonly string[],
  alternatives: Comparison[][],
): Exclude<Where, string> => ({
  model,
  through: path.map((step) => (step === 'members' ? { many: step } : step)),
  alternatives,
});

/** Filters with the people of whom one member must be; of several, one for each. */
const cases: readonly (readonly [
  what: string,
  alternatives: Comparison[][][],
  members: readonly ((person: Person) => boolean)[],
])[] = [
  ['one comparison', [[[red]]], [isRed]],
  ['two of one member', [[[red, high]]], [(one) => isRed(one) && isHigh(one)]],
  ['one of two', [[[red], [teamless]]], [(one) => isRed(one) || one.team === null]],
  ['two of a member each', [[[red]], [[high]]], [isRed, isHigh]],
];

const open: Readonly<Record<string, () => Promise<Database>>> = {
  postgres: openEmbedded,
  sqlite: openSqlite,
};

describe.each(Object.entries(open))('a relation by a table between, in %s', (dialect, connect) => {
  const toSql = dialect === 'postgres' ? postgres : sqlite;

  test('selects the records of which a linked one meets what is asked', async () => {
    const database = await connect();
    for (const text of [
      'CREATE TABLE people (tenant text, id text, team text, rank integer)',
      'CREATE TABLE tasks (tenant text, id text)',
      'CREATE TABLE notes (id text, task text)',
      'CREATE TABLE "task members" (tenant text, task text, person text)',
      `INSERT INTO people VALUES ${people.map(({ id, team, rank }) => `('acme', '${id}', ${team ? `'${team}'` : 'NULL'}, ${rank ?? 'NULL'})`).join()}`,
      // People of another tenant have the same ids.
      `INSERT INTO people VALUES ('globex', 'p4', 'red', 9)`,
      `INSERT INTO tasks VALUES ${tasks.map(({ id }) => `('acme', '${id}')`).join()}`,
      `INSERT INTO notes VALUES ${tasks.map(({ id }) => `('n${id}', '${id}')`).join()}`,
      `INSERT INTO "task members" VALUES ${rows.map(([task, person]) => `('acme', '${task}', '${person}')`).join()}`,
    ])
      await database.ask(text);
    for (const [what, alternatives, wanted] of cases)
      for (const [model, table, path] of [
        ['Task', 'tasks', ['members']],
        ['Note', 'notes', ['task', 'members']],
      ] as const) {
        const parts = alternatives.map((one) => linked(model, path, one));
        const [only, more] = parts;
        const where: Where = only && !more ? only : { model, allOf: parts };
        const { text, values } = toSql(where, { from: table });
        const found = await database.ask(`SELECT id FROM ${table} WHERE ${text}`, values);
        const expected = tasks
          .filter((task) => wanted.every((isWanted) => membersOf(task).some(isWanted)))
          .map(({ id }) => (model === 'Task' ? id : `n${id}`));
        expect(expected.length, what).toBeGreaterThan(0);
        expect(expected.length, what).toBeLessThan(tasks.length);
        expect(found.map(({ id }) => id).sort(), `${what} of ${model}`).toEqual(expected.sort());
      }
    await database.close();
  });
});

test('a table between two others is written as one more that is joined', () => {
  expect(postgres(linked('Task', ['members'], [[teamless]]), { from: 't' }).text).toBe(
    'EXISTS (SELECT 1 FROM "task members" AS "through_1"' +
      ' JOIN "people" AS "through_2" ON "through_2"."tenant" = "through_1"."tenant" AND "through_2"."id" = "through_1"."person"' +
      ' WHERE "through_1"."tenant" = "t"."tenant" AND "through_1"."task" = "t"."id" AND ("through_2"."team" IS NULL))',
  );
});

test.each([
  [{ from: ['a', 'b'], to: 'id' }, 'as many columns'],
  [{ from: 'a', to: ['id', 'other'] }, 'as many columns'],
  [{ from: '', to: 'id' }, 'cannot be the name'],
])('says what is wrong with a table between two others: %j', (columns, words) => {
  const via = { table: 'ab', ...columns };
  expect(() =>
    sqlFor({
      dialect: 'sqlite',
      models: {
        B: { table: 'b' },
        A: { table: 'a', relations: { bs: { model: 'B', from: 'id', via, to: 'id' } } },
      },
    }),
  ).toThrow(words);
});
