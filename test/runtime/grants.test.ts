import { type AnyAbility, subject } from '@casl/ability';
import { afterEach, describe, expect, test } from 'vitest';
import { openFacade } from '../../runtime/permissions.ts';
import { PermissionsError } from '../../runtime/permissions-error.ts';
import { bundleText, facade, outcomeOf, policyOf } from '../support/facade/small.ts';

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
    expect(refused({ userType: 'App' })).toMatchObject({
      code: 'role-not-assignable',
      message:
        'role `own` cannot be given: it needs a user type of audience `member`, as `Core` is, and the user has `App` of audience `app`',
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

  test('twenty thousand different grants, some asked for again', { tags: ['slow'] }, () => {
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
    expect(can('view', 'Company', { owner: 'u1' })).toBe(true);
    expect(canSome('view', 'Company')).toBe(true);
    expect(fields('update', 'Company', { owner: 'u1' })).not.toContain('phase');
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
    const { ability } = policyOf('own', { id: 'u1' });
    for (const { conditions = {} } of ability.rules)
      for (const field of Object.keys(conditions))
        expect(Reflect.set(conditions, field, { $exists: true })).toBe(false);
    expect(ability.can('view', subject('Company', { owner: 'u9' }))).toBe(false);
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
      owner: policyOf('own', { id: 'u1' }).can('view', 'Company', {}),
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

  test('nor does a getter on it fill a column or an attribute', () => {
    added.add('owner').add('id');
    for (const [key, value] of Object.entries({ owner: 'u1', id: 'u9' }))
      Object.defineProperty(Object.prototype, key, { get: () => value, configurable: true });
    expect(policyOf('own', Object.assign(Object.create(null), { id: 'u1' })).can('view', 'Company', {})).toBe(
      false,
    );
    expect(policyOf('own', {}).canSome('view', 'Company')).toBe(false);
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

describe('the bundle', () => {
  test('cannot be changed any more when it was opened, by whoever else has it', () => {
    const held = JSON.parse(bundleText);
    const opened = openFacade(held);
    const { roles } = held.tenants.acme;
    expect(() => {
      roles.own.effective = roles.everything.effective;
    }).toThrow(TypeError);
    expect(() => held.reaches.fill('all')).toThrow(TypeError);
    const own = opened.permissions({ ...given, user: { id: 'u1' } });
    expect(own.can('view', 'Company', { owner: 'u2' })).toBe(false);
  });
});

const given = { tenant: 'acme', roles: ['own'], userType: 'Core' };
