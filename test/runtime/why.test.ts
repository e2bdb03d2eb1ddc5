import { describe, expect, test } from 'vitest';
import { policyOf } from '../support/facade/small.ts';

const own = policyOf('own', { id: 'u1' });
const said = (record: unknown, ...more: unknown[]) =>
  (own.why as (...told: unknown[]) => string)('view', 'Company', record, ...more);

describe('why, of a record', () => {
  test('says that it is reached, and that it is not', () => {
    expect(said({ owner: 'u1' })).toMatch(/^allowed: role `own` gives it for records of which /);
    expect(said({ owner: 'u2' })).toMatch(
      /^not allowed: this record is not reached: role `own` gives it for /,
    );
    expect(said({ owner: null })).toMatch(/^not allowed: this record is not reached: role /);
  });

  test('tells a column that was not loaded from one that is null', () => {
    expect(said({ name: 'x' })).toContain('not reached (it has no `owner`: was it loaded?): role');
  });

  test('tells where the path to the record that is reached ends early', () => {
    const why = own.why as (...told: unknown[]) => string;
    const reason = (record: object) => /\((.*?)\)/.exec(why('view', 'Task', record))?.[1];
    expect(reason({ title: 'x' })).toBe('its `project` is missing: was it loaded?');
    expect(reason({ project: null })).toBe('its `project` is null');
    expect(reason({ project: { company: 'c1' } })).toBe('its `company` is text');
    expect(reason({ project: { company: [{ owner: 'u1' }] } })).toBe('its `company` is a list');
    expect(reason({ project: { company: {} } })).toBe('it has no `owner`: was it loaded?');
  });

  test('tells a value of another type than its column', () => {
    expect(said({ owner: 7 })).toContain('(its `owner` is a number, and compared as id)');
    expect(said({ owner: ['u1'] })).toContain('(its `owner` is a list, and compared as id)');
  });

  test('tells a promise, which says nothing of what it will be', () => {
    expect(said(Promise.resolve({ owner: 'u1' }))).toContain('(it is a promise: was it waited for?)');
  });

  test('refuses what is no record, as `can` does', () => {
    for (const none of [null, [], [{ owner: 'u1' }]]) expect(() => said(none)).toThrow(TypeError);
    expect(() => said(undefined, 'name')).toThrow('a record was expected');
    expect(() => said('u1', 'name')).toThrow('a record was expected');
  });
});
