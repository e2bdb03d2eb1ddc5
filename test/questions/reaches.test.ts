import { describe, expect, test } from 'vitest';
import { readPolicy } from '../../compiler/compile.ts';
import { compilePolicy } from '../../compiler/compile-policy.ts';
import type { Matrix } from '../../compiler/model/matrix.ts';
import { diff } from '../../compiler/questions/diff.ts';
import { filesInMemory } from '../../compiler/text/files.ts';

interface Policy {
  readonly filter: object;
  readonly properties?: object;
  readonly attributes?: object;
  readonly through?: string;
}

const properties = {
  due: { type: 'date' },
  name: { type: 'string' },
  size: { type: 'number' },
  floors: { type: 'integer' },
  open: { type: 'boolean' },
  owner: { type: 'id' },
  tags: { type: 'list' },
};
const attributes = {
  id: { type: 'id' },
  since: { type: 'date' },
  level: { type: 'number' },
  team: { type: 'list' },
};

/** A policy of one role whose filter selects companies, and calls through them. */
function filesOf({ filter, through = 'company', ...types }: Policy): Readonly<Record<string, string>> {
  const company = {
    kind: 'Model',
    name: 'Company',
    actions: ['view'],
    portfolio: 'self',
    properties: types.properties ?? properties,
  };
  const relations = { company: { model: 'Company' }, parent: { model: 'Company' } };
  const documents = [
    company,
    { kind: 'Model', name: 'Call', actions: ['view'], portfolio: { through }, relations },
    { kind: 'Principal', attributes: types.attributes ?? attributes },
    { kind: 'UserType', name: 'Core', rank: 1, allows: { models: { '*': 'all' } } },
    { kind: 'Tenant', name: 'acme', ceiling: { models: { '*': 'all' } } },
    {
      kind: 'Role',
      name: 'csm',
      userType: 'Core',
      portfolio: [{ filter }],
      grants: { models: { Company: 'all', Call: 'all' } },
    },
  ];
  return Object.fromEntries(documents.map((one, at) => [`policies/${at}.yaml`, JSON.stringify(one)]));
}

function matrixFrom(policy: Policy): Matrix {
  const { policy: linked, diagnostics } = readPolicy(filesInMemory(filesOf(policy)), 'policies');
  if (!linked) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return compilePolicy(linked).matrix;
}

/** Returns the change in the reach of a call from one policy to another; expects the opposite change if they are swapped. */
function relation(before: Policy, after: Policy): string {
  const between = (base: Policy, head: Policy) =>
    diff(matrixFrom(base), matrixFrom(head)).changes.find(({ permission }) => permission === 'Call:view')
      ?.kind ?? 'same';
  const mirrored = { same: 'same', widened: 'narrowed', narrowed: 'widened', shifted: 'shifted' };
  const found = between(before, after);
  expect(between(after, before)).toBe(mirrored[found as keyof typeof mirrored]);
  return found;
}

const last = '\u{10ffff}';

describe('what a condition reaches after a change', () => {
  test.each<readonly [before: object, after: object, expected: string]>([
    // Dates: an instant earlier may be a text that is later.
    [{ due: { $gte: '2026-01-30T23:00:00Z' } }, { due: { $gte: '2026-01-31T00:00:00+02:00' } }, 'shifted'],
    [{ due: { $gte: '2026-01-31T00:00:00Z' } }, { due: { $gte: '2026-01-31T02:00:00+02:00' } }, 'shifted'],
    [{ due: { $lt: '2026-01-31T00:00:00+02:00' } }, { due: { $lt: '2026-03-31T00:00:00-01:00' } }, 'shifted'],
    [{ due: { $lt: '2026-01-31T00:00:00+02:00' } }, { due: { $lt: '2026-03-31T00:00:00+02:00' } }, 'widened'],
    [{ due: { $gte: '2026-01-30' } }, { due: { $gte: '2026-01-31T00:00:00Z' } }, 'narrowed'],
    [{ due: { $gte: '2026-01-30' } }, { due: { $gt: '2026-01-30' } }, 'narrowed'],
    [{ due: '2026-01-30' }, { due: '2026-01-30T00:00:00Z' }, 'shifted'],
    [{ due: '2026-01-30' }, { due: { $in: ['2026-01-30', '2026-01-30T00:00:00+01:00'] } }, 'widened'],
    [{ due: { $gte: '2026-01-30T10:00:00.5Z' } }, { due: { $gte: '2026-01-30T10:00:00.50Z' } }, 'widened'],
    // Text is ordered by code point, not by the units of JavaScript.
    [{ name: { $lt: 'eu/\uffff' } }, { name: { $lt: `eu/${last}` } }, 'widened'],
    [{ name: { $gte: 'eu/\uffff' } }, { name: { $gte: 'eu/\u{10000}' } }, 'narrowed'],
    [{ name: '\u{10000}' }, { name: { $gt: '\uffff' } }, 'widened'],
    [{ name: { $gte: '' } }, { $or: [{ name: { $lt: 'x' } }, { name: { $gte: 'x' } }] }, 'same'],
    [{ name: 'Eu' }, { name: 'eu' }, 'shifted'],
    [{ name: { $gt: 'a' } }, { name: { $gte: 'a\0' } }, 'same'],
    // Numbers, booleans, null and missing.
    [{ size: 0 }, { size: -0 }, 'same'],
    [{ size: { $gt: 9 } }, { size: { $gt: 10 } }, 'narrowed'],
    [{ size: { $gte: 5, $lte: 5 } }, { size: 5 }, 'same'],
    [{ size: { $in: [1, 2] } }, { size: { $gte: 1 } }, 'widened'],
    [{ $or: [{ size: { $lt: 5 } }, { size: { $gte: 3 } }] }, { size: { $exists: true } }, 'widened'],
    [
      { $or: [{ size: { $lt: 5 } }, { size: { $gte: 3 } }] },
      { $or: [{ size: { $lt: 9 } }, { size: { $gte: 9 } }] },
      'same',
    ],
    [{ floors: { $gt: 5 } }, { floors: { $gte: 6 } }, 'same'],
    [{ size: { $gt: 5 } }, { size: { $gte: 6 } }, 'narrowed'],
    [{ floors: { $in: [1, 2, 3] } }, { floors: { $gte: 1, $lt: 4 } }, 'same'],
    [{ open: { $in: [true, false] } }, { open: { $exists: true } }, 'widened'],
    [{ open: { $exists: false } }, { open: false }, 'shifted'],
    [
      {
        $or: [
          { open: true, size: 1 },
          { open: false, size: 1 },
        ],
      },
      { open: { $in: [true, false] }, size: 1 },
      'same',
    ],
    // Values that differ, and items of lists.
    [{ size: 1 }, { size: { $ne: 1 } }, 'shifted'],
    [{ size: 1 }, { size: { $ne: 2 } }, 'widened'],
    [{ size: { $ne: 2 } }, { size: { $exists: true } }, 'widened'],
    [{ size: { $nin: [1, 2] } }, { size: { $ne: 2 } }, 'widened'],
    [{ open: { $ne: true } }, { open: false }, 'same'],
    [{ $or: [{ name: 'a' }, { name: { $ne: 'a' } }] }, { name: { $gte: '' } }, 'same'],
    [{ due: { $ne: '2026-01-31' } }, { due: { $ne: '2026-01-31T02:00:00+02:00' } }, 'shifted'],
    [{ owner: { $ne: { $user: 'id' } } }, { owner: { $gt: { $user: 'id' } } }, 'narrowed'],
    [{ owner: { $nin: { $user: 'team' } } }, { owner: { $nin: [] } }, 'widened'],
    [
      { $or: [{ owner: { $in: { $user: 'team' } } }, { owner: { $nin: { $user: 'team' } } }] },
      { size: { $in: { $user: 'team' } }, owner: { $nin: [] } },
      'shifted',
    ],
    [{ tags: 'a' }, { tags: { $in: ['a', 'b'] } }, 'widened'],
    [{ tags: { $in: ['a', 'b'] } }, { $or: [{ tags: 'a' }, { tags: 'b' }] }, 'same'],
    [{ $or: [{ tags: 'a' }, { tags: { $ne: 'a' } }] }, { tags: { $nin: [] } }, 'same'],
    [{ tags: { $nin: [] } }, { tags: { $exists: true } }, 'widened'],
    [{ $and: [{ tags: 'a' }, { tags: 'b' }] }, { tags: 'b' }, 'widened'],
    [{ tags: { $nin: ['a', 'b'] } }, { tags: { $ne: 'a' } }, 'widened'],
    [{ tags: { $user: 'id' } }, { tags: { $in: { $user: 'team' } } }, 'shifted'],
    [{ tags: '1' }, { tags: 1 }, 'shifted'],
    // Reaches that only the signed-in user decides.
    [{ owner: { $user: 'id' } }, { owner: { $gte: { $user: 'id' } } }, 'widened'],
    [{ owner: { $user: 'id' } }, { owner: { $in: { $user: 'team' } } }, 'shifted'],
    [{ owner: { $user: 'id' } }, { owner: { $user: 'id' }, name: { $exists: true } }, 'narrowed'],
    [{ size: { $lt: { $user: 'level' } } }, { size: { $lte: { $user: 'level' } } }, 'widened'],
    [{ due: { $gte: { $user: 'since' } } }, { due: { $exists: true } }, 'widened'],
    [
      { owner: { $in: { $user: 'team' } } },
      {
        $or: [
          { owner: { $in: { $user: 'team' } }, size: { $exists: true } },
          { owner: { $in: { $user: 'team' } }, size: { $exists: false } },
        ],
      },
      'same',
    ],
  ])('%j to %j is %s', (before, after, expected) => {
    expect(relation({ filter: before }, { filter: after })).toBe(expected);
  });

  const typed = (name: string, type: string) => ({ ...properties, [name]: { type } });
  const given = (name: string, type: string) => ({ ...attributes, [name]: { type } });
  test.each<readonly [what: string, before: Policy, after: Policy, expected: string]>([
    [
      'a property that is a date and becomes text',
      { filter: { due: { $gte: '2026-01-30' } } },
      { filter: { due: { $gte: '2026-01-30' } }, properties: typed('due', 'string') },
      'shifted',
    ],
    [
      'a day that becomes text, between two of which all texts begin like a date',
      { filter: { due: { $gte: '2026-01-30', $lt: '2026-01-31' } } },
      { filter: { due: { $gte: '2026-01-30', $lt: '2026-01-31' } }, properties: typed('due', 'string') },
      'narrowed',
    ],
    [
      'days that become text, between which there are other texts',
      { filter: { due: { $gte: '2026-01-30', $lt: '2026-02-01' } } },
      { filter: { due: { $gte: '2026-01-30', $lt: '2026-02-01' } }, properties: typed('due', 'string') },
      'shifted',
    ],
    [
      'text after all dates that becomes a date',
      { filter: { name: { $gt: 'A' } } },
      { filter: { name: { $gt: '9999-12-31' } }, properties: typed('name', 'date') },
      'shifted',
    ],
    [
      'one text that becomes a date',
      { filter: { name: '2026-01-30' } },
      { filter: { name: '2026-01-30' }, properties: typed('name', 'date') },
      'widened',
    ],
    [
      'a property of which it only matters whether it is there',
      { filter: { due: { $exists: true } } },
      { filter: { due: { $exists: true } }, properties: typed('due', 'string') },
      'same',
    ],
    [
      'an id that becomes text',
      { filter: { owner: { $user: 'id' } } },
      { filter: { owner: { $user: 'id' } }, properties: typed('owner', 'string') },
      'same',
    ],
    [
      'an attribute that has to be an integer',
      { filter: { size: { $gte: { $user: 'level' } } } },
      { filter: { size: { $gte: { $user: 'level' } } }, attributes: given('level', 'integer') },
      'narrowed',
    ],
    [
      'a date and an attribute that become text',
      { filter: { due: { $user: 'since' } } },
      {
        filter: { due: { $user: 'since' } },
        properties: typed('due', 'string'),
        attributes: given('since', 'string'),
      },
      'shifted',
    ],
    [
      'an attribute that nothing reads',
      { filter: { owner: 'u1' } },
      { filter: { owner: 'u1' }, attributes: given('level', 'integer') },
      'same',
    ],
    [
      'a property more, with which something else counts as a record that lacks an owner',
      { filter: { owner: { $exists: false } } },
      { filter: { owner: { $exists: false } }, properties: { ...properties, extra: { type: 'string' } } },
      'widened',
    ],
    [
      'another property in its place',
      { filter: { owner: { $exists: false } }, properties: { ...properties, one: { type: 'string' } } },
      { filter: { owner: { $exists: false } }, properties: { ...properties, two: { type: 'string' } } },
      'shifted',
    ],
    [
      'a property more, where something is there too',
      { filter: { owner: { $exists: false }, size: 5 } },
      {
        filter: { owner: { $exists: false }, size: 5 },
        properties: { ...properties, extra: { type: 'string' } },
      },
      'same',
    ],
    ['another path', { filter: { owner: 'u1' } }, { filter: { owner: 'u1' }, through: 'parent' }, 'shifted'],
    [
      'another path, whatever is at its end',
      { filter: { $or: [{ owner: { $exists: true } }, { owner: { $exists: false } }] } },
      {
        filter: { $or: [{ owner: { $exists: true } }, { owner: { $exists: false } }] },
        through: 'parent',
      },
      'shifted',
    ],
  ])('%s', (_, before, after, expected) => {
    expect(relation(before, after)).toBe(expected);
  });
});

describe('a condition', () => {
  const codes = (filter: object) =>
    readPolicy(filesInMemory(filesOf({ filter })), 'policies').diagnostics.map(({ code }) => code);
  test.each<readonly [filter: object, holds: boolean]>([
    [{ due: { $gte: '2026-01-31T00:00:00Z', $lte: '2026-01-31T02:00:00+02:00' } }, true],
    [{ due: { $gte: '2026-01-31T02:00:00+02:00', $lte: '2026-01-31T00:00:00Z' } }, true],
    [{ due: { $gt: '2026-01-31T02:00:00+02:00', $lte: '2026-01-31T00:00:00Z' } }, false],
    [{ due: { $gte: '2026-02-01', $lte: '2026-01-31T00:00:00+02:00' } }, false],
    [{ $and: [{ due: '2026-01-31' }, { due: '2026-01-31T00:00:00Z' }] }, true],
    [{ $and: [{ due: '2026-01-31' }, { due: '2026-01-31T00:00:00+02:00' }] }, false],
    [
      {
        $and: [
          { due: { $in: ['2026-01-31T02:00:00+02:00', '2026-02-01'] } },
          { due: { $lt: '2026-01-31T00:00:01Z' } },
        ],
      },
      true,
    ],
    [{ name: { $gte: '2026-01-31T00:00:00+02:00', $lt: '2026-01-30T23:30:00Z' } }, false],
    [{ name: { $gt: '\uffff', $lt: '\u{10000}' } }, true],
    [{ name: { $gt: '\u{10000}', $lt: '\uffff' } }, false],
    [{ size: { $gt: 1, $lt: 1 } }, false],
    [{ size: { $gte: 0, $lte: -0 } }, true],
    [{ $and: [{ size: 1 }, { size: { $ne: 1 } }] }, false],
    [{ open: { $nin: [true, false] } }, false],
    [{ size: { $nin: [] } }, true],
    [{ due: { $in: ['2026-01-31'], $ne: '2026-01-31T00:00:00Z' } }, true],
    [{ $and: [{ tags: 'a' }, { tags: 'b' }] }, true],
    [{ $and: [{ tags: { $in: ['a', 'b'] } }, { tags: { $nin: ['b', 'a'] } }] }, false],
    [{ $and: [{ tags: { $in: ['a', 'b'] } }, { tags: { $ne: 'a' } }] }, true],
  ])('%j can hold: %s', (filter, holds) => {
    expect(codes(filter).includes('condition-never-holds')).toBe(!holds);
  });
});
