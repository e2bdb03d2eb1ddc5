import { runInNewContext } from 'node:vm';
import { type AnyAbility, subject } from '@casl/ability';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { abilityFrom } from '../../runtime/client.ts';
import { compiled } from '../support/compiled.ts';
import { policyOf } from '../support/facade/small.ts';
import { filesBelow, fixturesIn } from '../support/fixtures.ts';
import { runs } from '../support/random.ts';

const served = (rules: unknown): AnyAbility => abilityFrom(rules);
const rule = { action: 'view', subject: 'Company' };
const wanted = 'a list of rules was expected, as `policy.ability.rules` gives it; ';

/** Returns the reason for which no ability is made from these rules; an empty text if one is made. */
function fault(rules: unknown): string {
  try {
    abilityFrom(rules);
  } catch (error) {
    expect(error).toBeInstanceOf(TypeError);
    const { message } = error as TypeError;
    expect(message.slice(0, wanted.length)).toBe(wanted);
    return message.slice(wanted.length);
  }
  return '';
}

describe('rules that came over the wire', () => {
  test('decide as the ability that they are from', () => {
    const { ability } = policyOf('own', { id: 'u1' });
    const sent = JSON.parse(JSON.stringify(ability.rules));
    expect(sent.length).toBeGreaterThan(0);
    for (const rules of [ability.rules, sent, runInNewContext(`(${JSON.stringify(sent)})`)])
      expect(
        [{ owner: 'u1' }, { owner: 'u2' }, {}].map((record) =>
          served(rules).can('view', subject('Company', { ...record })),
        ),
      ).toEqual([true, false, false]);
    expect(served([]).can('view', 'Company')).toBe(false);
  });

  test.for(fixturesIn('compiles'))('are taken as compile writes them: $name', ({ folder }) => {
    const whole = compiled(filesBelow(folder, 'policies'));
    for (const row of whole.matrix.rows) {
      const filled = JSON.stringify(whole.rulesOf(row)).replaceAll(/\{"\$user":"\w+"\}/g, '"u1"');
      expect(fault(JSON.parse(filled))).toBe('');
    }
  });

  test('have no holes left: those of rules/ are for nobody yet', () => {
    const holes = [
      { owner: { $user: 'id' } },
      { owner: { $in: [{ $user: 'id' }] } },
      { $and: [{ owner: { $eq: { $user: 'id' } } }] },
    ];
    for (const conditions of holes) expect(fault([{ ...rule, conditions }])).toContain('has a `$user`');
  });

  test('leave the types of columns open: text is compared as text, a date as an instant', () => {
    const january = [{ ...rule, conditions: { at: { $gt: '2026-01-31' } } }];
    const may = (at: unknown) => served(january).can('view', subject('Company', { at }));
    expect(['2026-02-01', 'March', new Date('2026-02-01')].map(may)).toEqual([true, true, true]);
    expect(['2026-01-31', '1999', '', new Date('2026-01-31'), null, 7].map(may)).toEqual(
      Array.from({ length: 6 }, () => false),
    );
  });

  test('are a list, and what came instead is named', () => {
    const { ability } = policyOf('own', { id: 'u1' });
    for (const [value, came] of [
      [undefined, 'undefined came'],
      [null, 'null came'],
      ['[]', 'a text came'],
      [JSON.stringify(ability.rules), 'a text came'],
      [7, 'a number came'],
      [() => [], 'a function came'],
      [{ code: 403 }, 'an object came'],
      [{ length: 0 }, 'an object came'],
      [ability, 'an object with `rules`, which are what is wanted, came'],
      [{ rules: [] }, 'an object with `rules`, which are what is wanted, came'],
      [Promise.resolve([]), 'a promise, not awaited, came'],
    ] as const)
      expect([value, fault(value)]).toEqual([value, came]);
  });

  const faults: readonly (readonly [unknown, string])[] = [
    ...[undefined, null, 7, 'view', [], ['view', 'Company'], new Date(), new (class Rule {})()].map(
      (one) => [one, 'is no rule'] as const,
    ),
    [{ ...rule, inverted: true }, 'is inverted: it forbids, and rules here only allow'],
    [{ inverted: true, action: 'view' }, 'is inverted: it forbids, and rules here only allow'],
    [{ action: 'view' }, 'has no subject, so it would be about everything'],
    [{ ...rule, subject: undefined }, 'has no subject, so it would be about everything'],
    ...[null, '', 7, {}, [], [''], [7], '\0', 'a\0', ['Company', '\0']].map(
      (one) =>
        [{ ...rule, subject: one }, 'has a subject that is neither a name nor a list of names'] as const,
    ),
    ...[null, 0, 1, 'false', {}].map(
      (one) => [{ ...rule, inverted: one }, 'is inverted: it forbids, and rules here only allow'] as const,
    ),
    ...[undefined, null, '', 7, {}, [], [''], [7], ['view', null], '\0', ['view', '\0'], new Array(2)].map(
      (one) =>
        [{ ...rule, action: one }, 'has an action that is neither a name nor a list of names'] as const,
    ),
    ...[null, '', 'name', {}, [], [7], ['name', ''], ['*'], ['name', 'a**'], new Array(2)].map(
      (one) => [{ ...rule, fields: one }, 'has fields that are no list of names'] as const,
    ),
    ...[null, '', 'x', 0, [], [{ owner: 'u1' }], new Date(), () => true].map(
      (one) => [{ ...rule, conditions: one }, 'has conditions that are no map, or nested too deep'] as const,
    ),
    ...[null, 7, 'xy', {}, { owner: 'u1' }, [null], ['xy'], [7], [[]], [{ $and: 7 }], new Array(2)].map(
      (one) =>
        [
          { ...rule, conditions: { $and: one } },
          'has conditions that are no map, or nested too deep',
        ] as const,
    ),
    [{ ...rule, reason: 'x' }, 'has a `reason`, which no rule has here'],
    [{ ...rule, ['x'.repeat(99)]: 1 }, `has a \`${'x'.repeat(40)}…\`, which no rule has here`],
    [
      JSON.parse('{"action":"view","subject":"Company","__proto__":{}}'),
      'has a `__proto__`, which no rule has here',
    ],
    [
      JSON.parse('{"__proto__":{"action":"view","subject":"Company"}}'),
      'has a `__proto__`, which no rule has here',
    ],
  ];

  test('each has the form of those that the facade gives', () => {
    for (const [one, said] of faults) {
      expect([one, fault([one])]).toEqual([one, `rule 1 of 1 ${said}`]);
      expect([one, fault([rule, one, rule])]).toEqual([one, `rule 2 of 3 ${said}`]);
    }
    const sparse: unknown[] = [rule];
    sparse[2] = rule;
    expect(fault(sparse)).toBe('rule 2 of 3 is no rule');
    for (const good of [
      ...[rule, { ...rule, action: ['view', 'update'] }, { ...rule, fields: ['name'] }],
      ...[
        { ...rule, conditions: {} },
        { ...rule, conditions: { $and: [{}, { $and: [] }] } },
      ],
      Object.assign(Object.create(null), rule),
      ...[
        { ...rule, subject: ['Company'], inverted: false },
        { ...rule, fields: ['no-property'] },
        { ...rule, fields: [''] },
      ],
    ])
      expect([good, fault([good])]).toEqual([good, '']);
  });

  test('whatever they are, only a `TypeError` with a sentence comes, and no question throws', {
    tags: ['slow'],
  }, () => {
    const part = fc.oneof(
      fc.constantFrom('view', 'Company', 'all', 'manage', '\0', '*'),
      fc.json().map((json) => JSON.parse(json)),
    );
    const anyRule = fc.record(
      {
        action: part,
        subject: part,
        fields: part,
        conditions: fc.oneof(
          part,
          fc.dictionary(fc.constantFrom('owner', '$and', '$or', '$not', '__proto__', 'a.b', ''), part),
        ),
      },
      { requiredKeys: ['action', 'subject'] },
    );
    let made = 0;
    fc.assert(
      fc.property(fc.oneof(part, fc.array(anyRule, { maxLength: 2 })), (rules) => {
        if (fault(rules) !== '') return;
        made++;
        const ability = served(rules);
        for (const asked of ['Company', subject('Company', { owner: 'u1', arr: 1 })])
          for (const field of [undefined, 'name']) ability.can('view', asked as never, field);
        expect([ability.can('remove', 'Company'), ability.can('view', 'Page')]).toEqual([false, false]);
      }),
      runs(3000),
    );
    expect(made).toBeGreaterThan(100);
  });
});

describe('conditions that came over the wire', () => {
  const company = () => subject('Company', { owner: 'u1', arr: 5, tags: ['a'] });
  const meets = (conditions: unknown): boolean => served([{ ...rule, conditions }]).can('view', company());

  test('match nothing where an operator is unknown', () => {
    expect(meets({ owner: 'u1' })).toBe(true);
    for (const operator of [
      '$ne',
      '$nin',
      '$not',
      '$regex',
      '$all',
      '$size',
      '$elemMatch',
      'eq',
      '',
      '__proto__',
    ]) {
      const operand = JSON.parse(`{"owner":{${JSON.stringify(operator)}:"u9"}}`);
      expect([operator, meets(operand)]).toEqual([operator, false]);
      expect([operator, meets({ $and: [operand, { owner: 'u1' }] })]).toEqual([operator, false]);
    }
    for (const operator of ['$or', '$nor', '$not', '$where', '$expr', '__proto__', 'constructor', 'toString'])
      for (const operand of [[{ owner: 'u1' }], { owner: 'u1' }, 'true', true])
        expect([
          operator,
          meets(JSON.parse(JSON.stringify({ key: operand }).replace('key', operator))),
        ]).toEqual([operator, false]);
  });

  test('cannot ask for what objects inherit, nor change it', () => {
    for (const path of [
      '__proto__',
      'constructor',
      'constructor.name',
      '__proto__.constructor.name',
      'toString',
    ])
      for (const value of [{ $exists: true }, 'Object', { $in: ['Object'] }])
        expect([path, meets(JSON.parse(`{${JSON.stringify(path)}:${JSON.stringify(value)}}`))]).toEqual([
          path,
          false,
        ]);
    fault(JSON.parse('[{"action":"view","subject":"Company","conditions":{"__proto__":{"polluted":true}}}]'));
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  test('are refused where they are nested deeper than any that are written', () => {
    const nested = (depth: number): unknown =>
      JSON.parse(`${'{"$and":['.repeat(depth)}{"owner":"u1"}${']}'.repeat(depth)}`);
    const listed = (depth: number): unknown =>
      JSON.parse(`{"owner":${'['.repeat(depth)}${']'.repeat(depth)}}`);
    expect([meets(nested(1)), meets(nested(50)), meets(listed(50))]).toEqual([true, true, false]);
    for (const conditions of [nested(200), nested(100_000), listed(200), listed(100_000)])
      expect(fault([{ ...rule, conditions }])).toBe(
        'rule 1 of 1 has conditions that are no map, or nested too deep',
      );
  });

  test('a hundred thousand rules are looked at, each of them', { tags: ['slow'] }, () => {
    const many: unknown[] = Array.from({ length: 100_000 }, (_, at) => ({
      ...rule,
      conditions: { owner: `u${at}` },
    }));
    const ability = served(many);
    expect(ability.can('view', company())).toBe(true);
    expect(ability.can('view', subject('Company', { owner: 'nobody' }))).toBe(false);
    expect(fault([...many, { action: 'view' }])).toMatch(/^rule 100001 of 100001 has no subject/);
  });
});
