import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import type { Values } from '../support/facade/oracle.ts';
import { everyWay, facade, policyOf, seen, seenInStock, stockOf } from '../support/facade/small.ts';

/** Somebody else's record, which only a mistake lets anybody see. */
const foreign = {
  owner: 'u9',
  arr: 5000,
  size: 9,
  active: true,
  name: 'x',
  signedAt: '2026-06-01',
  tags: [],
};

describe('an attribute that says nothing drops what needs it', () => {
  const operator = { $ne: null };
  const useless: readonly [role: string, attribute: string, because: RegExp, ...values: unknown[]][] = [
    ['own', 'id', /missing/, undefined],
    ['own', 'id', /null/, null],
    ['own', 'id', /empty text/, ''],
    ['own', 'id', /not an id/, Number.NaN, 7, true, 5n, Symbol('u1'), () => 'u1', new Date(0), /u1/],
    ['own', 'id', /an object, not an id/, {}, operator, { $exists: true }, Object.create(null), new Map()],
    ['own', 'id', /not an id/, new String('u1'), ['u1'], []],
    ['own', 'id', /no database can hold/, 'u1\0', '\ud800', 'a\udc00b'],
    ['named', 'nickname', /not text/, operator, 1, ['x']],
    [
      'affordable',
      'budget',
      /not a number/,
      Number.NaN,
      Number.POSITIVE_INFINITY,
      '5000',
      operator,
      [9000],
      5n,
    ],
    ['affordable', 'budget', /beyond 9007199254740991/, 2 ** 53, 1e22, Number.MAX_VALUE],
    ['low', 'level', /beyond 9007199254740991/, -(2 ** 53), -1e300],
    ['low', 'level', /not an integer/, 1.5, Number.NaN, '9', operator, [9]],
    ['live', 'active', /not a boolean/, 'true', 1, 0, operator, [true]],
    ['since-then', 'since', /not a date/, 'soon', '2026', 0, new Date(Number.NaN), operator, '2026-99-99'],
    ['team', 'teamIds', /not a list/, 'u9', { length: 1, 0: 'u9' }, new Set(['u9']), operator],
    [
      'team',
      'teamIds',
      /which a list may not hold/,
      ['u9', null],
      ['u9', ''],
      ['u9', {}],
      [['u9']],
      ['u9', Number.NaN],
    ],
    ['team', 'teamIds', /holds a number beyond 9007199254740991/, ['u9', 2 ** 53], ['u9', -1e22]],
    // biome-ignore lint/suspicious/noSparseArray: a hole is what is tried.
    ['team', 'teamIds', /holds undefined/, ['u9', , 'u1'], new Array(3)],
  ];

  test.each(
    useless.flatMap(([role, attribute, because, ...values]) =>
      values.map((value) => ({ role, attribute, because, value })),
    ),
  )('$role where $attribute is $value', ({ role, attribute, because, value }) => {
    const user = { [attribute]: value };
    expect(seen(role, user, foreign)).toEqual(everyWay(false));
    expect(seen(role, user, {})).toEqual(everyWay(false));
    expect(seen(role, user, { ...foreign, owner: value, name: value, arr: value })).toEqual(everyWay(false));
    const policy = policyOf(role, user);
    expect(policy.where('view', 'Company')).toBe('none');
    expect(policy.canSome('view', 'Company')).toBe(false);
    expect(policy.ability.can('view', 'Company')).toBe(false);
    expect(policy.unfilled).toEqual([{ attribute, because: expect.stringMatching(because) }]);
    expect(policy.why('view', 'Company')).toMatch(/^not allowed: .*the user's /);
    // Actions without a limit stay allowed: a new company has no owner yet.
    expect(policy.canSome('create', 'Company')).toBe(true);
  });

  test('stock CASL gives all of it away where a value is missing, or is an operator', () => {
    expect(seenInStock('own', {}, foreign)).toBe(true);
    expect(seenInStock('own', { id: operator }, foreign)).toBe(true);
    expect(seenInStock('own', { id: null }, { arr: 1 })).toBe(true);
    expect(seenInStock('own', { id: '' }, { owner: '' })).toBe(true);
    expect(seenInStock('affordable', { budget: Number.NaN }, { arr: 5 })).toBe(true);
    expect(seenInStock('own', { id: /u/ }, { owner: 'u9' })).toBe(true);
  });

  test('an empty list matches nothing, and is no mistake', () => {
    expect(seen('team', { teamIds: [] }, foreign)).toEqual(everyWay(false));
    expect(policyOf('team', { teamIds: [] }).unfilled).toEqual([]);
    expect(policyOf('team', { teamIds: [] }).where('view', 'Company')).toBe('none');
    expect(policyOf('team', { teamIds: [1, 2] }).where('view', 'Company')).toBe('none');
  });

  test('one way to reach a record is lost, not the others', () => {
    const untagged = { owner: 'u9', active: true };
    expect(seen('both-ways', { id: null }, untagged)).toEqual(everyWay(true));
    expect(seen('both-ways', { id: null }, { ...untagged, tags: [] })).toEqual(everyWay(false));
    expect(policyOf('both-ways', {}).why('view', 'Company')).toMatch(/^allowed: .*the user's id is missing/);
  });

  test('attributes are as they were when permissions were asked for', () => {
    const teamIds = ['u1'];
    const user = { id: 'u1', teamIds };
    const [own, team] = [policyOf('own', user), policyOf('team', user)];
    user.id = 'u9';
    teamIds.push('u9');
    expect(own.can('view', 'Company', foreign)).toBe(false);
    expect(team.can('view', 'Company', foreign)).toBe(false);
    expect(team.where('view', 'Company')).toMatchObject({ alternatives: [[{ operand: ['u1'] }]] });
    expect(own.can('view', 'Company', { owner: 'u1' })).toBe(true);
  });

  test('an attribute is its user’s own or computed by its class, never inherited', () => {
    class User {
      get id() {
        return 'u9';
      }
    }
    expect(policyOf('own', new User()).can('view', 'Company', foreign)).toBe(true);
    expect(policyOf('own', Object.create({ id: 'u9' })).can('view', 'Company', foreign)).toBe(false);
    expect(policyOf('own', JSON.parse('{"__proto__":{"id":"u9"}}')).can('view', 'Company', foreign)).toBe(
      false,
    );
    expect(policyOf('own', Object.assign({}, JSON.parse('{"__proto__":{"id":"u9"}}'))).unfilled).toHaveLength(
      1,
    );
    expect(
      policyOf('own', Object.assign(Object.create(null), { id: 'u9' })).can('view', 'Company', foreign),
    ).toBe(true);
  });
});

describe('a record is met strictly', () => {
  const fails: readonly [role: string, user: Values, stock: boolean, ...companies: Values[]][] = [
    // Rules carry guards, so that below a bound stock CASL finds nothing that it cannot compare.
    ['small', {}, false, {}, { arr: null }, { arr: 'n/a' }, { arr: {} }, { arr: undefined }],
    ['small', {}, false, { arr: Number.NaN }, { arr: Number.NEGATIVE_INFINITY }],
    ['small', {}, true, { arr: '5' }, { arr: false }, { arr: 5n }, { arr: [5] }, { arr: new Number(5) }],
    ['large', {}, true, { arr: '5000' }, { arr: Number.POSITIVE_INFINITY }, { arr: new Number(5000) }],
    ['until-january', {}, false, { signedAt: new Date('2027-06-01') }, { signedAt: null }, {}],
    ['until-january', {}, false, { signedAt: 0 }, { signedAt: '' }, { signedAt: new Date(Number.NaN) }],
    ['until-january', {}, true, { signedAt: '1999' }],
    ['from-january', {}, true, { signedAt: 'soon' }, { signedAt: 'x2026-06-01' }],
    ['from-january', {}, false, { signedAt: Date.parse('2027-01-01') }],
    ['from-january', {}, true, { signedAt: { getTime: () => 9e15 } }],
    ['in-january', {}, false, { signedAt: '2026-01-31T00:00:00Z' }, { signedAt: '31.01.2026' }],
    ['low', { level: 3 }, true, { size: '2' }, { size: [1] }],
    ['low', { level: 3 }, true, { size: 1.5 }, { size: -0.5 }],
    ['low', { level: 3 }, false, { size: null }, {}, { size: undefined }],
    ['live', { active: true }, false, { active: 1 }, { active: 'true' }],
    ['own', { id: 'u1' }, true, { owner: ['u1'] }],
    [
      'own',
      { id: 'u1' },
      false,
      { owner: new String('u1') },
      { owner: { toString: () => 'u1' } },
      { owner: 'U1' },
    ],
    ['team', { teamIds: ['u1'] }, true, { owner: ['u1', 'u9'] }],
    ['team', { teamIds: [1] }, true, { owner: 1 }],
    ['orphan', {}, false, { owner: '' }, { owner: 0 }, { owner: false }],
    ['owned', {}, false, { owner: null }],
    ['owned', {}, true, { owner: undefined }],
    ['beyond-the-plane', {}, false, { name: '\uffff' }, { name: '\ue000' }, { name: 'z' }],
    ['late-names', {}, false, { name: new Date('2027-01-01') }, { name: '2026-01-30' }],
  ];

  test.each(
    fails.flatMap(([role, user, stock, ...companies]) =>
      companies.map((company) => ({ role, user, stock, company })),
    ),
  )('$role and $company: stock CASL says $stock', ({ role, user, stock, company }) => {
    expect(seen(role, user, company)).toEqual(everyWay(false));
    expect(seenInStock(role, user, company)).toBe(stock);
  });

  const holds: readonly [role: string, user: Values, ...companies: Values[]][] = [
    ['small', {}, { arr: 999.5 }, { arr: -0 }],
    [
      'until-january',
      {},
      { signedAt: '2026-01-31' },
      { signedAt: new Date('2026-01-31') },
      { signedAt: '0001-01-01' },
    ],
    ['from-january', {}, { signedAt: new Date('2026-01-31') }, { signedAt: '2026-01-31T00:00:00Z' }],
    ['in-january', {}, { signedAt: '2026-01-31' }, { signedAt: new Date('2026-01-31T00:00:00Z') }],
    ['fixed', {}, { signedAt: '2026-01-31' }, { signedAt: new Date('2026-02-28') }],
    [
      'since-then',
      { since: new Date('2026-01-31') },
      { signedAt: '2026-02-01' },
      { signedAt: new Date('2026-01-31') },
    ],
    ['orphan', {}, {}, { owner: null }, { owner: undefined }],
    ['owned', {}, { owner: '' }, { owner: 0 }],
    // By code point an emoji comes last; by the code units of JavaScript it would not.
    ['beyond-the-plane', {}, { name: '\u{1f600}' }, { name: '\u{10000}' }],
    ['late-names', {}, { name: 'a' }, { name: '2026-01-31' }, { name: 'é' }],
  ];

  test.each(
    holds.flatMap(([role, user, ...companies]) => companies.map((company) => ({ role, user, company }))),
  )('$role and $company', ({ role, user, company }) => {
    expect(seen(role, user, company)).toEqual(everyWay(true));
  });

  test('a date of another realm is a date, and so is a record of another realm a record', () => {
    const company = runInNewContext("({ signedAt: new Date('2026-01-31'), owner: 'u1' })") as Values;
    expect(policyOf('from-january').can('view', 'Company', company)).toBe(true);
    expect(policyOf('own', { id: 'u1' }).can('view', 'Company', company)).toBe(true);
    expect(policyOf('own', { id: 'u2' }).can('view', 'Company', company)).toBe(false);
    const list = runInNewContext("['u1']") as unknown;
    expect(policyOf('team', { teamIds: list }).can('view', 'Company', company)).toBe(true);
    expect(policyOf('own', runInNewContext("({ id: 'u1' })")).can('view', 'Company', company)).toBe(true);
  });

  test.each([
    ['eight-names', 'h', 'i'],
    ['nine-names', 'i', 'j'],
  ])('%s: a short list and a long one are looked through alike', (role, last, next) => {
    expect(seen(role, {}, { name: last })).toEqual(everyWay(true));
    for (const name of [next, '', null, undefined, ['a'], 0, Number.NaN, {}, 'A'])
      expect(seen(role, {}, { name })).toEqual(everyWay(false));
  });

  test.each([0, 1, 7, 8, 9, 10, 10_000])('a list of %i', (length) => {
    const teamIds = Array.from({ length }, (_, at) => `t${at}`);
    const policy = policyOf('team', { teamIds });
    const isSeen = (owner: unknown) => policy.can('view', 'Company', { owner });
    for (const at of [0, length - 1]) if (length > 0) expect(isSeen(`t${at}`)).toBe(true);
    for (const owner of [`t${length}`, 't-1', undefined, null, teamIds, '', 0])
      expect(isSeen(owner)).toBe(false);
    expect(policy.where('view', 'Company')).toEqual(
      length === 0
        ? 'none'
        : expect.objectContaining({ alternatives: [[expect.objectContaining({ operand: teamIds })]] }),
    );
  });

  test('records of ten thousand entries', () => {
    const owner = Array.from({ length: 10_000 }, () => 'u1');
    expect(seen('own', { id: 'u1' }, { owner })).toEqual(everyWay(false));
    const wide = Object.fromEntries(Array.from({ length: 10_000 }, (_, at) => [`column${at}`, at]));
    expect(seen('own', { id: 'u1' }, { ...wide, owner: 'u1' })).toEqual(everyWay(true));
    expect(seenInStock('own', { id: 'u1' }, { owner })).toBe(true);
  });
});

describe('the path to a record leads to one record', () => {
  const { can } = policyOf('orphan');
  test.each([
    [{}],
    [{ project: null }],
    [{ project: {} }],
    [{ project: { company: null } }],
    [{ project: { company: 'c1' } }],
    [{ project: { company: [] } }],
    [{ project: { company: [{}] } }],
    [{ project: [{ company: {} }] }],
    [{ 'project.company': {} }],
    [{ project: 'company' }],
    [{ project: Object.create({ company: {} }) }],
    [{ company: {} }],
  ])('%j', (task) => {
    expect(can('view', 'Task', task)).toBe(false);
    expect(policyOf('orphan').fields('view', 'Task', task)).toEqual([]);
  });

  test('and stock CASL takes a list for its entries', () => {
    expect(can('view', 'Task', { project: { company: {} } })).toBe(true);
    const { ability } = policyOf('owned');
    class Task {
      readonly project: unknown;
      constructor(project: unknown) {
        this.project = project;
      }
    }
    const listed = new Task([{ company: { owner: 'u1' } }]);
    expect(stockOf('owned').can('view', listed, 'title')).toBe(true);
    expect(ability.can('view', listed, 'title')).toBe(false);
    expect(stockOf('orphan').can('view', new Task(null), 'title')).toBe(false);
    expect(policyOf('orphan').ability.can('view', new Task(null), 'title')).toBe(false);
  });
});

test('the tenants that there are', () => {
  expect(facade.tenants).toEqual(['acme', 'globex']);
});
