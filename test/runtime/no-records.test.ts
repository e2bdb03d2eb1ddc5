import { runInNewContext } from 'node:vm';
import { type AnyAbility, subject } from '@casl/ability';
import { describe, expect, test } from 'vitest';
import { abilityFrom } from '../../runtime/ability.ts';
import { policyOf } from '../support/facade/small.ts';

/** By name, what services hand on by mistake: an answer around the record, or something else in its place. */
const noRecords: Readonly<Record<string, () => object>> = {
  'an error': () => new Error('no such row'),
  'an error with columns': () => Object.assign(new Error('no such row'), { owner: null, name: 'x' }),
  'an error that calls itself an object': () =>
    Object.assign(new TypeError('x'), { [Symbol.toStringTag]: 'Object', owner: null }),
  'an error of another realm': () => runInNewContext("new RangeError('x')") as object,
  'an exception of the web': () => new DOMException('x', 'AbortError'),
  'a response': () => new Response('{"owner":null}'),
  'a request': () => new Request('https://example.org/'),
  'an address': () => new URL('https://example.org/'),
  'a blob': () => new Blob(['{}']),
  headers: () => new Headers({ owner: 'u1' }),
  'an abort signal': () => new AbortController().signal,
  'a map': () => new Map([['owner', null]]),
  'a map of another realm': () => runInNewContext("new Map([['owner', null]])") as object,
  'a map with columns': () => Object.assign(new Map(), { owner: null }),
  'a weak map': () => new WeakMap(),
  'a set': () => new Set(),
  'a promise': () => Promise.resolve({ owner: null }),
  'a query to wait for': () =>
    Object.fromEntries([['then', () => undefined] as const, ['owner', null] as const]),
  'a date': () => new Date(),
  'an invalid date': () => new Date(Number.NaN),
  bytes: () => Buffer.from('x'),
  'no bytes': () => new Uint8Array(),
  'raw bytes': () => new ArrayBuffer(1),
  'a pattern': () => /owner/,
  'a boxed text': () => Object('owner') as object,
  'a boxed number': () => Object(7) as object,
  'an iterator': () => [][Symbol.iterator](),
  'the answer of a database': () => ({ rows: [{ owner: null }], rowCount: 1 }),
  'an envelope': () => ({ data: { owner: null } }),
  'an instance around a record': () =>
    new (class Result {
      readonly rows = [{ owner: null }];
    })(),
  'an instance without anything': () => new (class Company {})(),
  'columns that are inherited': () => Object.create({ owner: null, name: 'x' }) as object,
  'a column by a symbol': () => Object.assign(Object.create({}) as object, { [Symbol('owner')]: null }),
};

class Entity {
  owner: string | null = null;
  name = 'x';
}

/** By name, what ORMs make of a row that has no owner. */
const records: Readonly<Record<string, () => object>> = {
  plain: () => ({ owner: null, name: 'x' }),
  'without the column': () => ({ name: 'x' }),
  empty: () => ({}),
  'without a prototype': () => Object.assign(Object.create(null) as object, { name: 'x' }),
  frozen: () => Object.freeze({ name: 'x' }),
  'of another realm': () => runInNewContext("({ name: 'x' })") as object,
  'an entity': () => new Entity(),
  'a subclass of an entity': () => new (class Company extends Entity {})(),
  'an entity with accessors': () =>
    new (class Company {
      readonly #row = { owner: null };
      get owner(): null {
        return this.#row.owner;
      }
    })(),
  'an entity that names itself': () =>
    Object.assign(new Entity(), { [Symbol.toStringTag]: 'Company', name: 'x' }),
  'a proxy of an entity': () => new Proxy(new Entity(), {}),
  'with a property that is undeclared': () => ({ id: 'c1', name: 'x' }),
};

function answersOf(record: object) {
  const { can, fields, why, ability } = policyOf('orphan', {});
  const served: AnyAbility = abilityFrom(JSON.parse(JSON.stringify(ability.rules)));
  const tagged = (): ReturnType<typeof subject> => subject('Company', record);
  return {
    can: can('view', 'Company', record),
    property: can('view', 'Company', record, 'name'),
    fields: fields('view', 'Company', record).length > 0,
    why: why('view', 'Company', record).startsWith('allowed'),
    nested: can('view', 'Task', { project: { company: record } }),
    nestedFields: fields('view', 'Task', { project: { company: record } }).length > 0,
    nestedWhy: why('view', 'Task', { project: { company: record } }).startsWith('allowed'),
    ability: Object.isExtensible(record) && ability.can('view', tagged()),
    served: Object.isExtensible(record) && served.can('view', tagged()),
  };
}

const every = (answer: boolean, isTagged = answer) => ({
  ...{ can: answer, property: answer, fields: answer, why: answer },
  ...{ nested: answer, nestedFields: answer, nestedWhy: answer, ability: isTagged, served: isTagged },
});

describe('a portfolio of records that lack a column', () => {
  test.each(Object.keys(noRecords))('does not hold %s', (name) => {
    const none = noRecords[name]?.() ?? {};
    expect(answersOf(none)).toEqual(every(false));
    const { why } = policyOf('orphan', {});
    expect(why('view', 'Company', none)).toMatch(/no record of `Company`|nothing that a record has|promise/);
  });

  test.each(Object.keys(records))('holds what is %s', (name) => {
    const record = records[name]?.() ?? {};
    expect(answersOf(record)).toEqual(every(true, Object.isExtensible(record)));
  });
});

describe('what can be no record', () => {
  const kinds = Object.keys(noRecords).filter(
    (name) => !/query|answer of|envelope|instance|inherited|symbol/.test(name),
  );

  test.each(kinds)('%s is none, whatever is asked', (name) => {
    const none = noRecords[name]?.() ?? {};
    for (const policy of [policyOf('everything'), policyOf('owned'), policyOf('own', { id: 'u1' })]) {
      expect(policy.can('view', 'Company', none)).toBe(false);
      expect(policy.can('view', 'Page', none)).toBe(false);
      expect(policy.fields('view', 'Company', none)).toEqual([]);
      expect(policy.ability.can('view', subject('Company', none))).toBe(false);
      expect(policy.why('view', 'Page', none)).toMatch(/^not allowed: /);
    }
  });

  test('it is on no path either', () => {
    const project = Object.assign(new Error('x'), { company: { owner: null } });
    const { can, why } = policyOf('orphan', {});
    expect(can('view', 'Task', { project })).toBe(false);
    expect(why('view', 'Task', { project })).toContain('(its `project` is an Error, and no record)');
    expect(can('view', 'Task', Object.assign(new Error('x'), { project: { company: {} } }))).toBe(false);
  });

  test('`why` says what came', () => {
    const { why } = policyOf('orphan', {});
    expect(why('view', 'Company', new Error('x'))).toContain(
      'not allowed: this is an Error, and no record of `Company`: role `orphan` gives it for ',
    );
    expect(why('view', 'Page', new Response('x'))).toContain('this is a Response, and no record of `Page`');
    expect(why('view', 'Company', { rows: [] })).toContain(
      '(it has nothing that a record has: no `owner`, and no other property; is the record inside it?)',
    );
  });
});
