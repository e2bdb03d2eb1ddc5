/** @module-tag slow */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compile } from '../../compiler/library.ts';
import { filesInMemory } from '../../compiler/text/files.ts';
import { PermissionsError } from '../../runtime/permissions-error.ts';
import type { StoredRole } from '../../runtime/stored-role.ts';
import { type Document, effectiveOf, ofKind, type Role, resolveRole } from '../oracle/oracle.ts';
import { compileDocuments } from '../oracle/run.ts';
import { acme } from '../support/acme.ts';
import { compiled } from '../support/compiled.ts';
import { runs } from '../support/random.ts';
import { openPackage, type Package } from '../support/role-editor.ts';
import { drawStoredRoles } from '../support/stored-roles.ts';

/*
 * Rows that somebody has changed since an editor compiled them: they say no two things, and whatever they say they give nothing
 * that the tenant could not have given by a row of an editor.
 */

const open = openPackage(compiled(filesInMemory({ 'policies/all.yaml': acme })));
const desk = {
  kind: 'Role',
  name: 'desk',
  tenant: 'acme',
  userType: 'Core',
  portfolio: ['own'],
  grants: { models: { Company: ['view', 'update'] } },
} as const;
const good = open.roles({ tenant: 'acme' }).compile(desk);

/** Returns the sentence of the error that is thrown; undefined where there is none. */
function refusalOf(act: () => unknown): string | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    expect(error).toBeInstanceOf(PermissionsError);
    return (error as Error).message;
  }
}

/** Returns what each reader of rows says against one: signing in, the list of an editor, `renew`, and `check --roles`. */
function askAll(row: unknown) {
  const { permissions, roles } = open;
  const signedIn = {
    tenant: 'acme',
    roles: [row] as never,
    userType: 'Core',
    user: { id: 'u1', teamIds: [] },
  };
  const [listed] = roles({ tenant: 'acme', stored: [row] })
    .list()
    .filter(({ stored }) => stored);
  const { findings } = compile({ 'policies/all.yaml': acme }, { folder: 'policies', stored: [row] });
  return {
    signingIn: refusalOf(() => permissions(signedIn)),
    list: listed && 'because' in listed ? listed.because : undefined,
    renew: refusalOf(() => roles({ tenant: 'acme' }).renew(row)),
    check: findings.find(({ path, severity }) => path === 'stored roles' && severity === 'error')?.message,
  };
}

describe('a row that says two things', () => {
  const twoTenants = 'the row and its role name two tenants';
  const noVersion = 'its version is 2, and version 1 is read here';
  test.each([
    ['the tenant outside', { ...good, tenant: 'big-corp' }, twoTenants],
    ['the tenant inside', { ...good, role: { ...good.role, tenant: 'big-corp' } }, twoTenants],
    ['the tenant outside, by another bundle', { ...good, tenant: 'big-corp', digest: 'other' }, twoTenants],
    ['the version', { ...good, version: 2 }, noVersion],
    ['the version, by another bundle', { ...good, version: 2, digest: 'other' }, noVersion],
  ])('gives nothing anywhere: %s', (_, row, sentence) => {
    const damaged = `a stored role is damaged: ${sentence}`;
    expect(askAll(row)).toEqual({
      signingIn: damaged,
      list: damaged,
      renew: damaged,
      check: `row 1 is no role: ${sentence}`,
    });
  });

  test('is not one that has keys beside, which nobody reads', () => {
    const nothing = { signingIn: undefined, list: undefined, renew: undefined, check: undefined };
    expect(askAll(good)).toEqual(nothing);
    expect(askAll({ ...good, id: 7, Tenant: 'big-corp', permissions: ['*'] })).toEqual(nothing);
    expect(
      askAll(JSON.parse(JSON.stringify({ ...good }).replace('{', '{"__proto__":{"tenant":"x"},'))),
    ).toEqual(nothing);
  });

  test.each([
    ['kind', 'Tenant'],
    ['kind', undefined],
    ['tenant', undefined],
    ['abstract', true],
  ])('gives nothing where the role in it could not be the tenant’s: %s %s', (key, value) => {
    const { signingIn, list, renew } = askAll({ ...good, role: { ...good.role, [key]: value } });
    expect(signingIn).toBe('a stored role is damaged: its role is none of the tenant');
    expect([typeof list, typeof renew]).toEqual(['string', 'string']);
  });
});

describe('a row in which more is compiled than its role says', () => {
  const fill = (text: string) => Buffer.from(text, 'base64').fill(255).toString('base64');
  const sentence = 'the row holds more than its role says: compile it again';
  test.each<[string, object]>([
    ['cells that it asks for', { grants: [fill(good.grants[0])] }],
    ['cells that it held', { effective: [fill(good.effective[0])] }],
    ['records', { scopes: [[[fill(good.grants[0])], 'all']] }],
    ['columns', { columns: { Company: { arr: 'date' } } }],
    ['a role that was cut', { role: { ...good.role, grants: { models: { Company: ['view'] } } } }],
    ['nothing that can be read', { grants: ['no'], effective: null }],
  ])('is told by the editor, and mended by `renew`: %s', (_, change) => {
    const row = { ...good, ...change } as StoredRole;
    const editor = open.roles({ tenant: 'acme', stored: [row] });
    expect(editor.list()).toContainEqual({ role: 'desk', stored: true, because: sentence });
    expect(editor.assignable({ userType: 'Core' })).toContainEqual({
      role: 'desk',
      stored: true,
      assignable: false,
      because: sentence,
    });
    const [renewed] = [editor.renew(row)];
    expect(askAll(renewed)).toMatchObject({ list: undefined });
    expect(renewed).toEqual(open.roles({ tenant: 'acme' }).compile(row.role as never));
  });

  test('is not one that holds less, as a row does that was renewed', () => {
    const less = open
      .roles({ tenant: 'acme' })
      .renew({ ...good, names: { Company: { actions: ['view'], view: ['name'] } } });
    expect(askAll(less)).toMatchObject({ list: undefined, signingIn: undefined });
  });
});

describe('a row that includes another row', () => {
  const stem = open.roles({ tenant: 'acme' }).compile({ ...desk, name: 'stem' });
  const crown = { ...desk, name: 'crown', includes: ['stem'], grants: { models: { Task: ['view'] } } };
  const row = open.roles({ tenant: 'acme', stored: [stem] }).compile(crown);
  const said = (stored: readonly unknown[]) =>
    open
      .roles({ tenant: 'acme', stored } as never)
      .assignable({ userType: 'Core' })
      .filter((one) => one.stored)
      .map(({ role, because }) => [role, because]);

  test.each([[[stem, row]], [[row, stem]]])('is of use beside it, and is edited as any other', (stored) => {
    const editor = open.roles({ tenant: 'acme', stored } as never);
    expect(said(stored)).toEqual([
      ['crown', undefined],
      ['stem', undefined],
    ]);
    expect(editor.granted(row.role as never)).toContainEqual(
      expect.objectContaining({ permission: 'Company:update', included: true }),
    );
    expect(editor.set(row.role as never, 'Task:view', false).includes).toEqual(['stem']);
    expect(editor.renew(row)).toEqual(row);
    expect(editor.duplicate('crown').role.clonedFrom).toBe('crown');
  });

  test('is of none without it, or beside one that is of none', () => {
    const missing = 'it does not compile: role `crown` includes `stem`, and there is no such role';
    expect(said([row])).toEqual([['crown', expect.stringContaining(missing)]]);
    const broken = { ...stem, tenant: 'big-corp' };
    expect(said([broken, row])).toEqual([
      ['crown', expect.stringContaining(missing)],
      ['stem', expect.stringContaining('two tenants')],
    ]);
    const circle = { ...row, role: { ...row.role, name: 'stem', includes: ['crown'] } };
    expect(said([circle, row]).every(([, because]) => because !== undefined)).toBe(true);
  });

  test('holds too much once that one holds less, which the editor says and `renew` mends', () => {
    const less = open
      .roles({ tenant: 'acme' })
      .compile({ ...desk, name: 'stem', grants: { models: { Company: ['view'] } } });
    expect(said([less, row])).toContainEqual([
      'crown',
      'the row holds more than its role says: compile it again',
    ]);
    const renewed = open.roles({ tenant: 'acme', stored: [less, row] } as never).renew(row);
    expect(said([less, renewed])).toContainEqual(['crown', undefined]);
    const { permissions } = open;
    const policy = permissions({
      tenant: 'acme',
      roles: [renewed] as never,
      userType: 'Core',
      user: { id: 'u1', teamIds: [] },
    });
    expect([policy.canSome('view', 'Company'), policy.canSome('update', 'Company')]).toEqual([true, false]);
  });
});

/** Values that hostile or clumsy hands put where others were. */
const strange = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    0,
    1,
    2,
    -1,
    1e308,
    '',
    'all',
    '*',
    'AAAA',
    '////',
    '__proto__',
    'constructor',
    [],
    {},
    [[]],
    [null],
    ['*'],
    'x'.repeat(100_000),
    { $user: 'id' },
    { except: [] },
  ),
  fc.jsonValue({ maxDepth: 3 }),
);

/** Lists the paths to all values in a value. */
const pathsIn = (value: unknown, before: readonly string[] = []): readonly (readonly string[])[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, item]) => [[...before, key], ...pathsIn(item, [...before, key])])
    : [];

/** Returns a value that has another one at a path, or none. */
function replaceAt(
  value: unknown,
  [key, ...rest]: readonly string[],
  change: (old: unknown) => unknown,
): unknown {
  if (key === undefined) return change(value);
  if (typeof value !== 'object' || value === null) return value;
  const copy = (Array.isArray(value) ? [...value] : { ...value }) as Record<string, unknown>;
  const made = replaceAt(copy[key], rest, change);
  if (made === undefined) delete copy[key];
  else
    Object.defineProperty(copy, key, { value: made, enumerable: true, configurable: true, writable: true });
  return copy;
}

const widenText = (old: unknown): unknown =>
  typeof old === 'string' && /^[A-Za-z0-9+/]+=*$/.test(old) && old.length % 4 === 0
    ? Buffer.from(old, 'base64').fill(255).toString('base64')
    : old;

/** Lists what somebody may do on some record. */
const heldBy = (
  policy: ReturnType<Package['permissions']>,
  cells: ReturnType<ReturnType<Package['roles']>['offer']>,
) =>
  cells.flatMap(({ permission, kind, subject, property, action }) => {
    const isModel = kind === 'action' || kind === 'property';
    const can = isModel ? policy.canSome(action, subject, property) : policy.uses(subject);
    return can ? [permission] : [];
  });

/** Returns an editor's row of a role as a database gives it back; undefined where an invariant refuses it. */
function compileRow({ roles }: Package, role: Role): StoredRole | undefined {
  try {
    return JSON.parse(JSON.stringify(roles({ tenant: role.tenant ?? '' }).compile(role)));
  } catch {
    return undefined;
  }
}

/** Returns all that a role of a tenant's own could hold for a user type and seats, by the second reading of the language. */
function largestOf(documents: readonly Document[], role: Role): ReadonlySet<string> {
  const tenant = ofKind(documents, 'Tenant').find(({ name }) => name === role.tenant);
  if (!tenant) throw new Error(`there is no tenant ${role.tenant}`);
  const grants = { models: { '*': 'all' }, modules: 'all', features: 'all' } as const;
  return effectiveOf(resolveRole(documents, tenant, { ...role, grants }));
}

const strangeKey = fc.constantFrom('', '__proto__', 'tenant', 'role', 'kind', 'abstract', 'toJSON');

const change = fc.record({
  at: fc.nat(),
  how: fc.constantFrom('replace', 'remove', 'widen', 'take', 'add'),
  value: strange,
  key: strangeKey,
});

/** Changes a row at one place: another value there, none, every cell, a value of another row, or a key more. */
function changeOnce(
  row: unknown,
  other: unknown,
  { at, how, value, key }: typeof change extends fc.Arbitrary<infer One> ? One : never,
): unknown {
  const paths = pathsIn(row);
  const path = paths[at % Math.max(1, paths.length)] ?? [];
  if (how === 'add') return replaceAt(row, [...path.slice(0, -1), key], () => value);
  const taken = path.reduce<unknown>(
    (inside, name) => (inside as Record<string, unknown> | undefined)?.[name],
    other,
  );
  return replaceAt(row, path, (old) =>
    how === 'remove' ? undefined : how === 'widen' ? widenText(old) : how === 'take' ? taken : value,
  );
}

test('whatever is changed in a row, it is refused or stays inside the layers of its tenant', {
  tags: ['slow'],
}, () => {
  const found = { refused: 0, decided: 0, told: 0 };
  for (const { documents, stored, files } of drawStoredRoles(12)) {
    const whole = compileDocuments(files);
    if (typeof whole === 'string') continue;
    const pack = openPackage(whole);
    const rows = stored.flatMap((role) => compileRow(pack, role) ?? []);
    const [first, last] = [rows[0], rows.at(-1)];
    const role = first && stored.find(({ name }) => name === first.role.name);
    if (!first || !role) continue;
    const { tenant = '', userType = '', seats = [] } = role;
    const cells = pack.roles({ tenant }).offer({ userType, seats });
    const possible = largestOf(documents, role);
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), fc.boolean(), (changes, isOther) => {
        const from = isOther ? { ...first, digest: 'other' } : first;
        const row = changes.reduce<unknown>((one, next) => changeOnce(one, last, next), from);
        let held: readonly string[];
        try {
          held = heldBy(
            pack.permissions({ tenant, roles: [row] as never, userType, seats, user: {} }),
            cells,
          );
        } catch (error) {
          expect(error).toBeInstanceOf(PermissionsError);
          found.refused++;
          return;
        }
        found.decided++;
        expect(held.filter((permission) => !possible.has(permission))).toEqual([]);
        const listed = pack
          .roles({ tenant, stored: [row] })
          .list()
          .find((one) => one.stored);
        if (!listed || 'because' in listed) found.told++;
        else {
          const meant = pack.roles({ tenant }).check((row as StoredRole).role).holds;
          const meantNames = new Set(meant.map(({ permission }) => permission));
          expect(held.filter((permission) => !meantNames.has(permission))).toEqual([]);
        }
      }),
      runs(60),
    );
  }
  expect(found.refused).toBeGreaterThan(50);
  expect(found.decided).toBeGreaterThan(50);
  expect(found.told).toBeGreaterThan(10);
});
