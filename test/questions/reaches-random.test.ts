/** @module-tag slow */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readPolicy } from '../../compiler/compile.ts';
import { linkTo } from '../../compiler/model/record-reach.ts';
import { compareReaches } from '../../compiler/questions/diff/compare-reaches.ts';
import { readTypes } from '../../compiler/questions/diff/read-types.ts';
import { filesInMemory } from '../../compiler/text/files.ts';
import {
  attributes,
  type Condition,
  conditions,
  meets,
  properties,
  records,
  users,
} from '../support/conditions.ts';
import { runs } from '../support/random.ts';

const typed = (types: object) =>
  Object.fromEntries(Object.entries(types).map(([name, type]) => [name, { type }]));

/** Few properties at a time, so that conditions meet. */
const subjects = [
  { owner: 'id', tags: 'list' },
  { tags: 'list' },
  { size: 'integer', active: 'boolean' },
  { due: 'date' },
  { name: 'string', owner: 'id' },
];

/** Two conditions, of which the second is another one, or the first with more or with less. */
const pairs = fc
  .constantFrom(...subjects)
  .chain((of) =>
    fc
      .tuple(conditions(of), conditions(of), fc.constantFrom('other', '$or', '$and'))
      .map(([one, other, joint]) => [one, joint === 'other' ? other : { [joint]: [one, other] }] as const),
  );

/** Compiles conditions on companies, and returns what reaches the records of one of them by its position. */
function compileReaches(reaches: readonly object[]) {
  const documents = [
    { kind: 'Model', name: 'Company', actions: ['view'], portfolio: 'self', properties: typed(properties) },
    { kind: 'Principal', attributes: typed(attributes) },
    ...reaches.map((reach, at) => ({ kind: 'Portfolio', name: `p-${at}`, on: 'Company', reach })),
  ];
  const texts = documents.map((one, at) => [`policies/${at}.yaml`, JSON.stringify(one)]);
  const { policy, diagnostics } = readPolicy(filesInMemory(Object.fromEntries(texts)), 'policies');
  if (!policy) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  const types = readTypes(policy, policy.catalog);
  return (at: number) => {
    const portfolio = [...policy.portfolios.values()].find(({ name }) => name === `p-${at}`);
    if (!portfolio) throw new Error('no such portfolio');
    return {
      reach: portfolio.reach === 'all' ? portfolio.reach : linkTo('Company', [], portfolio.reach),
      types,
    };
  };
}

test.each([
  ['$eq', 'same'],
  ['$gt', 'same'],
  ['$gte', 'same'],
  ['$lt', 'narrowed'],
  ['$ne', 'narrowed'],
])(
  'no user has empty text: without the records with %s of it and an empty name all is %s',
  (operator, relation) => {
    const [isLate, isEmpty] = [{ name: { $gt: 'm' } }, { name: '' }];
    const ofUser = { name: { [operator]: { $user: 'nick' } } };
    const reachAt = compileReaches([{ $or: [isLate, { $and: [ofUser, isEmpty] }] }, isLate]);
    expect(compareReaches(reachAt(0), reachAt(1))).toBe(relation);
  },
);

test('what is called wider, narrower or the same is so for every record and user', () => {
  const sampled: readonly (readonly [Condition, Condition])[] = fc.sample(pairs, runs(400));
  const reachAt = compileReaches(sampled.flat());
  const [everything, everybody] = [fc.sample(records(true), runs(150)), fc.sample(users, runs(15))];
  const found = new Map<string, number>();
  for (const [at, [before, after]] of sampled.entries()) {
    const relation = compareReaches(reachAt(2 * at), reachAt(2 * at + 1));
    found.set(relation, (found.get(relation) ?? 0) + 1);
    for (const user of everybody)
      for (const record of everything) {
        const [was, is] = [meets(before, record, user), meets(after, record, user)];
        const isSo =
          was === is ||
          relation === 'shifted' ||
          (relation === 'widened' && is) ||
          (relation === 'narrowed' && was);
        if (!isSo) expect({ before, after, record, user, relation }).toEqual({ was, is });
      }
  }
  for (const relation of ['widened', 'narrowed', 'same', 'shifted'])
    expect(found.get(relation)).toBeGreaterThan(10);
});
