import { describe, expect, test } from 'vitest';
import { type Condition, dnf, matches, reaches } from './conditions.ts';

const all = ['create', 'view', 'update', 'remove', 'export'];

describe('sections 4 and 6: conditions', () => {
  const user = { id: 'u1', team: ['u1', 'u2'] };
  const table: readonly [
    condition: Condition,
    record: Readonly<Record<string, unknown>>,
    expected: boolean,
  ][] = [
    [{ owner: 'u1' }, { owner: 'u1' }, true],
    [{ owner: { $user: 'id' } }, { owner: 'u1' }, true],
    [{ owner: { $eq: { $user: 'id' } } }, { owner: 'u2' }, false],
    [{ owner: { $user: 'absent' } }, {}, false],
    [{ owner: { $in: { $user: 'team' } } }, { owner: 'u2' }, true],
    [{ owner: { $in: { $user: 'absent' } } }, { owner: 'u2' }, false],
    [{ level: { $in: [1, 2] } }, { level: '1' }, false],
    [{ level: '1' }, { level: 1 }, false],
    [{ level: { $gt: 1 } }, { level: 1 }, false],
    [{ level: { $gte: 1 } }, { level: 1 }, true],
    [{ level: { $lt: 1 } }, { level: null }, false],
    [{ level: { $lte: 1 } }, {}, false],
    [{ level: { $gt: 1, $lt: 3 } }, { level: 2 }, true],
    [{ since: { $gt: '2026-12-31' } }, { since: '2027-01-01' }, true],
    [{ since: { $gt: 1 } }, { since: '2027-01-01' }, false],
    [{ owner: { $exists: true } }, { owner: null }, false],
    [{ owner: { $exists: false } }, {}, true],
    [{ toString: { $exists: true } }, {}, false],
    [{ $or: [{ owner: 'u1' }, { owner: 'u2' }] }, { owner: 'u2' }, true],
    [{ $and: [{ owner: 'u1' }, { level: 1 }] }, { owner: 'u1', level: 2 }, false],
    [{ owner: 'u1', $or: [{ level: 1 }, { level: 2 }] }, { owner: 'u1', level: 2 }, true],
  ];
  test.each(table)('%j on %j is %j', (condition, record, expected) => {
    expect(matches(condition, record, user)).toBe(expected);
    expect(byAlternatives(condition, record, user)).toBe(expected);
  });

  const types = {
    columns: { due: 'date', name: 'string', level: 'number' },
    attributes: { since: 'date', rank: 'integer' },
  } as const;
  test.each<readonly [condition: Condition, record: Readonly<Record<string, unknown>>, expected: boolean]>([
    // A `Date` is an instant, text is text: an hour earlier may be a text that is later.
    [{ due: { $gte: '2026-01-31T00:00:00+02:00' } }, { due: new Date('2026-01-30T22:00:00Z') }, true],
    [{ due: { $gte: '2026-01-31T00:00:00+02:00' } }, { due: new Date('2026-01-30T21:59:59Z') }, false],
    [{ due: { $gte: '2026-01-31T00:00:00+02:00' } }, { due: '2026-01-30T23:00:00Z' }, false],
    [{ due: { $lt: '2026-01-31T00:00:00+02:00' } }, { due: '2026-01-30T23:00:00Z' }, true],
    [{ due: '2026-01-31' }, { due: new Date('2026-01-31T00:00:00Z') }, true],
    [{ due: '2026-01-31' }, { due: '2026-01-31T00:00:00Z' }, false],
    [{ due: { $in: ['2026-01-31T02:00+02:00', '2027-01-01'] } }, { due: new Date('2026-01-31') }, true],
    [{ due: { $gte: '2026-01-31' } }, { due: 'zzz' }, false],
    [{ name: { $gte: '2026-01-31' } }, { name: 'zzz' }, true],
    [{ name: { $gte: '2026-01-31' } }, { name: new Date('2026-02-01') }, false],
    [{ due: { $gt: { $user: 'since' } } }, { due: new Date('2026-01-30T22:00:00.001Z') }, true],
    [{ due: { $gt: { $user: 'since' } } }, { due: '2026-01-30T21:00:00Z' }, false],
    [{ level: { $gt: { $user: 'rank' } } }, { level: 2 }, false],
    // Text is ordered by code point, where JavaScript puts what is above U+FFFF before U+E000.
    [{ name: { $gt: '\uffff' } }, { name: '\u{10000}' }, true],
    [{ name: { $lt: '\u{10000}' } }, { name: '\ue000' }, true],
    [{ name: { $lte: 'eu/\u{10ffff}' } }, { name: 'eu/\uffff' }, true],
  ])('with types, %j on %j is %j', (condition, record, expected) => {
    const someone = { since: new Date('2026-01-30T22:00:00Z'), rank: 1.5 };
    expect(matches(condition, record, someone, '', types)).toBe(expected);
  });

  test('alternatives multiply under `$and` and add up under `$or`', () => {
    expect(dnf({ a: 1, $and: [{ $or: [{ b: 2 }, { c: { $gt: 3, $lt: 5 } }] }] })).toEqual([
      [
        ['a', '$eq', 1],
        ['b', '$eq', 2],
      ],
      [
        ['a', '$eq', 1],
        ['c', '$gt', 3],
        ['c', '$lt', 5],
      ],
    ]);
  });

  test('a portfolio limits each model as it says', () => {
    const documents = [
      {
        kind: 'Model',
        name: 'Company',
        actions: all,
        portfolio: 'self',
        properties: { owner: { type: 'id' } },
      },
      { kind: 'Model', name: 'Call', actions: all, portfolio: { through: 'company' } },
      { kind: 'Model', name: 'Task', actions: all },
      { kind: 'Portfolio', name: 'own', on: 'Company', reach: { owner: { $user: 'id' } } },
      { kind: 'Portfolio', name: 'every', on: 'Company', reach: 'all' },
    ];
    const mine = { portfolio: ['own'] };
    const theirs = { owner: 'u2', company: { owner: 'u2' } };
    expect(reaches(documents, mine, 'Company', 'view', theirs, user)).toBe(false);
    expect(reaches(documents, mine, 'Company', 'view', { owner: 'u1' }, user)).toBe(true);
    expect(reaches(documents, mine, 'Company', 'create', theirs, user)).toBe(true);
    expect(reaches(documents, mine, 'Call', 'create', theirs, user)).toBe(false);
    expect(reaches(documents, mine, 'Call', 'create', { company: { owner: 'u1' } }, user)).toBe(true);
    expect(reaches(documents, mine, 'Call', 'view', { owner: 'u1' }, user)).toBe(false);
    expect(reaches(documents, mine, 'Task', 'view', {}, user)).toBe(true);
    expect(reaches(documents, { portfolio: ['own', 'every'] }, 'Call', 'view', {}, user)).toBe(true);
    expect(
      reaches(documents, { portfolio: [{ filter: { owner: 'u2' } }] }, 'Call', 'view', theirs, user),
    ).toBe(true);
  });
});

/** A condition read through its alternatives: another way to the answer of `matches`. */
function byAlternatives(condition: Condition, record: unknown, user: Condition): boolean {
  return dnf(condition).some((alternative) =>
    alternative.every(([field, operator, operand]) =>
      matches({ [field]: { [operator]: operand } }, record, user),
    ),
  );
}
