import { describe, expect, test } from 'vitest';
import { filesInMemory } from '../../compiler/text/files.ts';
import { PermissionsError } from '../../runtime/permissions-error.ts';
import { RoleError } from '../../runtime/roles/role-error.ts';
import { acme } from '../support/acme.ts';
import { compiled } from '../support/compiled.ts';
import { openPackage } from '../support/role-editor.ts';

const settings = `---
kind: Settings
customRoles: { perTenant: 2, allows: { models: { '*': { except: [remove] } }, modules: all } }
---
{ kind: Invariant, name: no-tags, severity: error, because: Tags are made by nobody., tenants: [acme], mustNot: [Tag:create] }
---
{ kind: Invariant, name: elsewhere, severity: error, because: Not here., tenants: [big-corp], mustNot: [Tag:update] }
`;
const whole = compiled(filesInMemory({ 'policies/all.yaml': acme + settings }));
const { roles, permissions } = openPackage(whole);
const editor = roles({ tenant: 'acme' });

const desk = {
  kind: 'Role',
  name: 'desk',
  tenant: 'acme',
  userType: 'Core',
  portfolio: ['own'],
  grants: { models: { Company: ['view', 'update'], Task: 'all' }, modules: ['Revenue'] },
} as const;

const errorOf = (act: () => unknown): RoleError => {
  try {
    act();
  } catch (error) {
    expect(error).toBeInstanceOf(RoleError);
    return error as RoleError;
  }
  throw new Error('nothing was thrown');
};

describe('offer', () => {
  const reasonOf = (permission: string, holder = { userType: 'Core' }) =>
    editor.offer(holder).find((one) => one.permission === permission)?.because;

  test('lists every cell of the catalog once, in its order', () => {
    const names = editor.offer({ userType: 'Core' }).map(({ permission }) => permission);
    expect(names).toEqual(whole.matrix.policy.catalog.cells.map(({ permission }) => permission));
  });

  test('says of each box that cannot be ticked which layer refuses it', () => {
    expect(reasonOf('Company:view')).toBeUndefined();
    expect(reasonOf('Company:remove')).toBe('`customRoles.allows` of the settings does not hold it');
    expect(reasonOf('Sync:use')).toBe('`customRoles.allows` of the settings does not hold it');
    expect(reasonOf('Company:create', { userType: 'View' })).toBe('user type `View` does not hold it');
    expect(reasonOf('Reports:use', { userType: 'View' })).toBe(
      'it requires `Revenue:use`, which is not effective',
    );
  });

  test('asks for the seats that are named', () => {
    const withSeat = editor.offer({ userType: 'View', seats: ['Service'] });
    expect(withSeat.find(({ permission }) => permission === 'Task:update')?.possible).toBe(true);
    expect(reasonOf('Task:update', { userType: 'View' })).toBe('user type `View` does not hold it');
  });

  test('is of a tenant: its ceiling counts', () => {
    const offered = roles({ tenant: 'big-corp' }).offer({ userType: 'Core' });
    expect(offered.find(({ permission }) => permission === 'Revenue:use')?.because).toBe(
      'the ceiling of tenant `big-corp` does not hold it',
    );
  });

  test('refuses a user type that there is not', () => {
    const error = errorOf(() => editor.offer({ userType: 'Cor' }));
    expect(error.message).toBe('there can be no such role: unknown user type `Cor`; did you mean `Core`?');
    expect(error.code).toBe('invalid-role');
  });
});

describe('draft', () => {
  test('holds all that is offered, and nothing else', () => {
    for (const holder of [{ userType: 'Core' }, { userType: 'View', seats: ['Service'] }]) {
      const offered = editor
        .offer(holder)
        .flatMap(({ permission, possible }) => (possible ? permission : []));
      const { holds, findings } = editor.check(editor.draft({ name: 'new', portfolio: ['full'], ...holder }));
      expect(holds.map(({ permission }) => permission)).toEqual(offered);
      const known = ['invariant-broken', 'role-equals-full-mask', 'export-with-full-reach'];
      expect(findings.filter(({ code }) => !known.includes(code))).toEqual([]);
    }
  });

  test('guesses no portfolio where there are several', () => {
    const draft = editor.draft({ name: 'new', userType: 'View' });
    expect(draft.portfolio).toBeUndefined();
    expect(editor.check(draft).findings[0]?.code).toBe('portfolio-missing');
  });
});

describe('set', () => {
  test('writes the smallest edit', () => {
    expect(editor.set(desk, 'Company:update', false).grants.models?.Company).toEqual(['view']);
    expect(editor.set(desk, 'Company.arr:update', false).grants.models?.Company).toEqual({
      actions: ['view', 'update'],
      properties: { arr: { except: ['update'] } },
    });
    expect(editor.set(desk, 'Task:create', false).grants.models?.Task).toEqual({ except: ['create'] });
    expect(editor.set(desk, 'Log:view', true).grants.models?.Log).toEqual({
      actions: ['view'],
      properties: { '*': 'none' },
    });
    expect(editor.set(desk, 'Revenue:use', false).grants.modules).toBe('none');
  });

  test('returns an equal role where nothing is to be done, and never changes what is given', () => {
    const frozen = JSON.stringify(desk);
    expect(editor.set(desk, 'Company:view', true)).toEqual(desk);
    expect(editor.set(desk, 'Company:remove', false)).toEqual(desk);
    expect(JSON.stringify(desk)).toBe(frozen);
  });

  test('changes that cell alone of what the role asks for, whatever is on', () => {
    const cells = whole.matrix.policy.catalog.cells.filter(({ kind }) => kind !== 'capability');
    const heldBy = (role: object) => new Set(editor.check(role).holds.map(({ permission }) => permission));
    const start = editor.draft({ name: 'all', userType: 'Core', portfolio: 'all' });
    for (const { permission, kind } of cells) {
      if (kind === 'action' || !heldBy(start).has(permission)) continue;
      const less = editor.set(start, permission, false);
      const lost = [...heldBy(start)].filter((one) => !heldBy(less).has(one));
      expect(lost[0] === permission || lost.includes(permission)).toBe(true);
      expect(heldBy(editor.set(less, permission, true))).toEqual(heldBy(start));
    }
  });

  test('refuses what is no permission, with the one that is meant', () => {
    expect(errorOf(() => editor.set(desk, 'Company:edit', true)).message).toBe(
      'there is no permission `Company:edit`: model `Company` supports `create`, `view`, `update`, `remove` and `export`; did you mean `Company:update`?',
    );
    expect(errorOf(() => editor.set(desk, 'Reports:use', true)).message).toBe(
      '`Reports:use` follows from what it requires, and no role grants it',
    );
  });
});

describe('duplicate', () => {
  test('lists what is dropped, each with the reason', () => {
    const { role, dropped, more } = editor.duplicate('csm', { userType: 'View', name: 'reader' });
    expect(role).toMatchObject({
      kind: 'Role',
      name: 'reader',
      tenant: 'acme',
      userType: 'View',
      portfolio: ['own'],
      clonedFrom: 'csm',
    });
    expect(dropped.find(({ permission }) => permission === 'Company:export')).toEqual({
      permission: 'Company:export',
      because: 'user type `View` does not hold it',
    });
    expect(dropped.map(({ permission }) => permission)).not.toContain('Company:view');
    expect(more).toEqual([]);
    expect(editor.check(role).findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  test('of a role that is not stored yet, which may be for a lower type, widens only if asked', () => {
    const view = { ...desk, userType: 'View', grants: { models: { '*': 'all' } } };
    const plain = editor.duplicate(view, { userType: 'Core' });
    expect(plain.more).toContain('Company:export');
    expect(editor.check(plain.role).holds.map(({ permission }) => permission)).not.toContain(
      'Company:export',
    );
    const wide = editor.duplicate(view, { userType: 'Core', widen: true });
    expect(editor.check(wide.role).holds.map(({ permission }) => permission)).toContain('Company:export');
  });

  test.each<readonly [grant: object]>([
    [{ actions: [], properties: { arr: ['view'] } }],
    [{ actions: [], properties: { arr: ['view', 'update'] } }],
    [{ actions: ['view'], properties: { arr: ['view', 'update'], '*': 'all' } }],
    [{ actions: ['view'], properties: { arr: ['update'], '*': 'all' } }],
    [{ actions: ['create', 'update'], properties: { arr: ['view'], '*': 'all' } }],
  ])('keeps rights that stand alone: %o', (grant) => {
    const alone = { ...desk, grants: { models: { Company: grant } } };
    const { role, dropped, more } = editor.duplicate(alone);
    expect(role.grants.models).toEqual({ Company: grant });
    expect([dropped, more]).toEqual([[], []]);
  });

  test('does as its original does beside another role, which completes a right that stands alone', () => {
    const alone = {
      ...desk,
      grants: { models: { Company: { actions: [], properties: { arr: ['view'] } } } },
    };
    const viewing = {
      ...desk,
      name: 'viewing',
      grants: { models: { Company: { actions: ['view'], properties: { arr: 'none' } } } },
    };
    const [copied, other] = [editor.duplicate(alone).role, viewing].map((one) =>
      JSON.parse(JSON.stringify(editor.compile(one))),
    );
    const seen = (...given: readonly string[]) =>
      permissions({ tenant: 'acme', roles: given, userType: 'Core', user: { id: 'u1' } }).canSome(
        'view',
        'Company',
        'arr',
      );
    expect([seen(copied), seen(other), seen(copied, other)]).toEqual([false, false, true]);
  });

  test('lists a right that stands alone where the copy cannot have it', () => {
    const alone = {
      ...desk,
      grants: { models: { Company: { actions: 'none', properties: { arr: ['update'] } } } },
    };
    const { role, dropped } = editor.duplicate(alone, { userType: 'View' });
    expect(role.grants.models).toEqual({});
    expect(dropped).toEqual([
      { permission: 'Company.arr:update', because: 'user type `View` does not hold it' },
    ]);
  });
});

describe('check', () => {
  test('says what a good role holds, on which records, and what it adds', () => {
    const { ok, findings, holds, adds, takes } = editor.check(desk);
    expect(ok).toBe(true);
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(adds).toEqual(holds);
    expect(takes).toEqual([]);
    expect(holds.find(({ permission }) => permission === 'Task:view')).toEqual({
      permission: 'Task:view',
      risk: 'read',
      records: "records of which project.company.owner is the user's id",
    });
    expect(holds.find(({ permission }) => permission === 'Revenue:use')?.records).toBe('every record');
  });

  test('says what is wrong in the words of `plafond check`, with a path into the role', () => {
    const wrong = { ...desk, userType: 'View', grants: { models: { Company: ['veiw', 'update'] } } };
    const { ok, findings, holds } = editor.check(wrong);
    expect(ok).toBe(false);
    expect(holds).toEqual([]);
    expect(findings).toMatchObject([
      { code: 'unknown-action', path: ['grants', 'models', 'Company', 0], help: 'did you mean `view`?' },
      { code: 'above-cap', path: ['grants', 'models', 'Company', 1] },
    ]);
    expect(findings[1]?.related[0]?.document).toBe('UserType/View');
  });

  test('holds the invariants of the tenant, and not those of another', () => {
    const tagging = { ...desk, grants: { models: { Tag: ['create', 'update'] } } };
    // No waiver can name a role of a database, so none is offered.
    expect(editor.check(tagging).findings).toMatchObject([
      { code: 'invariant-broken', severity: 'error', help: 'take it from role `desk`' },
    ]);
    const elsewhere = roles({ tenant: 'big-corp' }).check({ ...tagging, tenant: 'big-corp' });
    expect(elsewhere.findings.map(({ message }) => message)).toEqual([
      expect.stringContaining('against invariant `elsewhere`'),
    ]);
  });

  test('knows the names that are taken, and how many roles a tenant may have', () => {
    expect(editor.check({ ...desk, name: 'csm' }).findings.map(({ code }) => code)).toContain(
      'shared-role-reused',
    );
    const others = [{ ...desk, name: 'one' }];
    expect(
      roles({ tenant: 'acme', stored: others })
        .check(desk)
        .findings.map(({ code }) => code),
    ).toContain('too-many-custom-roles');
    expect(roles({ tenant: 'acme', stored: [desk] }).check(desk).ok).toBe(true);
  });

  test('says what changes against the stored role of the same name', () => {
    const withStored = roles({ tenant: 'acme', stored: [editor.compile(desk)] });
    const changed = {
      ...desk,
      portfolio: ['full'],
      grants: { models: { Company: ['view', 'export'] }, modules: ['Revenue'] },
    };
    const { adds, takes, moves } = withStored.check(changed);
    expect(adds.map(({ permission }) => permission)).toEqual(['Company:export']);
    expect(takes.map(({ permission }) => permission)).toContain('Task:view');
    expect(moves.find(({ permission }) => permission === 'Company:view')).toEqual({
      permission: 'Company:view',
      risk: 'read',
      records: 'every record',
      before: "records of which owner is the user's id",
      how: 'widened',
    });
  });

  test('says what whoever gives it does not hold, permission by permission and reach by reach', () => {
    const by = permissions({ tenant: 'acme', roles: ['csm'], userType: 'Core', user: { id: 'u1' } });
    const narrow = { ...desk, grants: { models: desk.grants.models } };
    expect(editor.check(narrow, { by })).toMatchObject({ ok: true, exceeds: [] });
    const wide = editor.check({ ...desk, portfolio: ['full'] }, { by });
    expect(wide.ok).toBe(false);
    expect(wide.exceeds[0]).toEqual({
      permission: 'Company:view',
      because:
        "whoever gives it holds it for records of which owner is the user's id, and the role for every record",
    });
    expect(wide.exceeds.map(({ permission }) => permission)).toContain('Revenue:use');
    expect(editor.check({ ...desk, portfolio: ['full'] }, { by, mayExceed: true }).ok).toBe(true);
  });

  test('counts nothing of a giver whose attributes are not known', () => {
    const by = permissions({ tenant: 'acme', roles: ['csm'], userType: 'Core', user: {} });
    const { exceeds } = editor.check(desk, { by });
    expect(exceeds.find(({ permission }) => permission === 'Company:view')?.because).toBe(
      'whoever gives it does not hold it',
    );
  });
});

describe('compile', () => {
  test('writes what the row needs, and throws what check says', () => {
    const stored = editor.compile(desk);
    expect(stored).toMatchObject({
      version: 1,
      tenant: 'acme',
      role: desk,
      columns: { Company: { owner: 'id' } },
    });
    expect(stored.names.Revenue).toEqual({ actions: ['use'] });
    expect(JSON.parse(JSON.stringify(stored))).toEqual(stored);
    const error = errorOf(() => editor.compile({ ...desk, userType: 'View' }));
    expect(error.findings.map(({ code }) => code)).toContain('above-cap');
  });

  test('refuses what exceeds its giver, unless that is let through', () => {
    const by = permissions({ tenant: 'acme', roles: ['csm'], userType: 'Core', user: { id: 'u1' } });
    const wide = { ...desk, portfolio: ['full'] };
    expect(errorOf(() => editor.compile(wide, { by })).message).toContain('`Company:view`');
    expect(editor.compile(wide, { by, mayExceed: true }).role).toEqual(wide);
  });
});

describe('assignable', () => {
  test('lists the roles of files and of the database with the reasons of `assign`', () => {
    const stored = [editor.compile(desk), { ...desk, name: 'broken', userType: 'Nobody' }];
    expect(roles({ tenant: 'acme', stored }).assignable({ userType: 'View' })).toEqual([
      {
        role: 'broken',
        assignable: false,
        because: 'it does not compile: unknown user type `Nobody`; there are `Core` and `View`',
        stored: true,
      },
      {
        role: 'csm',
        assignable: false,
        because: 'it needs user type `Core` or higher and the user has `View`',
        stored: false,
      },
      {
        role: 'desk',
        assignable: false,
        because: 'it needs user type `Core` or higher and the user has `View`',
        stored: true,
      },
      {
        role: 'scout',
        assignable: false,
        because: 'it needs user type `Core` or higher and the user has `View`',
        stored: false,
      },
    ]);
    expect(() => editor.assignable({ userType: 'Nobody' })).toThrow(PermissionsError);
  });
});

describe('renew', () => {
  const later = openPackage(
    compiled(
      filesInMemory({
        'policies/all.yaml':
          acme.replace(
            'arr: { type: number, sensitive: true }',
            'arr: { type: number }\n  brr: { type: number }',
          ) + settings.replace('[remove]', '[export]'),
      }),
    ),
  );
  const wide = { ...desk, grants: { models: { '*': ['view', 'update', 'remove'] } } };

  test('gives nothing that was not held before, where a later compile would', () => {
    const before = editor.compile(wide);
    const laterEditor = later.roles({ tenant: 'acme' });
    const anew = laterEditor.compile(wide);
    const renewed = laterEditor.renew(before);
    expect(anew.names.Company).toMatchObject({ actions: ['view', 'update', 'remove'] });
    expect(anew.names.Company?.view).toContain('brr');
    expect(renewed.names).toEqual(before.names);
    expect(renewed.digest).toBe(later.digest);
  });

  test('refuses what does not compile any more', () => {
    const gone = openPackage(
      compiled(
        filesInMemory({
          'policies/all.yaml': acme
            .replace('{ kind: Module, name: Revenue }', '{ kind: Module, name: Income }')
            .replace('Revenue:use', 'Income:use'),
        }),
      ),
    );
    const error = errorOf(() => gone.roles({ tenant: 'acme' }).renew(editor.compile(desk)));
    expect(error.message).toContain('the role does not compile any more');
  });
});
