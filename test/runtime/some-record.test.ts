import { expect, test } from 'vitest';
import { emitBundle } from '../../compiler/targets/bundle.ts';
import { filesInMemory } from '../../compiler/text/files.ts';
import { openFacade } from '../../runtime/permissions.ts';
import { compiled } from '../support/compiled.ts';

const layer = { models: { '*': 'all' } };
const portfolio = (name: string, reach: object) => ({ kind: 'Portfolio', name, on: 'Deal', reach });
const documents = [
  {
    kind: 'Model',
    name: 'Deal',
    actions: ['view', 'update'],
    portfolio: 'self',
    relations: { parent: { model: 'Deal' } },
    properties: {
      size: { type: 'integer' },
      tags: { type: 'list' },
      name: { type: 'string' },
      signed: { type: 'date' },
    },
  },
  {
    kind: 'Model',
    name: 'Call',
    actions: ['view'],
    portfolio: { through: 'deals' },
    relations: { deals: { model: 'Deal', many: true } },
  },
  {
    kind: 'Principal',
    attributes: {
      ratio: { type: 'number' },
      others: { type: 'list' },
      least: { type: 'integer' },
      most: { type: 'integer' },
      tags: { type: 'list' },
    },
  },
  portfolio('between', { size: { $gt: { $user: 'least' }, $lt: { $user: 'most' } } }),
  portfolio('below', { 'parent.size': { $gt: { $user: 'least' }, $lt: { $user: 'most' } } }),
  portfolio('as-many', { size: { $user: 'ratio' } }),
  portfolio('mine-by-name', { name: { $in: { $user: 'tags' } } }),
  portfolio('others-by-name', { name: { $in: { $user: 'others' } } }),
  portfolio('signed-then', { signed: '2027-01-01T12:00:00Z' }),
  portfolio('signed-before', { signed: { $lt: '2027-01-01T12:30:00+01:00' } }),
  portfolio('one', { size: 1 }),
  portfolio('two', { size: 2 }),
  portfolio('unknown', { size: { $exists: false } }),
  portfolio('mine', { tags: { $in: { $user: 'tags' } } }),
  portfolio('no-other', { tags: { $nin: ['a', 'b'] } }),
  { kind: 'UserType', name: 'Core', rank: 1, allows: layer },
  { kind: 'Tenant', name: 'acme', ceiling: layer },
  ...Object.entries({
    between: ['between'],
    below: ['below'],
    'between or two': ['between', 'two'],
    'one and two': [{ allOf: ['one', 'two'] }],
    'one and between': [{ allOf: ['one', 'between'] }],
    'between and unknown': [{ allOf: ['between', 'unknown'] }],
    'below and unknown': [{ allOf: ['below', 'unknown'] }],
    'mine and no other': [{ allOf: ['mine', 'no-other'] }],
    'as many': ['as-many'],
    'mine of others': [{ allOf: ['mine-by-name', 'others-by-name'] }],
    'signed then and before': [{ allOf: ['signed-then', 'signed-before'] }],
    'views one and updates two': { '*:view': ['one'], '*:update': ['two'] },
  }).map(([name, of]) => ({ kind: 'Role', name, userType: 'Core', portfolio: of, grants: layer })),
];

const whole = compiled(
  filesInMemory(Object.fromEntries(documents.map((one, at) => [`policies/${at}.yaml`, JSON.stringify(one)]))),
);
const facade = openFacade(JSON.parse([...emitBundle(whole)].map(({ content }) => content).join('')));
const policyOf = (roles: readonly string[], user: object) =>
  facade.permissions({ tenant: 'acme', roles, userType: 'Core', user });

/** All deals whose sizes and tags the portfolios tell apart, with and without a parent. */
const alone = [undefined, null, -1, 0, 1, 2, 3, 4].flatMap((size) =>
  [null, [], ['a'], ['b'], ['c'], ['a', 'c']].map((tags) => ({ size, tags })),
);
const deals = [
  ...alone,
  ...alone.flatMap((deal) => alone.map(({ size }) => ({ ...deal, parent: { size } }))),
];

const users = [0, 1, 2].flatMap((least) =>
  [0, 1, 2, 3].flatMap((most) => [[], ['a'], ['c']].map((tags) => ({ least, most, tags }))),
);

const names = (start: string) => Array.from({ length: 2_000 }, (_, at) => `${start}${at}`);

const alike = ['between', 'below', 'between or two', 'one and two', 'one and between', 'between and unknown'];

test.each([
  ...alike.map((role) => [role]),
  ['below and unknown'],
  ['mine and no other'],
  ['views one and updates two'],
  ['one and two', 'between'],
])('some deal can be reached exactly where one is: %s', (...roles) => {
  for (const user of users) {
    const policy = policyOf(roles, user);
    for (const action of ['view', 'update']) {
      const isReached = deals.some((deal) => policy.can(action, 'Deal', deal));
      expect([roles, user, policy.canSome(action, 'Deal')]).toEqual([roles, user, isReached]);
      expect(policy.where(action, 'Deal') !== 'none').toBe(isReached);
    }
  }
});

test.each<readonly [role: string, user: object, isPossible: boolean]>([
  ['between', { least: 1, most: 3 }, true],
  ['between', { least: 1, most: 2 }, false],
  ['below', { least: 2, most: 1 }, false],
  ['between or two', { least: 2, most: 1 }, true],
  ['one and two', {}, false],
  ['one and between', { least: 0, most: 2 }, true],
  ['one and between', { least: 1, most: 3 }, false],
  ['between and unknown', { least: 0, most: 9 }, false],
  ['below and unknown', { least: 0, most: 9 }, true],
  ['mine and no other', { tags: ['a', 'c'] }, true],
  ['mine and no other', { tags: ['a', 'b'] }, false],
  ['as many', { ratio: 2 }, true],
  ['as many', { ratio: 2.5 }, false],
  ['mine of others', { tags: names('a'), others: names('b') }, false],
  ['mine of others', { tags: names('a'), others: [...names('b'), 'a77'] }, true],
  // Text is compared as text, where 12:00 comes before 12:30, and a Date as an instant, where it comes after.
  ['signed then and before', {}, true],
])('%s of %o: %s', (role, user, isPossible) => {
  const policy = policyOf([role], user);
  expect(policy.canSome('view', 'Deal')).toBe(isPossible);
  expect(
    policy
      .why('view', 'Deal')
      .startsWith(isPossible ? 'allowed' : 'not allowed: there can be no such record'),
  ).toBe(true);
});

test('what one deal of a list cannot be, two can', () => {
  expect(policyOf(['one and two'], {}).canSome('view', 'Call')).toBe(true);
  expect(policyOf(['one and two'], {}).can('view', 'Call', { deals: [{ size: 1 }, { size: 2 }] })).toBe(true);
  expect(policyOf(['between'], { least: 1, most: 2 }).canSome('view', 'Call')).toBe(false);
});
