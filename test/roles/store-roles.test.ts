import { describe, expect, test } from 'vitest';
import { emitBundle, makeRoleContent } from '../../compiler/targets/bundle.ts';
import { filesInMemory } from '../../compiler/text/files.ts';
import type { Facade } from '../../runtime/permissions.ts';
import { PermissionsError } from '../../runtime/permissions-error.ts';
import type { RoleEditor } from '../../runtime/roles/editor.ts';
import { openRoles } from '../../runtime/roles.ts';
import { openStore } from '../../runtime/store.ts';
import { acme } from '../support/acme.ts';
import { compiled } from '../support/compiled.ts';
import { refusal, sealed, signer } from '../support/signing.ts';

const ada = signer();
const keys = [ada.publicKey];

/** The parsed `bundle.json` of policies, and the documents of roles that are signed with it. */
function contentsOf(text: string) {
  const whole = compiled(filesInMemory({ 'policies/all.yaml': text }));
  const [bundle] = [...emitBundle(whole)].map(({ content }) => JSON.parse(content));
  return { bundle, roles: JSON.parse(JSON.stringify(makeRoleContent(whole))) };
}

/** A release as `plafond bundle` signs it, but for `changes`. */
const release = (sequence: number, contents: object, changes: object = {}) =>
  ada.envelope(JSON.stringify({ sequence, tenant: null, ...contents, ...changes }));

const open = (bundle: string, more: object = {}) =>
  openStore<Facade['permissions'], (options: object) => RoleEditor>({ bundle, keys, ...more });

const errorOf = (act: () => unknown): PermissionsError => {
  try {
    act();
  } catch (error) {
    if (error instanceof PermissionsError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
};

const first = contentsOf(acme);
const narrower = contentsOf(
  acme.replace('reach: { owner: { $user: id } }', "reach: { owner: { $user: id }, phase: 'won' }"),
);
const withoutReports = contentsOf(
  acme
    .replace('{ kind: Module, name: Revenue }', '{ kind: Module, name: Income }')
    .replaceAll('Revenue', 'Income'),
);

const desk = {
  kind: 'Role',
  name: 'desk',
  tenant: 'acme',
  userType: 'Core',
  portfolio: ['own'],
  grants: { models: { Company: ['view'] }, modules: ['Revenue'] },
} as const;

const signedIn = (stored: unknown) => ({
  tenant: 'acme',
  roles: [stored] as never,
  userType: 'Core',
  user: { id: 'u1' },
});

// In the order in which a service would: nothing has loaded `roles` before.
const early = await open(release(5, first));
const refused = errorOf(() => early.roles({ tenant: 'acme' }));
openRoles(first.roles);

describe('the editor of a store', () => {
  test('asks for `roles` of the package, until somebody has loaded it', () => {
    expect([refused.code, refused.message]).toEqual([
      'no-roles',
      '`store.roles` needs `./roles` of the package: import it once where the store is opened',
    ]);
    expect(early.roles({ tenant: 'acme' }).check(desk).ok).toBe(true);
  });

  test('is the editor of the package, by the documents in the bundle', async () => {
    const store = await open(release(5, first));
    const [one, other] = [store.roles({ tenant: 'acme' }), openRoles(first.roles).roles({ tenant: 'acme' })];
    expect(Object.keys(one).sort()).toEqual(Object.keys(other).sort());
    const holder = { userType: 'View' };
    const stored = other.compile(desk);
    expect([
      ...[
        one.tenant,
        one.choices,
        one.list(),
        one.granted(desk),
        one.offer(holder),
        one.draft({ name: 'new', ...holder }),
        one.duplicate('csm'),
      ],
      ...[one.set(desk, 'Company:view', false), one.check(desk), one.compile(desk), one.renew(stored)],
      one.assignable(holder),
    ]).toEqual([
      ...[
        other.tenant,
        other.choices,
        other.list(),
        other.granted(desk),
        other.offer(holder),
        other.draft({ name: 'new', ...holder }),
        other.duplicate('csm'),
      ],
      ...[other.set(desk, 'Company:view', false), other.check(desk), stored, other.renew(stored)],
      other.assignable(holder),
    ]);
  });

  test('decides by the bundle that is in use when it is asked, and so do stored roles', async () => {
    const store = await open(release(5, first));
    const editor = store.roles({ tenant: 'acme' });
    const stored = editor.compile(desk);
    const record = { owner: 'u1', phase: 'lost' };
    expect(stored.digest).toBe(store.digest);
    expect(store.permissions(signedIn(stored)).can('view', 'Company', record)).toBe(true);
    await store.swap(release(6, narrower));
    expect(editor.compile(desk).digest).toBe(store.digest);
    expect(editor.check(desk).holds[0]?.records).toContain('phase is "won"');
    expect(store.permissions(signedIn(stored)).can('view', 'Company', record)).toBe(false);
    expect(store.permissions(signedIn(stored)).can('view', 'Company', { ...record, phase: 'won' })).toBe(
      true,
    );
    await store.swap(release(7, withoutReports));
    expect(editor.check(desk).ok).toBe(false);
    expect(store.permissions(signedIn(stored)).why('view', 'Company')).toContain(
      'stored role `desk` gives nothing: the role does not compile any more: ',
    );
  });

  test('asks the rows again by which it was opened', async () => {
    const store = await open(release(5, first));
    const editor = store.roles({ tenant: 'acme', stored: [store.roles({ tenant: 'acme' }).compile(desk)] });
    const becauseOf = () =>
      editor.assignable({ userType: 'Core' }).find(({ role }) => role === 'desk')?.because;
    expect(becauseOf()).toBeUndefined();
    await store.swap(release(6, withoutReports));
    expect(becauseOf()).toContain('it does not compile: unknown module `Revenue`');
  });

  test('knows the tenants of the bundle', async () => {
    const store = await open(release(5, first));
    expect(errorOf(() => store.roles({ tenant: 'nobody' })).code).toBe('unknown-tenant');
    for (const nothing of [undefined, null, 'acme', {}, { tenant: '__proto__' }])
      expect(() => store.roles(nothing as never)).toThrow(PermissionsError);
  });

  test('edits nothing by a bundle that has expired', async () => {
    let now = Date.parse('2027-01-01T00:00:00Z');
    const bundle = release(5, first, { expires: '2027-02-01T00:00:00Z' });
    const store = await open(bundle, { now: () => now });
    const editor = store.roles({ tenant: 'acme' });
    now = Date.parse('2027-03-01T00:00:00Z');
    expect(() => editor.check(desk)).toThrow('the bundle has expired');
    expect(() => store.roles({ tenant: 'acme' })).toThrow('the bundle has expired');
  });
});

describe('a bundle without documents of roles', () => {
  test('has an editor where the package is of the same policies', async () => {
    openRoles(first.roles);
    const store = await open(release(5, { bundle: first.bundle }));
    expect(store.roles({ tenant: 'acme' }).check(desk).ok).toBe(true);
    const bare = await open(JSON.stringify(first.bundle), { unsigned: 'accept' });
    expect(bare.roles({ tenant: 'acme' }).check(desk).ok).toBe(true);
  });

  test('has none where the package is of other policies, and stored roles of others give nothing', async () => {
    const stored = openRoles(first.roles).roles({ tenant: 'acme' }).compile(desk);
    const store = await open(release(5, { bundle: narrower.bundle }));
    expect(errorOf(() => store.roles({ tenant: 'acme' })).message).toBe(
      'the bundle in use, with sequence 5, came without the documents from which roles are compiled, and those of the package are of another: sign it with `plafond bundle`',
    );
    expect(store.permissions(signedIn(stored)).canSome('view', 'Company')).toBe(false);
  });
});

describe('the documents of a bundle', () => {
  test('are its own, or it is refused', async () => {
    const of = async (roles: unknown, bundle: unknown = first.bundle) =>
      refusal(open(release(5, { bundle, roles })));
    expect(await of(first.roles)).toBe('taken');
    expect(await of(narrower.roles)).toBe('malformed');
    expect(await of({ ...narrower.roles, bundle: first.roles.bundle })).toBe('wrong-digest');
    expect(await of({ ...first.roles, common: 3 })).toBe('wrong-digest');
    expect(await of({ ...first.roles, version: 3 })).toBe('too-new-format');
    const { documents: _, ...older } = first.bundle;
    const undigested = sealed(older);
    expect(await of({ ...first.roles, bundle: undigested.digest }, undigested)).toBe('wrong-digest');
    const [document] = first.roles.documents;
    expect(await of({ ...first.roles, own: { acme: [document] } })).toBe('wrong-digest');
    const { own: _own, ...without } = first.roles;
    for (const malformed of [
      { documents: [['Role/x', null]] },
      { own: { acme: 'a'.repeat(64) } },
      { version: 1 },
    ])
      expect(await of({ ...first.roles, ...malformed })).toBe('malformed');
    for (const nothing of [null, 1, '', [], {}, without]) expect(await of(nothing)).toBe('malformed');
  });

  test('make another digest where a role of a database may mean something else', () => {
    const unused = (reach: string) =>
      contentsOf(`${acme}---\n{ kind: Portfolio, name: unused, on: Company, reach: ${reach} }\n`).bundle;
    const [wide, narrow] = [unused('all'), unused('{ phase: won }')];
    expect(narrow.tenants).toEqual(wide.tenants);
    expect(narrow.digest).not.toBe(wide.digest);
  });
});
