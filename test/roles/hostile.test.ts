/** @module-tag slow */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { filesInMemory } from '../../compiler/text/files.ts';
import { PermissionsError } from '../../runtime/permissions-error.ts';
import { RoleError } from '../../runtime/roles/role-error.ts';
import { acme } from '../support/acme.ts';
import { compiled } from '../support/compiled.ts';
import { runs } from '../support/random.ts';
import { openPackage } from '../support/role-editor.ts';

const { roles } = openPackage(compiled(filesInMemory({ 'policies/all.yaml': acme })));
const editor = roles({ tenant: 'acme' });

const desk = {
  kind: 'Role',
  name: 'desk',
  tenant: 'acme',
  userType: 'View',
  portfolio: ['own'],
  grants: { models: { Company: ['view'] } },
};

/** Runs what must either answer or throw the error of the package, and returns the answer. */
function answerOf<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch (error) {
    expect(error).toBeInstanceOf(PermissionsError);
    return undefined;
  }
}

const offered = new Set(
  editor.offer({ userType: 'Core' }).flatMap(({ permission, possible }) => (possible ? permission : [])),
);

/** Asks everything of a role: whatever answers must give nothing that a user type could not have. */
function tryAll(role: never): void {
  answerOf(() => editor.set(role, 'Company:export', true));
  answerOf(() => editor.set(role, 'Company.arr:view', false));
  answerOf(() => editor.duplicate(role));
  answerOf(() => roles({ tenant: 'acme', stored: [role] }).assignable({ userType: 'Core' }));
  answerOf(() => roles({ tenant: 'acme', stored: [role] }).check(desk));
  answerOf(() => editor.check(desk, { before: role }));
  answerOf(() => editor.renew(role));
  const checked = answerOf(() => editor.check(role));
  for (const { permission } of checked?.holds ?? []) expect(offered.has(permission)).toBe(true);
  const stored = answerOf(() => editor.compile(role));
  if (stored) expect(checked?.ok).toBe(true);
}

const names = [
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '*',
  'all',
  'Company',
  'nothing',
  '',
];

describe('whatever is given as a role', () => {
  test.each([
    ['nothing', undefined],
    ['null', null],
    ['a text', 'csm'],
    ['a number', 7],
    ['a function', () => desk],
    ['a list', [desk]],
    ['a map of nothing', {}],
    ['another kind', { kind: 'Tenant', name: 'acme', ceiling: { models: { '*': 'all' } } }],
    ['a map with a prototype of its own', Object.create(desk)],
    ['what JSON cannot hold', { ...desk, grants: 1n }],
    [
      'a circle',
      Object.assign(
        { ...desk },
        {
          grants: {
            get models() {
              return this;
            },
          },
        },
      ),
    ],
    [
      'what throws when it is read',
      Object.defineProperty({ ...desk }, 'grants', {
        enumerable: true,
        get() {
          throw new Error('no');
        },
      }),
    ],
    ['a role of another tenant', { ...desk, tenant: 'big-corp' }],
    ['a role of every tenant', { ...desk, tenant: undefined }],
    [
      'a role nested deep',
      { ...desk, grants: JSON.parse(`${'{"models":'.repeat(5000)}1${'}'.repeat(5000)}`) },
    ],
    ['a huge list', { ...desk, seats: Array.from({ length: 200_000 }, () => 'Service') }],
    ['a huge text', { ...desk, name: 'x'.repeat(2_000_000) }],
    ['an abstract role', { ...desk, abstract: true }],
    ['a circle of inclusions', { ...desk, includes: ['desk'] }],
  ])('%s gives nothing and throws nothing but the error of the package', (_, role) => {
    tryAll(role as never);
    const checked = answerOf(() => editor.check(role));
    expect(checked?.ok ?? false).toBe(false);
  });

  test.each(names)('named or naming `%s`', (name) => {
    const parts = [
      { ...desk, name },
      { ...desk, userType: name },
      { ...desk, seats: [name] },
      { ...desk, portfolio: [name] },
      { ...desk, portfolio: JSON.parse(`{${JSON.stringify(name)}:["own"]}`) },
      { ...desk, includes: [name] },
      { ...desk, clonedFrom: name },
      { ...desk, grants: { models: JSON.parse(`{${JSON.stringify(name)}:"all"}`) } },
      { ...desk, grants: { modules: [name], features: [name] } },
      {
        ...desk,
        grants: {
          models: {
            Company: { actions: ['view'], properties: JSON.parse(`{${JSON.stringify(name)}:["view"]}`) },
          },
        },
      },
    ];
    for (const role of parts) tryAll(role as never);
    answerOf(() => editor.set(desk, name, true));
    answerOf(() => editor.set(desk, `${name}:view`, true));
    answerOf(() => editor.offer({ userType: name, seats: [name] }));
    answerOf(() => editor.draft({ name, userType: name }));
    answerOf(() => roles({ tenant: name }));
  });

  test('drawn at random, with the fields of a role in it', () => {
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom<unknown>(
          ...names,
          'Core',
          'View',
          'Service',
          'own',
          'view',
          'update',
          1,
          -0,
          true,
          null,
        ),
        fc.array(tie('any'), { maxLength: 3 }),
        fc.dictionary(
          fc.constantFrom(
            'models',
            'modules',
            'features',
            'actions',
            'properties',
            'except',
            'filter',
            'on',
            ...names,
          ),
          tie('any'),
          { maxKeys: 3 },
        ),
      ),
    })).any;
    const fields = [
      'name',
      'tenant',
      'userType',
      'seats',
      'portfolio',
      'includes',
      'abstract',
      'clonedFrom',
      'grants',
      'title',
      'other',
    ];
    const role = fc
      .tuple(fc.dictionary(fc.constantFrom(...fields), value, { maxKeys: 4 }))
      .map(([strange]) => ({ ...desk, ...strange }));
    fc.assert(
      fc.property(role, (one) => tryAll(one as never)),
      runs(150),
    );
  });

  test.each([
    ['throws', new Error('no')],
    ['throws nothing at all', null],
  ])('and %s when it is read ends in the error of the package, wherever it stands', (_, thrown) => {
    const trap = () => {
      throw thrown;
    };
    const trapped = new Proxy({ ...desk }, { get: trap, ownKeys: trap, getOwnPropertyDescriptor: trap });
    const late = Object.defineProperty({ role: desk }, 'names', { enumerable: true, get: trap });
    let refused = 0;
    for (const given of [trapped, late, { role: trapped }, { role: desk, names: trapped }] as never[])
      for (const act of [
        () => editor.offer(given),
        () => editor.draft(given),
        () => editor.assignable(given),
        () => editor.granted(given),
        () => editor.set(given, 'Company:view', true),
        () => editor.duplicate(given),
        () => editor.duplicate(desk, given),
        () => editor.check(given),
        () => editor.check(desk, given),
        () => editor.check(desk, { before: given }),
        () => editor.check(desk, { by: given }),
        () => editor.compile(given),
        () => editor.renew(given),
        () => roles(given),
        () => roles({ tenant: 'acme', stored: given }),
        () => roles({ tenant: 'acme', stored: [given] }).list(),
      ] as const)
        if (answerOf<unknown>(act) === undefined) refused++;
    expect(refused).toBeGreaterThan(40);
    const [kept] = roles({ tenant: 'acme', stored: [trapped] })
      .list()
      .filter(({ stored }) => stored);
    expect(kept).toEqual({ role: '', stored: true, because: expect.stringContaining('cannot be read') });
  });

  test('is read once: what it says when it is asked again does not count', () => {
    let asked = 0;
    const names = { Company: { actions: ['view'], view: [], update: [] } };
    const row = {
      get role() {
        return asked++ === 0 ? desk : { ...desk, userType: 'Core' };
      },
      names,
    };
    expect(editor.renew(row as never).role.userType).toBe('View');
    expect(asked).toBe(1);
  });

  test('says so with findings where it has the form of a role', () => {
    const error = (() => {
      try {
        return editor.compile({ ...desk, userType: 'Nobody' });
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error).toBeInstanceOf(RoleError);
    expect((error as RoleError).findings[0]).toMatchObject({ code: 'unknown-user-type', path: ['userType'] });
  });
});
