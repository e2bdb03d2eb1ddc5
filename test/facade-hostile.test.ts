import { runInNewContext } from 'node:vm';
import { type AnyAbility, subject } from '@casl/ability';
import { afterEach, describe, expect, test } from 'vitest';
import { abilityFrom } from '../facade/ability.ts';
import { openFacade } from '../facade/permissions.ts';
import { PermissionsError } from '../facade/table.ts';
import { bundleText, facade, policyOf, stockOf } from './support/facade/small.ts';

const own = { owner: 'u1' };
const { can, fields } = policyOf('own', { id: 'u1' });
const isSeen = (record: object): boolean => can('view', 'Company', record);

/** Names that every object has, or that JavaScript, CASL or a cache could stumble on. */
const names: readonly string[] = [
  ...[
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    'hasOwnProperty',
    '__caslSubjectType__',
    'valueOf',
  ],
  ...['', ' ', '*', '**', 'manage', 'all', '\0', 'length', 'Company.arr', 'Company:view', '0', 'a,b'],
];

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
      ...[{ missing: null }, { owner: { $exists: 1 } }, { owner: { $eq: { $user: 'id' } } }],
    ])
      expect(strict(conditions), JSON.stringify(conditions)).toBe(false);
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

  test('lists that lie about themselves are what they hand out, and plain afterwards', () => {
    class Liar extends Array<string> {
      override *[Symbol.iterator](): ArrayIterator<string> {
        yield 'u2';
      }
      override includes = () => true;
      override some = () => true;
      override map = () => ['u1'] as never;
    }
    const short = new Proxy(['u2', 'u1'], {
      get: (target, name) => (name === 'length' ? 1 : (Reflect.get(target, name) as unknown)),
    });
    const throwing = new Proxy(['u1'], {
      get: () => {
        throw new Error('trapped');
      },
    });
    for (const teamIds of [Liar.from(['u1']), short]) {
      const policy = policyOf('team', { teamIds });
      expect(policy.can('view', 'Company', { owner: 'u1' })).toBe(false);
      expect(policy.can('view', 'Company', { owner: 'u2' })).toBe(true);
      expect(policy.where('view', 'Company')).toMatchObject({ alternatives: [[{ operand: ['u2'] }]] });
    }
    expect(() => policyOf('team', { teamIds: throwing })).toThrow('trapped');
  });
});

describe('who is signed in', () => {
  const given = { tenant: 'acme', roles: ['own'], userType: 'Core', seats: [], user: { id: 'u1' } };
  const refused = (change: object): unknown => outcomeOf(() => facade.permissions({ ...given, ...change }));
  const codeOf = (outcome: unknown) => (outcome instanceof PermissionsError ? outcome.code : outcome);

  test.each(names)('%j is no name of anything', (name) => {
    const malformed = name.includes('\n') ? 'malformed' : undefined;
    expect(codeOf(refused({ tenant: name }))).toBe(malformed ?? 'unknown-tenant');
    expect(codeOf(refused({ roles: [name] }))).toBe(malformed ?? 'unknown-role');
    expect(codeOf(refused({ roles: ['own', name] }))).toBe(malformed ?? 'unknown-role');
    expect(codeOf(refused({ userType: name }))).toBe(malformed ?? 'unknown-user-type');
    expect(codeOf(refused({ seats: [name] }))).toBe(malformed ?? 'unknown-seat');
    const policy = policyOf('everything');
    expect(policy.can(name, 'Company', {})).toBe(false);
    expect(policy.can('view', name, {})).toBe(false);
    expect(policy.can('view', 'Company', {}, name)).toBe(false);
    expect(policy.canSome('view', name) || policy.canSome(name, 'Company')).toBe(false);
    expect(policy.canSome('view', 'Company', name)).toBe(false);
    expect([...policy.fields('view', name, {}), ...policy.fields(name, 'Company', {})]).toEqual([]);
    expect(policy.uses(name)).toBe(false);
    expect([policy.where('view', name), policy.where(name, 'Company')]).toEqual(['none', 'none']);
    expect(policy.where('view', 'Company', name)).toBe('none');
    for (const why of [policy.why('view', name), policy.why(name, 'Company'), policy.why('use', name)])
      expect(why).toMatch(/^not allowed: /);
    expect(policy.why('view', 'Company', name)).toMatch(/^not allowed: /);
  });

  test.each([
    undefined,
    null,
    7,
    {},
    [],
    ['acme'],
    Symbol('acme'),
    () => 'acme',
    5n,
    true,
    new String('acme'),
    'a\nb',
  ])('%s is no name at all', (name) => {
    for (const change of [{ tenant: name }, { userType: name }, { roles: [name] }, { seats: [name] }])
      expect(codeOf(refused(change))).toBe('malformed');
    const policy = policyOf('everything');
    const odd = name as string;
    expect(policy.can(odd, 'Company', {}) || policy.can('view', odd, {})).toBe(false);
    expect(policy.uses(odd)).toBe(false);
    expect(policy.why(odd, 'Company')).toMatch(/^not allowed: /);
    expect(policy.why('view', odd)).toMatch(/^not allowed: /);
  });

  test('lists, users and callers of a wrong kind', () => {
    for (const roles of [undefined, null, 'own', { 0: 'own', length: 1 }, new Set(['own']), 7])
      expect(codeOf(refused({ roles }))).toBe('malformed');
    for (const seats of ['Service', {}, new Set()]) expect(codeOf(refused({ seats }))).toBe('malformed');
    for (const user of [undefined, null, 'u1', 7, () => 'u1'])
      expect(codeOf(refused({ user }))).toBe('malformed');
    for (const caller of [undefined, null, 'u1', 7])
      expect(codeOf(outcomeOf(() => facade.permissions(caller as never)))).toBe('malformed');
    // biome-ignore lint/suspicious/noSparseArray: a hole is what is tried.
    expect(codeOf(refused({ roles: ['own', , 'owned'] }))).toBe('malformed');
    expect(policyOf('own', []).unfilled).toEqual([{ attribute: 'id', because: 'is missing' }]);
  });

  test('a role that the user type or the seats do not reach, with the reason', () => {
    expect(refused({ userType: 'View' })).toMatchObject({
      code: 'role-not-assignable',
      message: 'role `own` cannot be given: it needs user type `Core` or higher and the user has `View`',
    });
    expect(refused({ roles: ['reader', 'server'] })).toMatchObject({
      code: 'role-not-assignable',
      message: 'role `server` cannot be given: it needs seat `Service`',
    });
    expect(refused({ roles: ['server'], userType: 'View' })).toMatchObject({
      message: expect.stringMatching(
        /needs user type `Core` or higher.*; it needs seat `Service`$/,
      ) as string,
    });
    expect(refused({ userType: 'View', seats: ['Service'] })).toMatchObject({
      code: 'seat-not-combinable',
      message: 'seat `Service` combines with `Core`, not with user type `View`',
    });
    expect(codeOf(refused({ tenant: 'globex', roles: ['only-acme'] }))).toBe('unknown-role');
    expect(refused({ roles: [] })).toMatchObject({ unfilled: [] });
  });

  test('no names run together in what is kept', () => {
    const permitted = (roles: string[], seats: string[]) =>
      outcomeOf(() => facade.permissions({ ...given, roles, seats }).uses('Revenue'));
    expect(permitted(['everything'], ['Service'])).toBe(true);
    for (const roles of [
      ['everything\nService'],
      ['1\neverything'],
      ['reader\neverything'],
      ['everything', 'Service'],
    ])
      expect(permitted(roles, [])).toBeInstanceOf(PermissionsError);
    expect(permitted(['server'], ['Service'])).toBe(false);
    expect(permitted(['server', 'Service'], [])).toBeInstanceOf(PermissionsError);
    expect(
      codeOf(outcomeOf(() => facade.permissions({ ...given, tenant: 'acme\nCore\n1\neverything' }))),
    ).toBe('malformed');
  });

  test('a grant that says another thing each time it is asked is kept under nothing else', () => {
    let asked = 0;
    const turning = new Proxy(['reader'], {
      get: (target, name) =>
        name === Symbol.iterator
          ? () => [asked++ === 0 ? 'reader' : 'everything'][Symbol.iterator]()
          : (Reflect.get(target, name) as unknown),
    });
    const fresh = openFacade(JSON.parse(bundleText));
    fresh.permissions({ ...given, roles: turning });
    expect(fresh.permissions({ ...given, roles: ['reader'] }).canSome('update', 'Company')).toBe(false);
    expect(fresh.permissions({ ...given, roles: ['everything'] }).canSome('update', 'Company')).toBe(true);
  });

  test('twenty thousand different grants, some asked for again', () => {
    const fresh = openFacade(JSON.parse(bundleText));
    const roles = ['reader', 'own', 'small', 'large', 'team', 'orphan', 'owned', 'everything'];
    for (let at = 0; at < 20_000; at++) {
      const some = Array.from({ length: 6 }, (_, place) => roles[Math.floor(at / 7 ** place) % 7] ?? '');
      const policy = fresh.permissions({
        ...given,
        roles: at % 1000 === 999 ? [...some, 'everything'] : some,
      });
      expect(policy.uses('Revenue')).toBe(at % 1000 === 999);
    }
    expect(fresh.permissions({ ...given, roles: ['reader'] }).canSome('update', 'Company')).toBe(false);
  });
});

describe('what is handed out', () => {
  test('is frozen, and can be taken apart', () => {
    const policy = policyOf('own', { id: 'u1' });
    expect(Object.isFrozen(policy)).toBe(true);
    expect(() => Object.assign(policy, { can: () => true })).toThrow(TypeError);
    const { can, canSome, fields, uses, where, why, unfilled, ability } = policy;
    expect(can('view', 'Company', own)).toBe(true);
    expect(canSome('view', 'Company')).toBe(true);
    expect(fields('update', 'Company', own)).not.toContain('phase');
    expect(uses('Revenue')).toBe(false);
    expect(where('view', 'Company')).toMatchObject({ model: 'Company' });
    expect(why('view', 'Company')).toMatch(/^allowed: /);
    expect([unfilled, ability.can('view', 'Company')]).toEqual([[], true]);
    expect(JSON.stringify(policy)).not.toContain('u1');
  });

  test('a filter that its caller changes, and names that a caller adds', () => {
    const policy = policyOf('team', { teamIds: ['u1'] });
    const filter = policy.where('view', 'Task') as unknown as {
      through: string[];
      alternatives: { operand: string[] }[][];
    };
    filter.alternatives[0]?.[0]?.operand.push('u9');
    filter.alternatives.push([]);
    filter.through.length = 0;
    expect(policy.can('view', 'Company', { owner: 'u9' })).toBe(false);
    expect(policy.where('view', 'Task')).toMatchObject({
      through: ['project', 'company'],
      alternatives: [[{ operand: ['u1'] }]],
    });
    (policy.fields('view', 'Company', { owner: 'u1' }) as string[]).push('secret');
    expect(policy.fields('view', 'Company', { owner: 'u1' })).not.toContain('secret');
  });

  test('rules that a caller changes stay as they are for everybody else', () => {
    const before = JSON.stringify(policyOf('reader').ability.rules);
    for (const rule of policyOf('reader').ability.rules) {
      outcomeOf(() => (rule.fields as string[]).push('phase', 'secret'));
      outcomeOf(() => Object.assign(rule, { action: 'update', conditions: undefined, fields: undefined }));
      outcomeOf(() => (rule.action as string[]).push('update'));
    }
    expect(JSON.stringify(policyOf('reader').ability.rules)).toBe(before);
    expect(policyOf('reader').ability.can('update', 'Company')).toBe(false);
    for (const rule of policyOf('own', { id: 'u1' }).ability.rules) {
      const { conditions = {} } = rule as { conditions?: Record<string, unknown> };
      for (const field of Object.keys(conditions)) conditions[field] = { $exists: true };
    }
    expect(policyOf('own', { id: 'u1' }).ability.can('view', subject('Company', { owner: 'u9' }))).toBe(
      false,
    );
  });

  test('an ability that its caller updates changes nothing but itself', () => {
    const policy = policyOf('own', { id: 'u1' });
    (policy.ability as AnyAbility).update([{ action: 'view', subject: 'Company' }]);
    expect(policy.can('view', 'Company', { owner: 'u9' })).toBe(false);
    expect(policyOf('own', { id: 'u1' }).ability.can('view', subject('Company', { owner: 'u9' }))).toBe(
      false,
    );
  });
});

describe('while every object has more than it should', () => {
  const added = new Set<string>();
  const pollute = (key: string, value: unknown): void => {
    added.add(key);
    Object.defineProperty(Object.prototype, key, { value, configurable: true, writable: true });
  };
  afterEach(() => {
    for (const key of added) Reflect.deleteProperty(Object.prototype, key);
    added.clear();
  });
  const given = { tenant: 'acme', roles: ['own'], userType: 'Core', user: { id: 'u1' } };

  test('a column, an attribute, a seat, a tenant or a role is still missing', () => {
    pollute('owner', 'u1');
    pollute('arr', 1);
    pollute('id', 'u9');
    pollute('seats', ['Service']);
    pollute('nobody', { ceiling: 0, roles: {} });
    pollute('Ghost', true);
    pollute('secret', ['view']);
    const outcomes = {
      owner: can('view', 'Company', {}),
      small: policyOf('small').can('view', 'Company', {}),
      id: policyOf('own', {}).can('view', 'Company', { owner: 'u9' }),
      ability: policyOf('own', { id: 'u1' }).ability.can('view', subject('Company', {})),
      server: outcomeOf(() => facade.permissions({ ...given, roles: ['server'] }).canSome('view', 'Page')),
      tenant: outcomeOf(() => facade.permissions({ ...given, tenant: 'nobody' })),
      role: outcomeOf(() => facade.permissions({ ...given, roles: ['nobody'] })),
      uses: policyOf('everything').uses('Ghost'),
      property: policyOf('everything').can('view', 'Company', {}, 'secret'),
    };
    expect(outcomes).toEqual({
      owner: false,
      small: false,
      id: false,
      ability: false,
      server: expect.objectContaining({ code: 'role-not-assignable' }) as unknown,
      tenant: expect.objectContaining({ code: 'unknown-tenant' }) as unknown,
      role: expect.objectContaining({ code: 'unknown-role' }) as unknown,
      uses: false,
      property: false,
    });
  });

  test.each([
    ['$user', 'id'],
    ['$exists', true],
    ['$in', ['u9']],
    ['conditions', {}],
    ['inverted', true],
    ['fields', ['arr']],
    ['action', 'view'],
    ['subject', 'Company'],
    ['modelName', 'Page'],
    ['__caslSubjectType__', 'Page'],
    ['path', []],
    ['limited', false],
    ['usable', true],
    ['type', 'string'],
    ['0', 'all'],
    ['1', 'all'],
    ['2', 'all'],
    ['3', new Uint32Array(99).fill(-1)],
  ])('%s never allows more', (key, value) => {
    pollute(key, value);
    const foreign = { owner: 'u9' };
    const fresh = openFacade(JSON.parse(bundleText)).permissions({ ...given, seats: [] });
    const answers = [
      outcomeOf(() => fresh.can('view', 'Company', foreign)),
      outcomeOf(() => fresh.canSome('remove', 'Company', 'arr')),
      outcomeOf(() => fresh.uses('Revenue')),
      outcomeOf(() => fresh.ability.can('view', subject('Company', { ...foreign }))),
      outcomeOf(() => fresh.ability.can('view', foreign as never)),
      outcomeOf(() => fresh.ability.can('use', 'Revenue')),
      outcomeOf(() => policyOf('team', { teamIds: [] }).can('view', 'Company', foreign)),
    ];
    Reflect.deleteProperty(Object.prototype, key);
    expect(answers).not.toContain(true);
  });
});

function deepFrozen<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(deepFrozen);
  return value;
}

/** What comes back, or what is thrown. */
function outcomeOf(ask: () => unknown): unknown {
  try {
    return ask();
  } catch (error) {
    return error;
  }
}
