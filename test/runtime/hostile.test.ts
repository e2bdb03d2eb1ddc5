import { runInNewContext } from 'node:vm';
import { type AnyAbility, subject } from '@casl/ability';
import { describe, expect, test } from 'vitest';
import { abilityFrom } from '../../runtime/ability.ts';
import { outcomeOf, policyOf, stockOf } from '../support/facade/small.ts';

const own = { owner: 'u1' };
const { can, fields } = policyOf('own', { id: 'u1' });
const isSeen = (record: object): boolean => can('view', 'Company', record);

describe('what a record says of itself', () => {
  test('it cannot choose its type', () => {
    const body = JSON.parse('{"__caslSubjectType__":"Page","owner":"u9"}') as object;
    const { ability } = policyOf('own', { id: 'u1' });
    expect(stockOf('own', { id: 'u1' }).can('view', body)).toBe(true);
    expect(ability.can('view', body)).toBe(false);
    expect(can('view', 'Company', body)).toBe(false);
  });

  test.each([
    '{"constructor":{"modelName":"Page"}}',
    '{"constructor":{"name":"Page"}}',
    '{"modelName":"Page","name":"Page"}',
    '{"__proto__":{"constructor":{"modelName":"Page"}}}',
    '{"__proto__":{"__caslSubjectType__":"Page"}}',
  ])('%s', (text) => {
    const body = JSON.parse(text) as object;
    const merged = Object.assign({}, body);
    for (const ability of [policyOf('own', { id: 'u1' }).ability, policyOf('everything').ability])
      for (const record of [body, merged]) expect(ability.can('view', record as never)).toBe(false);
  });

  test('stock CASL believes a constructor in a body', () => {
    const stock = stockOf('own', { id: 'u1' });
    expect(stock.can('view', JSON.parse('{"constructor":{"modelName":"Page"}}') as object)).toBe(true);
  });

  test('its class and a tag out of sight do choose', () => {
    class Page {}
    class Named {
      static readonly modelName = 'Page';
      readonly title = '';
    }
    const { ability } = policyOf('own', { id: 'u1' });
    expect(ability.can('view', new Page() as never)).toBe(true);
    expect(ability.can('view', new Named() as never)).toBe(true);
    expect(ability.can('view', subject('Page', {}))).toBe(true);
    expect(ability.can('view', Page as never)).toBe(false);
    expect(ability.can('view', subject('Company', { owner: 'u9' }))).toBe(false);
  });

  test('an ability has no subject where there is none', () => {
    const { ability } = policyOf('everything') as { readonly ability: AnyAbility };
    for (const nothing of [undefined, null, '', 0, {}, [], Object.create(null), '\0', 'all', new Map()])
      expect(ability.can('view', nothing)).toBe(false);
    for (const action of ['manage', 'all', '\0', '', '*']) expect(ability.can(action, 'Company')).toBe(false);
  });

  test('`manage` and `all` are words like any others', () => {
    const managing: AnyAbility = abilityFrom([{ action: 'manage', subject: 'Company' }] as never);
    expect([managing.can('view', 'Company'), managing.can('manage', 'Company')]).toEqual([false, true]);
    const ability: AnyAbility = abilityFrom([{ action: 'manage', subject: 'all' }] as never);
    expect(ability.can('view', 'Company')).toBe(false);
    expect(ability.can('manage', 'Company')).toBe(false);
    expect(ability.can('view', subject('Company', {}))).toBe(false);
    expect(ability.can('manage', 'all')).toBe(true);
  });

  test('rules of a browser are read strictly too, and none makes it throw', () => {
    const strict = (conditions: unknown): boolean =>
      (abilityFrom([{ action: 'view', subject: 'Company', conditions }] as never) as AnyAbility).can(
        'view',
        subject('Company', { owner: 'u1', arr: null }),
      );
    for (const conditions of [
      ...[{ owner: null }, { owner: { $ne: 'u9' } }, { owner: { $regex: 'u' } }, { $or: [{ owner: 'u1' }] }],
      ...[
        { arr: { $lt: 5 } },
        { owner: [] },
        { owner: ['u1'] },
        { owner: {} },
        { owner: { $in: 'u1' } },
        { $and: [] },
      ],
      ...[{ owner: { $exists: 1 } }, { owner: { $eq: { user: 'id' } } }],
    ])
      expect(strict(conditions), JSON.stringify(conditions)).toBe(false);
    // Null is what CASL finds missing columns by; a record that has none of the names of all rules is none.
    expect([
      strict({ arr: null }),
      strict({ owner: 'u1', missing: null }),
      strict({ missing: null }),
    ]).toEqual([true, true, false]);
    expect(strict({ owner: { $eq: 'u1', $in: ['u1', 'u2'] }, $and: [{ owner: { $exists: true } }] })).toBe(
      true,
    );
  });
});

describe('what a record is made of', () => {
  test('frozen, sealed, without a prototype, of a class, of another realm', () => {
    class Company {
      readonly #owner = 'u1';
      get owner() {
        return this.#owner;
      }
    }
    class Sub extends Company {}
    const bare = Object.assign(Object.create(null), own) as object;
    for (const record of [Object.freeze({ ...own }), Object.seal({ ...own }), bare, new Company(), new Sub()])
      expect(isSeen(record)).toBe(true);
    expect(isSeen(runInNewContext("({ owner: 'u1' })") as object)).toBe(true);
    expect(isSeen(runInNewContext("Object.create({ owner: 'u1' })") as object)).toBe(false);
  });

  test('a column that is merely inherited is missing', () => {
    const polluted = Object.assign({}, JSON.parse('{"__proto__":{"owner":"u1"}}') as object);
    expect(isSeen(Object.create(own) as object)).toBe(false);
    expect(isSeen(polluted)).toBe(false);
    expect(isSeen(JSON.parse('{"__proto__":{"owner":"u1"}}') as object)).toBe(false);
    expect(stockOf('own', { id: 'u1' }).can('view', subject('Company', polluted))).toBe(true);
  });

  test('lists, texts, functions and nothing are no records', () => {
    for (const record of [[], [own], null, undefined, 'c1', 7, true, 5n, Symbol('c'), () => own]) {
      const asked = record as unknown as object;
      expect(() => isSeen(asked)).toThrow(/a record was expected/);
      expect(() => fields('view', 'Company', asked)).toThrow(/a record was expected/);
      expect(() => policyOf('everything').can('view', 'Page', asked)).toThrow(TypeError);
    }
  });

  test('a record that throws decides nothing, and one that was taken away neither', () => {
    const traps = ['get', 'has', 'getOwnPropertyDescriptor', 'getPrototypeOf', 'ownKeys'] as const;
    for (const trap of traps) {
      const thrower = new Proxy(Object.create({ owner: 'u1' }) as object, {
        [trap]: () => {
          throw new Error('trapped');
        },
      });
      expect(
        outcomeOf(() => isSeen(thrower)),
        trap,
      ).not.toBe(true);
    }
    const { proxy, revoke } = Proxy.revocable({ ...own }, {});
    expect(isSeen(proxy)).toBe(true);
    revoke();
    expect(outcomeOf(() => isSeen(proxy))).toBeInstanceOf(TypeError);
    const angry = {
      get owner() {
        throw new Error('no');
      },
    };
    expect(() => isSeen(angry)).toThrow('no');
  });

  test('nothing else of a record is called or read', () => {
    const touched: string[] = [];
    const record = new Proxy(
      { ...own, toJSON: () => touched.push('toJSON'), valueOf: () => touched.push('valueOf') },
      {
        get: (target, name) => {
          touched.push(String(name));
          return Reflect.get(target, name) as unknown;
        },
        set: () => {
          throw new Error('set');
        },
        defineProperty: () => {
          throw new Error('defined');
        },
      },
    );
    expect(isSeen(record)).toBe(true);
    expect(fields('view', 'Company', record)).toContain('arr');
    expect(policyOf('own', { id: 'u1' }).ability.can('view', record as never)).toBe(false);
    expect(new Set(touched)).toEqual(new Set(['owner']));
  });

  test('records and users are left as they were', () => {
    const record = deepFrozen({ owner: 'u1', tags: ['a'], project: { company: { owner: 'u1' } } });
    const user = deepFrozen({ id: 'u1', teamIds: ['u1'] });
    const before = JSON.stringify([record, user]);
    for (const role of ['own', 'team', 'orphan', 'everything']) {
      const policy = policyOf(role, user);
      for (const model of ['Company', 'Task', 'Page']) {
        policy.can('view', model, record, 'owner');
        policy.fields('update', model, record);
        policy.where('view', model);
        policy.ability.can('view', record as never);
      }
    }
    expect(JSON.stringify([record, user])).toBe(before);
    expect(Reflect.ownKeys(record)).toEqual(['owner', 'tags', 'project']);
  });

  test('a date of the user is copied as it was', () => {
    const since = new Date('2026-01-01');
    const policy = policyOf('since-then', { since });
    since.setFullYear(2020);
    expect(policy.can('view', 'Company', { signedAt: '2025-06-01' })).toBe(false);
    expect(policy.ability.can('view', subject('Company', { signedAt: '2025-06-01' }))).toBe(false);
    expect(policy.can('view', 'Company', { signedAt: '2026-06-01' })).toBe(true);
  });

  test('what is no single record lacks no column: a promise, a map, bytes, a date', () => {
    const orphan = policyOf('orphan', {});
    expect(orphan.can('view', 'Company', { name: 'x' })).toBe(true);
    for (const none of [Promise.resolve({ owner: 'u9' }), new Map(), new Uint8Array(2), new Date()]) {
      expect(orphan.can('view', 'Company', none)).toBe(false);
      expect(orphan.can('view', 'Task', { project: { company: none } })).toBe(false);
      expect(orphan.fields('view', 'Company', none)).toEqual([]);
    }
  });

  test('lists that lie about themselves are what stands at their places, and plain afterwards', () => {
    class Liar extends Array<string> {
      override *[Symbol.iterator](): ArrayIterator<string> {
        for (;;) yield 'u1';
      }
      override includes(): boolean {
        return true;
      }
      override map(): never {
        return ['u1'] as never;
      }
    }
    const short = new Proxy(['u2', 'u1'], {
      get: (target, name) => (name === 'length' ? 1 : (Reflect.get(target, name) as unknown)),
    });
    const throwing = new Proxy(['u1'], {
      get: () => {
        throw new Error('trapped');
      },
    });
    for (const teamIds of [Object.setPrototypeOf(['u2'], Liar.prototype) as string[], short]) {
      const policy = policyOf('team', { teamIds });
      expect(policy.can('view', 'Company', { owner: 'u1' })).toBe(false);
      expect(policy.can('view', 'Company', { owner: 'u2' })).toBe(true);
      expect(policy.where('view', 'Company')).toMatchObject({ alternatives: [[{ operand: ['u2'] }]] });
    }
    expect(() => policyOf('team', { teamIds: throwing })).toThrow('trapped');
  });
});

function deepFrozen<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(deepFrozen);
  return value;
}
