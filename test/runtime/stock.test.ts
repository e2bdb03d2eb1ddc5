import { type AnyAbility, createMongoAbility, subject } from '@casl/ability';
import { packRules, unpackRules } from '@casl/ability/extra';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { filesOnDisk } from '../../compiler/io/disk.ts';
import type { Compiled } from '../../compiler/model/artifact.ts';
import type { Rule } from '../../compiler/model/rule.ts';
import { filesInMemory } from '../../compiler/text/files.ts';
import { abilityFrom } from '../../runtime/client.ts';
import type { ColumnType, Comparison, Scalar } from '../../runtime/where.ts';
import { abilityOf, sampleUser } from '../support/casl.ts';
import { compiled } from '../support/compiled.ts';
import { filesBelow } from '../support/fixtures.ts';
import { runs } from '../support/random.ts';
import { matches } from '../support/where/matches.ts';
import { toFiles, world } from '../worlds/world.ts';

const properties = {
  owner: 'id',
  name: 'string',
  arr: 'number',
  size: 'integer',
  active: 'boolean',
  due: 'date',
  tags: 'list',
  extra: 'object',
} as const satisfies Readonly<Record<string, ColumnType>>;

type Property = keyof typeof properties;

const operands: Readonly<Record<Property, readonly Scalar[]>> = {
  owner: ['u1', 'u5'],
  name: ['', 'b', 'null', '10', '9'],
  arr: [-1.5, 0, 10],
  size: [-2, 0, 7],
  active: [true, false],
  due: ['2026-01-31', '2026-01-31T12:00:00Z', '0000-01-01'],
  tags: [],
  extra: [],
};

/** Values of the type of each column, and what is none. */
const values: Readonly<Record<Property, readonly unknown[]>> = {
  owner: ['u1', 'u5', 'u9', 'U1'],
  name: ['', 'a', 'b', 'B', 'c', 'null', '10', '9', '0', ' ', '-1'],
  arr: [-1e300, -1.5, -1, -0, 0, 0.5, 9, 10, 11, Number.MAX_VALUE, -Number.MAX_VALUE],
  size: [-3, -2, 0, 6, 7, 8, Number.MAX_SAFE_INTEGER],
  active: [true, false],
  due: ['0000-01-01', '0001-01-01', '2026-01-30', '2026-01-31', '2026-01-31T12:00:00Z', '9999-12-31'],
  tags: [[], ['a'], [''], ['b', 'a'], ['c'], [1], ['1'], [true, 'c'], ['true'], [['a']], [{ a: 'a' }]],
  extra: [{}, { a: null }],
};

const ordered = ['$gt', '$gte', '$lt', '$lte'] as const;

/** Every comparison of every column. */
const comparisons: readonly Comparison[] = (Object.keys(properties) as Property[]).flatMap((property) => {
  const type = properties[property];
  const exists = [true, false].map(
    (operand): Comparison => ({ property, type, operator: '$exists', operand }),
  );
  if (type === 'object') return exists;
  if (type === 'list')
    return [
      ...exists,
      ...(['a', '', 1, true] as const).flatMap((operand) =>
        (['$eq', '$ne'] as const).map((operator): Comparison => ({ property, type, operator, operand })),
      ),
      ...[[], ['a', 'b'], ['b', 1, false]].flatMap((operand) =>
        (operand.length > 0 ? (['$in', '$nin'] as const) : (['$nin'] as const)).map(
          (operator): Comparison => ({ property, type, operator, operand }),
        ),
      ),
    ];
  const bounds = type === 'boolean' ? [] : ordered;
  return [
    ...exists,
    ...(['$in', '$nin'] as const).map((operator): Comparison => {
      return { property, type, operator, operand: operands[property].slice(0, 2) };
    }),
    { property, type, operator: '$nin', operand: [] },
    ...operands[property].flatMap((operand) =>
      (['$eq', '$ne', ...bounds] as const).map(
        (operator): Comparison => ({ property, type, operator, operand }),
      ),
    ),
  ];
});

const source = `
kind: Model
name: Company
family: standard
actions: [view]
portfolio: self
properties:
${Object.entries(properties)
  .map(([name, type]) => `  ${name}: { type: ${type} }`)
  .join('\n')}
---
{ kind: Model, name: Task, family: standard, actions: [view], portfolio: { through: project.company }, relations: { project: { model: Project } } }
---
{ kind: Model, name: Project, actions: [view], relations: { company: { model: Company } } }
---
{ kind: UserType, name: Core, rank: 1, allows: { models: { '*': all } } }
---
{ kind: Tenant, name: acme, ceiling: { models: { '*': all } } }
${comparisons
  .map(
    ({ property, operator, operand }, at) => `---
{ kind: Role, name: role-${at}, userType: Core, portfolio: [{ filter: { ${property}: { ${operator}: ${JSON.stringify(operand)} } } }], grants: { models: { '*': all } } }`,
  )
  .join('\n')}
`;

const whole = compiled(filesInMemory({ 'policies/all.yaml': source }));

/** Stock CASL on the emitted rules of the role of each comparison, after a journey as JSON. */
const stock = comparisons.map((comparison, at) => {
  const row = whole.matrix.rows.find(({ role }) => role.name === `role-${at}`);
  if (!row) throw new Error('no such role');
  const rules = JSON.parse(JSON.stringify(whole.rulesOf(row))) as unknown;
  const says = createMongoAbility(rules as Parameters<typeof createMongoAbility>[0]) as AnyAbility;
  return { comparison, says, strict: abilityFrom(rules) as AnyAbility };
});

const asCompany = (record: object) => subject('Company', { ...record });
const asTask = (company: unknown) => subject('Task', { project: { company } });

/** Where stock CASL, or the ability of a browser, says something else than the language of some values. */
function differences(valuesOf: (property: Property) => readonly unknown[]): readonly string[] {
  const wrong: string[] = [];
  for (const { comparison, says, strict } of stock) {
    const { property } = comparison;
    for (const value of [...valuesOf(property as Property), 'missing'] as const) {
      const record = value === 'missing' ? {} : { id: 1, [property]: value };
      const expected = matches({ model: 'Company', through: [], alternatives: [[comparison]] }, record);
      const answers = [says, strict].flatMap((ability) => [
        ability.can('view', asCompany(record)),
        ability.can('view', asTask(record)),
      ]);
      if (answers.some((answer) => answer !== expected))
        wrong.push(`${JSON.stringify([comparison, record])}: ${answers}, not ${expected}`);
    }
  }
  return wrong;
}

describe('stock CASL reads emitted conditions as the language does', () => {
  test('values of the declared type, null and missing ones, of the record and along a path', () => {
    expect(comparisons.length).toBeGreaterThan(70);
    expect(differences((property) => [...values[property], null])).toEqual([]);
  });

  test('a path that leads nowhere matches nothing', () => {
    for (const { comparison, says, strict } of stock)
      for (const task of [
        {},
        { project: null },
        { project: undefined },
        { project: {} },
        { project: { company: null } },
      ])
        expect(
          [comparison, says, strict].map((one) =>
            'can' in one ? one.can('view', subject('Task', { ...task })) : '',
          ),
        ).toEqual(['', false, false]);
  });

  test('where it says something else, it says no: of a `Date`, of a column that is undefined, of what is no number', () => {
    const others = [undefined, new Date('2026-01-30'), new Date('2027-01-30'), Number.NaN];
    for (const { comparison, says } of stock) {
      // A value of another type, or undefined, is there for `$exists`.
      if (comparison.operator === '$exists') continue;
      if (comparison.type === 'list' && /^\$ni?[en]$/.test(comparison.operator)) continue;
      for (const value of others) {
        if (value instanceof Date && comparison.type !== 'date') continue;
        expect([comparison, value, says.can('view', asCompany({ [comparison.property]: value }))]).toEqual([
          comparison,
          value,
          false,
        ]);
      }
    }
  });

  test('a list that holds null is a list, which is not missing', () => {
    const absent = stock.find(
      ({ comparison: { property, operator, operand } }) =>
        property === 'tags' && operator === '$exists' && operand === false,
    );
    for (const tags of [[null], [null, 'a'], ['a']])
      for (const ability of [absent?.says, absent?.strict])
        expect(ability?.can('view', asCompany({ tags }))).toBe(false);
  });
});

/** Where rules that were packed by CASL decide otherwise than before, in CASL and in a browser. */
function lostByPacking({ matrix, rulesOf }: Compiled): readonly string[] {
  const user = sampleUser(matrix.policy);
  const wrong: string[] = [];
  for (const row of matrix.rows) {
    const rules = abilityOf(rulesOf(row), user).rules as readonly Rule[];
    const packed = packRules(rules as unknown as Parameters<typeof packRules>[0]);
    const sent = decodeURIComponent(encodeURIComponent(JSON.stringify(packed)));
    const unpacked = unpackRules(JSON.parse(sent) as typeof packed);
    const opened = (some: unknown) => [createMongoAbility(some as never), abilityFrom(some)] as const;
    const before = opened(rules) as readonly AnyAbility[];
    const after = opened(unpacked) as readonly AnyAbility[];
    for (const { action, subject: name, property, permission } of matrix.policy.catalog.cells)
      for (const field of [property, 'undeclared', ''])
        for (const [at, ability] of after.entries())
          for (const asked of [name, subject(name, { owner: 'u1' })] as unknown as readonly never[])
            if (ability.can(action, asked, field) !== before[at]?.can(action, asked, field))
              wrong.push(`${row.role.name} ${permission} ${field} ${at}`);
  }
  return wrong;
}

describe('packed rules decide as they did', () => {
  test('in every row of policies/', { tags: ['slow'] }, () =>
    expect(lostByPacking(compiled(filesOnDisk('policies')))).toEqual([]),
  );

  test('an action that reaches no property', () => {
    const { matrix, rulesOf } = compiled(filesBelow('test/compiles/only-system-properties', 'policies'));
    const rules = matrix.rows.flatMap((row) => rulesOf(row)) as unknown as Parameters<typeof packRules>[0];
    const unpacked = unpackRules(packRules(rules));
    for (const ability of [createMongoAbility(unpacked as never), abilityFrom(unpacked)] as AnyAbility[])
      expect(['length', 'note', '', undefined].map((field) => ability.can('update', 'Call', field))).toEqual([
        false,
        false,
        true,
        true,
      ]);
  });

  test('random worlds', { tags: ['slow'] }, () => {
    fc.assert(
      fc.property(world(), (made) => {
        expect(lostByPacking(compiled(filesInMemory(toFiles(made))))).toEqual([]);
      }),
      runs(25),
    );
  });
});
