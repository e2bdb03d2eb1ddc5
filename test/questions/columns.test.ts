import { expect, test } from 'vitest';
import { readPolicy } from '../../compiler/compile.ts';
import { compilePolicy } from '../../compiler/compile-policy.ts';
import type { Matrix } from '../../compiler/model/matrix.ts';
import { diff } from '../../compiler/questions/diff.ts';
import { filesInMemory } from '../../compiler/text/files.ts';

/** A policy in which a role may view and export notes, which have these properties. */
function matrixFrom(properties: object | undefined): Matrix {
  const layer = { models: { '*': 'all' } };
  const documents = [
    { kind: 'Model', name: 'Note', actions: ['view', 'export', 'remove'], ...(properties && { properties }) },
    { kind: 'Portfolio', name: 'everything', on: 'Note', reach: 'all' },
    { kind: 'UserType', name: 'Core', rank: 1, allows: layer },
    { kind: 'Tenant', name: 'acme', ceiling: layer },
    {
      kind: 'Role',
      name: 'csm',
      userType: 'Core',
      portfolio: ['everything'],
      grants: { models: { Note: 'all' } },
    },
  ];
  return compileAll(documents);
}

function compileAll(documents: readonly object[]): Matrix {
  const files = documents.map((one, at) => [`policies/${at}.yaml`, JSON.stringify(one)]);
  const { policy } = readPolicy(filesInMemory(Object.fromEntries(files)), 'policies');
  if (!policy) throw new Error('a policy with mistakes');
  return compilePolicy(policy).matrix;
}

test.each([
  [
    'loses its last property opens every column',
    { body: { type: 'string' } },
    undefined,
    ['widened Note:export', 'lost Note.body:view', 'widened Note:view'],
  ],
  [
    'has its first property lists its columns',
    undefined,
    { body: { type: 'string' } },
    ['narrowed Note:export', 'gained Note.body:view', 'narrowed Note:view'],
  ],
  [
    'loses one of several properties loses that one',
    { body: { type: 'string' }, kind: { type: 'string' } },
    { body: { type: 'string' } },
    ['lost Note.kind:view'],
  ],
] as const)('a model that %s', (_, before, after, expected) => {
  const { changes } = diff(matrixFrom(before), matrixFrom(after));
  expect(changes.map(({ kind, permission }) => `${kind} ${permission}`).sort()).toEqual([...expected].sort());
});

test.each([
  [true, { owner: { type: 'id' }, size: { type: 'integer' } }, { owner: { type: 'id' } }, 'narrowed'],
  [true, { owner: { type: 'id' } }, { owner: { type: 'id' }, size: { type: 'integer' } }, 'widened'],
  [false, { owner: { type: 'id' }, size: { type: 'integer' } }, { owner: { type: 'id' } }, 'narrowed'],
] as const)(
  'what asks only for what a linked record lacks, of many (%s), reaches other records where properties came or went',
  (many, before, after, kind) => {
    const matrixOf = (properties: object): Matrix => {
      const layer = { models: { '*': 'all' } };
      const company = { model: 'Company' };
      return compileAll([
        {
          kind: 'Model',
          name: 'Company',
          actions: ['view'],
          portfolio: 'self',
          relations: { parent: company },
          properties,
        },
        {
          kind: 'Model',
          name: 'Call',
          actions: ['view'],
          portfolio: { through: 'company' },
          relations: { company: { ...company, ...(many && { many }) } },
        },
        { kind: 'Portfolio', name: 'orphans', on: 'Company', reach: { 'parent.owner': { $exists: false } } },
        { kind: 'UserType', name: 'Core', rank: 1, allows: layer },
        { kind: 'Tenant', name: 'acme', ceiling: layer },
        {
          kind: 'Role',
          name: 'csm',
          userType: 'Core',
          portfolio: ['orphans'],
          grants: { models: { Call: ['view'] } },
        },
      ]);
    };
    const { changes } = diff(matrixOf(before), matrixOf(after));
    expect(changes.map(({ kind: how, permission }) => [how, permission])).toEqual([[kind, 'Call:view']]);
  },
);

test.each([
  [{ $nin: [1, 2] }, 'narrowed', 'widened'],
  [{ $ne: 1 }, 'narrowed', 'widened'],
  [{ $gte: 1, $lte: 2 }, 'narrowed', 'widened'],
  [{ $lt: 1 }, 'narrowed', 'widened'],
  [{ $gt: { $user: 'level' } }, 'narrowed', 'widened'],
  [{ $in: { $user: 'levels' } }, 'narrowed', 'widened'],
  [{ $eq: { $user: 'level' } }, 'narrowed', 'widened'],
  [{ $eq: { $user: 'rank' } }, undefined, undefined],
  [{ $gte: { $user: 'rank' }, $lte: { $user: 'rank' } }, undefined, undefined],
  [{ $gte: { $user: 'rank' } }, 'narrowed', 'widened'],
  [{ $ne: { $user: 'rank' } }, 'narrowed', 'widened'],
  [{ $eq: 1 }, undefined, undefined],
  [{ $in: [1, 2] }, undefined, undefined],
  [{ $exists: true }, undefined, undefined],
] as const)('numbers that become whole meet %j on other records', (size, there, back) => {
  const [whole, any] = ['integer', 'number'].map((type) => compileSized(type, { size })) as [Matrix, Matrix];
  const kindOf = (one: Matrix, other: Matrix, permission: string) =>
    diff(one, other).changes.find((change) => change.permission === permission)?.kind;
  for (const permission of ['Company:view', 'Call:view'])
    expect([permission, kindOf(any, whole, permission), kindOf(whole, any, permission)]).toEqual([
      permission,
      there,
      back,
    ]);
});

test.each([
  [{ 'parent.size': { $gt: 1 } }, 'narrowed'],
  [{ $or: [{ 'parent.size': { $gt: 1 } }, { size: { $exists: true } }] }, 'narrowed'],
  [{ $or: [{ 'parent.size': { $gt: 1 } }, { size: { $exists: false } }] }, 'narrowed'],
  // Objects without any property of a company are reached by their parent alone.
  [
    { $or: [{ 'parent.size': { $gt: 1 } }, { size: { $exists: true } }, { size: { $exists: false } }] },
    'narrowed',
  ],
  [{ $or: [{ size: { $gt: 1 } }, { size: { $exists: true } }, { size: { $exists: false } }] }, undefined],
  [{ $or: [{ 'parent.size': { $exists: true } }, { size: { $exists: false } }] }, undefined],
] as const)('numbers that become whole are %j on fewer records: %s', (reach, kind) => {
  const { changes } = diff(compileSized('number', reach), compileSized('integer', reach));
  expect(changes.find(({ permission }) => permission === 'Company:view')?.kind).toBe(kind);
});

test.each([
  ['integer', { $eq: { $user: 'rank' } }, undefined],
  ['integer', { $gte: { $user: 'rank' }, $lte: { $user: 'rank' } }, undefined],
  ['integer', { $gt: { $user: 'rank' } }, 'widened'],
  ['integer', { $ne: { $user: 'rank' } }, 'widened'],
  ['number', { $eq: { $user: 'rank' } }, 'widened'],
] as const)('a number of the user that may be a fraction meets an %s by %j: %s', (type, size, kind) => {
  const { changes } = diff(compileSized(type, { size }), compileSized(type, { size }, 'number'));
  expect(changes.find(({ permission }) => permission === 'Company:view')?.kind).toBe(kind);
});

test('what follows from a demand on a list changes nothing beside it', () => {
  const compile = (portfolio: object) => {
    const layer = { models: { '*': 'all' } };
    return compileAll([
      {
        kind: 'Model',
        name: 'Company',
        actions: ['view'],
        portfolio: 'self',
        properties: { size: { type: 'integer' }, name: { type: 'string' } },
      },
      {
        kind: 'Model',
        name: 'Call',
        actions: ['view'],
        portfolio: { through: 'companies' },
        relations: { companies: { model: 'Company', many: true } },
      },
      { kind: 'Portfolio', name: 'two', on: 'Company', reach: { size: 2 } },
      {
        kind: 'Portfolio',
        name: 'more',
        on: 'Company',
        reach: { $or: [{ name: 'x' }, { size: { $gte: 2 } }] },
      },
      { kind: 'UserType', name: 'Core', rank: 1, allows: layer },
      { kind: 'Tenant', name: 'acme', ceiling: layer },
      { kind: 'Role', name: 'csm', userType: 'Core', portfolio, grants: layer },
    ]);
  };
  const [one, both] = [compile(['two']), compile([{ allOf: ['two', 'more'] }])] as [Matrix, Matrix];
  expect([diff(one, both), diff(both, one)].map(({ changes }) => changes)).toEqual([[], []]);
});

/** Compiles a reach that compares the size of a company, of whose calls a role reaches those of such companies. */
function compileSized(type: string, reach: object, rank = 'integer'): Matrix {
  const layer = { models: { '*': 'all' } };
  return compileAll([
    {
      kind: 'Principal',
      attributes: { level: { type: 'number' }, rank: { type: rank }, levels: { type: 'list' } },
    },
    {
      kind: 'Model',
      name: 'Company',
      actions: ['view'],
      portfolio: 'self',
      relations: { parent: { model: 'Company' } },
      properties: { size: { type } },
    },
    {
      kind: 'Model',
      name: 'Call',
      actions: ['view'],
      portfolio: { through: 'company' },
      relations: { company: { model: 'Company', many: true } },
    },
    { kind: 'Portfolio', name: 'sized', on: 'Company', reach },
    { kind: 'UserType', name: 'Core', rank: 1, allows: layer },
    { kind: 'Tenant', name: 'acme', ceiling: layer },
    { kind: 'Role', name: 'csm', userType: 'Core', portfolio: ['sized'], grants: layer },
  ]);
}
