/** @module-tag slow */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openStore, type Store } from '../../runtime/store.ts';
import { runs } from '../support/random.ts';
import { bundleOf, type Loose, refusal, sealed, signer, small } from '../support/signing.ts';

/** A bundle that has something at every place of its structure. */
const rich = `
kind: Model
name: Company
family: standard
actions: [create, view, update, export]
portfolio: self
properties: { arr: { type: number }, owner: { type: id }, name: { type: string } }
---
{ kind: Model, name: Note, family: standard, actions: [view, update], portfolio: { through: company }, relations: { company: { model: Company } }, properties: { text: { type: string } } }
---
{ kind: Model, name: Log, family: internal, actions: [view] }
---
{ kind: Feature, name: Sync }
---
{ kind: Module, name: Revenue }
---
{ kind: Capability, name: Reports, requires: [Revenue:use, Company:view] }
---
kind: Principal
attributes: { id: { type: id }, teamIds: { type: list } }
---
{ kind: Portfolio, name: own, on: Company, reach: { owner: { $user: id } } }
---
{ kind: Portfolio, name: big, on: Company, reach: { arr: { $gte: 1000 }, name: { $in: [a, b] } } }
---
{ kind: UserType, name: Core, rank: 2, allows: { models: { '*': all }, modules: all, features: all } }
---
{ kind: UserType, name: View, rank: 1, allows: { models: { '*': [view] } } }
---
{ kind: Seat, name: Service, combinesWith: [View], adds: { models: { Note: all } } }
---
{ kind: Tenant, name: acme, ceiling: { models: { '*': all }, modules: all, features: all } }
---
{ kind: Tenant, name: globex, ceiling: { models: { '*': [view] } } }
---
{ kind: Role, name: worker, userType: Core, portfolio: [own, big], grants: { models: { '*': all }, modules: all, features: all } }
---
{ kind: Role, name: guest, userType: View, seats: [Service], portfolio: [own], grants: { models: { '*': [view] } } }
`;

describe('a good signature on nonsense', () => {
  const ada = signer();
  const [viewing, removing] = [bundleOf(small('view')), bundleOf(small('view, remove'))];
  const open = () => openStore({ bundle: ada.release(5, viewing), keys: [ada.publicKey] });
  const worker = { tenant: 'acme', roles: ['worker'], userType: 'Core', user: {} };
  const mayRemove = (store: Store) => store.permissions(worker).can('remove', 'Task', {});
  const content = bundleOf(rich);
  const values: readonly unknown[] = [null, true, 7, 'x', [], {}];
  const typeOf = (value: unknown) => (value === null ? 'null' : Array.isArray(value) ? 'list' : typeof value);

  /** Returns true for a place that takes more than one type, where another type need not be nonsense. */
  const isFree = (at: string) =>
    /^\.reaches\.\d+$|^\.reaches\.\d+\.alternatives\.\d+\.\d+\.2(\.\d+)?$/.test(at);

  test('is refused wherever in the structure a value is of another type', async () => {
    const store = await open();
    const taken: string[] = [];
    for (const at of placesIn(content)) {
      if (isFree(at)) continue;
      for (const value of values) {
        if (typeOf(value) === typeOf(valueAt(content, at))) continue;
        const other = sealed(changed(content, at, value));
        // The digest is set anew, so it alone stays as it was.
        const signed = ada.release(6, at === '.digest' ? { ...content, digest: value } : other);
        const code = await refusal(store.swap(signed));
        if (!['malformed', 'too-new-format'].includes(code))
          taken.push(`${at} = ${JSON.stringify(value)}: ${code}`);
      }
    }
    expect(taken).toEqual([]);
    expect([store.sequence, mayRemove(store)]).toEqual([5, false]);
    expect((await store.swap(ada.release(6, sealed(content)))).sequence).toBe(6);
  });

  test('is refused or harmless wherever something is missing, more, too large or named like what objects inherit', async () => {
    const extremes = [
      undefined,
      -1,
      0.5,
      1e9,
      '',
      'A'.repeat(99),
      '__proto__',
      ['__proto__'],
      [[]],
      { __proto__: null, $user: '__proto__' },
    ];
    for (const at of placesIn(content))
      for (const value of extremes) {
        const store = await open();
        const code = await refusal(store.swap(ada.release(6, sealed(changed(content, at, value)))));
        expect(['taken', 'malformed', 'too-new-format', 'wrong-digest']).toContain(code);
        expect(store.sequence).toBe(code === 'taken' ? 6 : 5);
        for (const tenant of store.tenants) expect(() => answers(store, tenant)).not.toThrow(TypeError);
      }
  });

  test('whatever it is', async () => {
    const store = await open();
    const parts = ['{"sequence":6}', '{"bundle":{}}', '{"sequence":6,"tenant":null}'];
    for (const payload of ['', '7', 'null', '[]', '{}', '"x"', ...parts])
      expect([payload, await refusal(store.swap(ada.envelope(payload)))]).toEqual([payload, 'malformed']);
    const more = JSON.stringify({ sequence: 6, tenant: null, bundle: removing, more: 1 });
    expect(await refusal(store.swap(ada.envelope(more)))).toBe('malformed');
    await fc.assert(
      fc.asyncProperty(fc.json(), fc.json(), async (any, other) => {
        expect(await refusal(store.swap(ada.envelope(any)))).toBe('malformed');
        const payload = `{"sequence":6,"tenant":null,"bundle":${other}}`;
        expect(await refusal(store.swap(ada.envelope(payload)))).toMatch(/malformed|too-new-format/);
      }),
      runs(300),
    );
    expect(store.sequence).toBe(5);
  });

  test('a newer format is said to be newer, another version to be wrong', async () => {
    const store = await open();
    expect(await refusal(store.swap(ada.release(6, { version: 3, all: 'new' })))).toBe('too-new-format');
    expect(await refusal(store.swap(ada.release(6, sealed({ ...removing, version: 0 }))))).toBe('malformed');
  });

  test('a digest is that of what is there, so an unknown part counts', async () => {
    const store = await open();
    expect(await refusal(store.swap(ada.release(6, { ...removing, more: 1 })))).toBe('wrong-digest');
    expect(await refusal(store.swap(ada.release(6, { ...removing, digest: viewing.digest })))).toBe(
      'wrong-digest',
    );
  });

  test('keys that set prototypes change nothing, and depth is no way to the end of the stack', async () => {
    const store = await open();
    const withProto = (inner: string) => JSON.stringify(removing).replace(/^\{/, `{"__proto__":${inner},`);
    const attempts = [
      withProto('{"tenants":{}}'),
      withProto('{"polluted":true}'),
      withProto('['.repeat(200_000) + ']'.repeat(200_000)),
      JSON.stringify(removing).replace('"tenants":{', '"tenants":{"__proto__":{"ceiling":0,"roles":{}},'),
      JSON.stringify(removing).replace('"roles":{', '"roles":{"__proto__":{"polluted":true},'),
    ];
    for (const text of attempts) {
      const code = await refusal(store.swap(ada.envelope(`{"sequence":6,"tenant":null,"bundle":${text}}`)));
      expect(['malformed', 'wrong-digest']).toContain(code);
    }
    const whole = JSON.stringify({ sequence: 6, tenant: null, bundle: removing });
    const inside = whole.replace(',"tenant":null', ',"__proto__":{"tenant":null}');
    for (const payload of [`{"__proto__":${whole}}`, inside])
      expect(await refusal(store.swap(ada.envelope(payload)))).toBe('malformed');
    expect(await refusal(store.swap(ada.envelope(whole.replace('"sequence":6', '"sequence":5'))))).toBe(
      'replayed-differently',
    );
    expect(({} as Loose).polluted).toBeUndefined();
    expect(store.sequence).toBe(5);
  });

  test('says little of what somebody sent', async () => {
    const store = await open();
    const long = sealed({
      ...removing,
      tenants: { acme: { ceiling: 0, roles: { r: { userType: 'x'.repeat(1e6) } } } },
    });
    await expect(store.swap(ada.release(6, long))).rejects.toThrow(/^.{10,400}$/s);
  });
});

/** Everything that a worker of a tenant can be told. */
function answers(store: Store, tenant: string): unknown {
  try {
    const policy = store.permissions({
      tenant,
      roles: ['worker'],
      userType: 'Core',
      user: { id: 'u', teamIds: [] },
    });
    return [
      policy.can('view', 'Company', { owner: 'u', arr: 1, name: 'a' }, 'arr'),
      policy.where('view', 'Company'),
      policy.why('export', 'Company'),
    ];
  } catch (error) {
    if (error instanceof TypeError) throw error;
    return error;
  }
}

/** Every place in a value, as `.tenants.acme.roles`. */
function placesIn(value: unknown, at = ''): readonly string[] {
  const inner = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return [...(at === '' ? [] : [at]), ...inner.flatMap(([key, item]) => placesIn(item, `${at}.${key}`))];
}

const valueAt = (value: unknown, at: string): unknown =>
  at
    .split('.')
    .slice(1)
    .reduce((inner, key) => (inner as Loose)[key], value);

/** A copy in which one place holds something else; nothing takes it away. */
function changed(value: Loose, at: string, other: unknown): Loose {
  const copy = structuredClone(value);
  const keys = at.split('.').slice(1);
  const last = keys.pop() ?? '';
  const inner = keys.reduce((one, key) => one[key] as Loose, copy);
  if (other === undefined) delete inner[last];
  else inner[last] = other;
  return copy;
}
