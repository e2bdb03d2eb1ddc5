import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { filesInMemory } from '../../compiler/text/files.ts';
import { PermissionsError } from '../../runtime/permissions-error.ts';
import type { StoredRole } from '../../runtime/stored-role.ts';
import { acme } from '../support/acme.ts';
import { compiled } from '../support/compiled.ts';
import { runs } from '../support/random.ts';
import { openPackage } from '../support/role-editor.ts';

const text = `${acme}---
kind: Settings
customRoles: { allows: { models: { '*': { except: [remove] } }, modules: all } }
`;
const open = (policies: string) => openPackage(compiled(filesInMemory({ 'policies/all.yaml': policies })));
const now = open(text);
const editor = now.roles({ tenant: 'acme' });

const desk = {
  kind: 'Role',
  name: 'desk',
  tenant: 'acme',
  userType: 'Core',
  portfolio: [{ on: 'Company', filter: { phase: 'won', owner: { $user: 'id' } } }],
  grants: { models: { Company: ['view', 'update'], Task: ['view'] }, modules: ['Revenue'] },
} as const;
const stored = editor.compile(desk);

/** Signs somebody in with roles, by the package of some policies. */
const signIn = (roles: readonly unknown[], { permissions } = now, userType = 'Core') =>
  permissions({
    tenant: 'acme',
    roles: roles as readonly string[],
    userType,
    user: { id: 'u1', teamIds: [] },
  });

const won = { owner: 'u1', phase: 'won', name: 'Initech', arr: 1, signedAt: '2026-01-01' };

describe('a stored role', () => {
  test('decides as one of the files does, on the records of its own filter', () => {
    const policy = signIn([stored]);
    expect(policy.can('view', 'Company', won)).toBe(true);
    expect(policy.can('view', 'Company', { ...won, phase: 'lost' })).toBe(false);
    expect(policy.can('view', 'Company', { ...won, owner: 'u2' })).toBe(false);
    expect(policy.can('remove', 'Company', won)).toBe(false);
    expect(policy.fields('update', 'Company', won)).toEqual(['arr', 'name', 'owner', 'signedAt']);
    expect(policy.uses('Revenue')).toBe(true);
    expect(policy.uses('Reports')).toBe(true);
    expect(policy.uses('Sync')).toBe(false);
    expect(JSON.stringify(policy.where('view', 'Task'))).toContain('"phase"');
    expect(policy.ability.can('view', 'Company')).toBe(true);
  });

  test('is the same when it comes from a row of JSON', () => {
    const row = JSON.parse(JSON.stringify(stored));
    expect(signIn([row]).where('view', 'Company')).toEqual(signIn([stored]).where('view', 'Company'));
  });

  test('stands beside roles of the files', () => {
    const policy = signIn(['csm', stored]);
    expect(policy.can('export', 'Company', { ...won, phase: 'lost' })).toBe(true);
    expect(policy.uses('Revenue')).toBe(true);
    expect(policy.why('use', 'Revenue')).toBe('allowed: role `desk` gives it');
    expect(signIn([stored]).why('export', 'Company')).toBe(
      'not allowed: role `desk` does not grant `Company:export`',
    );
    expect(signIn([stored]).why('view', 'Company')).toContain('phase is "won"');
  });

  test('is refused to whom its user type does not reach, as any other', () => {
    expect(() => signIn([stored], now, 'View')).toThrow(
      'role `desk` cannot be given: it needs user type `Core` or higher and the user has `View`',
    );
  });

  test('of another tenant, or called like a role that there is, is refused', () => {
    const other = now
      .roles({ tenant: 'big-corp' })
      .compile({ ...desk, tenant: 'big-corp', grants: { models: { Company: ['view'] } } });
    expect(() => signIn([other])).toThrow('is of tenant `big-corp`');
    expect(() => signIn([stored, { ...stored }])).not.toThrow();
    const alike = { ...stored, role: { ...stored.role, name: 'csm' } };
    expect(() => signIn([alike])).toThrow('is called like another role');
  });
});

describe('a stored role that breaks an invariant of a newer bundle', () => {
  const law = (severity: string) =>
    open(
      `${text}---\n{ kind: Invariant, name: no-tasks, severity: ${severity}, because: Tasks are secret., tenants: [acme], mustNot: [Task:view] }\n`,
    );
  const waived = open(
    `${text}---
{ kind: Invariant, name: no-tasks, severity: error, because: Tasks are secret., tenants: [acme], mustNot: [Task:view] }
---
{ kind: Invariant, name: no-arr, severity: error, because: Money is secret., tenants: [big-corp], mustNot: [Company.arr:view] }
`,
  );
  const sentence = 'the role does not compile any more';

  test('gives nothing, says so, and is not renewed', () => {
    const newer = law('error');
    const policy = signIn([stored], newer);
    expect(policy.can('view', 'Company', won)).toBe(false);
    expect(policy.why('view', 'Company')).toContain(`stored role \`desk\` gives nothing: ${sentence}`);
    expect(policy.why('view', 'Company')).toContain('no-tasks');
    expect(() => newer.roles({ tenant: 'acme' }).renew(stored)).toThrow(sentence);
  });

  test('goes on where the invariant only warns, or is of another tenant', () => {
    expect(signIn([stored], law('warning')).can('view', 'Company', won)).toBe(true);
    const narrower = editor.compile({ ...desk, grants: { models: { Company: ['view'] } } });
    expect(signIn([narrower], waived).can('view', 'Company', won)).toBe(true);
  });

  test('stands in lists with the reason, and nobody can be given it', () => {
    const newer = law('error').roles({ tenant: 'acme', stored: [stored] });
    const ofDesk = { role: 'desk', stored: true, because: expect.stringContaining('no-tasks') };
    expect(newer.list()).toContainEqual(ofDesk);
    expect(newer.assignable({ userType: 'Core' })).toContainEqual({ ...ofDesk, assignable: false });
  });
});

describe('the rules of stored roles', () => {
  const policies = text.replace(', arr: { $exists: true }', '');
  const cheap = open(policies)
    .roles({ tenant: 'acme' })
    .compile({ ...desk, portfolio: [{ on: 'Company', filter: { arr: { $lt: 5 } } }] });
  const conditions = [{ arr: { $exists: true, $gte: -Number.MAX_VALUE, $lt: 5, $nin: [null] } }];
  const conditionsOf = (roles: readonly unknown[], from = open(policies)) =>
    signIn(roles, from)
      .ability.rulesFor('view', 'Company')
      .map((rule) => rule.conditions);

  test('have the guards of columns that no role of the files compares, whoever asked before', () => {
    expect(conditionsOf([cheap])).toEqual(conditions);
    const later = open(policies);
    expect(conditionsOf(['csm'], later)).not.toEqual(conditions);
    expect(conditionsOf([cheap], later)).toEqual(conditions);
  });

  test('are those of their own row, also if another says other types', () => {
    const later = open(policies);
    conditionsOf([{ ...cheap, columns: { Company: { arr: 'date' } } }], later);
    expect(conditionsOf([cheap], later)).toEqual(conditions);
  });
});

describe('a stored role of a tenant with properties of its own', () => {
  const policies = `${text}---
{ kind: Properties, tenant: acme, model: Company, properties: { custom.region: { type: string }, custom.size: { type: number } } }
`;
  const extended = open(policies);
  const reaching = (filter: object) =>
    extended.roles({ tenant: 'acme' }).compile({ ...desk, portfolio: [{ on: 'Company', filter }] });

  test('reaches records by one that no role of the files compares', () => {
    const row = JSON.parse(JSON.stringify(reaching({ 'custom.region': 'north' })));
    for (const roles of [[row], [row, 'csm']]) {
      const policy = signIn(roles, extended);
      expect(policy.can('update', 'Company', { custom: { region: 'north' } })).toBe(true);
      expect(policy.can('update', 'Company', { 'custom.region': 'north' })).toBe(true);
      expect(policy.can('update', 'Company', { custom: { region: 'south' } })).toBe(false);
      expect(policy.can('update', 'Company', { 'custom.region': null, custom: { region: 'north' } })).toBe(
        false,
      );
    }
  });

  test('of another digest is compiled again with it', () => {
    const row = { ...reaching({ 'custom.size': { $gt: 3 } }), digest: 'other' };
    const policy = signIn([row], extended);
    expect(policy.can('view', 'Company', { custom: { size: 4 } }, 'custom.size')).toBe(true);
    expect(policy.can('view', 'Company', { custom: { size: 3 } }, 'custom.size')).toBe(false);
  });
});

describe('a stored role of another bundle', () => {
  const raised = text.replace('[remove]', '[export]');

  test('is compiled again, and gives nothing that it did not give before', () => {
    const wide = { ...desk, portfolio: 'all', grants: { models: { Company: 'all' } } } as const;
    const later = open(raised);
    const before = editor.compile(wide);
    expect(signIn([before]).can('remove', 'Company', won)).toBe(false);
    const policy = signIn([before], later);
    expect(policy.can('remove', 'Company', won)).toBe(false);
    expect(policy.can('view', 'Company', won)).toBe(true);
    expect(policy.can('export', 'Company', won)).toBe(false);
    expect(signIn([later.roles({ tenant: 'acme' }).compile(wide)], later).can('remove', 'Company', won)).toBe(
      true,
    );
  });

  test('that does not compile any more gives nothing, and says so', () => {
    const gone = open(
      text
        .replace('{ kind: Module, name: Revenue }', '{ kind: Module, name: Income }')
        .replace('Revenue:use', 'Income:use'),
    );
    const policy = signIn(['csm', stored], gone);
    expect(policy.can('view', 'Company', won)).toBe(true);
    expect(policy.uses('Income')).toBe(false);
    const alone = signIn([stored], gone);
    expect(alone.canSome('view', 'Company')).toBe(false);
    expect(alone.why('view', 'Company')).toMatch(
      /^not allowed: stored role `desk` gives nothing: the role does not compile any more: /,
    );
  });
});

describe('a row that somebody has changed', () => {
  const allCells = (from: string) => Buffer.from(from, 'base64').fill(255).toString('base64');
  const everything = {
    ...stored,
    grants: [allCells(stored.grants[0])],
    effective: [allCells(stored.effective[0])],
    scopes: [[[allCells(stored.grants[0])], 'all']],
  };
  const offered = editor.offer({ userType: 'Core' });
  const cells = now.roles({ tenant: 'acme' }).offer({ userType: 'Core' });

  /** Lists what somebody may do on some record. */
  const heldBy = (policy: ReturnType<typeof signIn>): readonly string[] =>
    cells.flatMap(({ permission, kind, subject, property, action }) => {
      const isModel = kind === 'action' || kind === 'property';
      const can = isModel ? policy.canSome(action, subject, property) : policy.uses(subject);
      return can ? [permission] : [];
    });

  test('never gives more than a role of its user type can have', () => {
    const possible = offered.flatMap(({ permission, possible: can }) => (can ? permission : []));
    expect(heldBy(signIn([everything]))).toEqual(possible);
  });

  test('gives nothing that lacks a prerequisite', () => {
    const capability = offered.findIndex(({ permission }) => permission === 'Reports:use');
    const only = Buffer.alloc(Buffer.from(stored.grants[0], 'base64').length);
    only[capability >>> 3] = 1 << (capability & 7);
    expect(heldBy(signIn([{ ...stored, effective: [only.toString('base64')] }]))).toEqual([]);
  });

  test('gives nothing where it does not say what it held by another bundle', () => {
    for (const names of [
      { Company: null },
      { Company: {} },
      { Company: 'view' },
      { Company: { actions: [1] } },
    ]) {
      const policy = signIn([{ ...stored, digest: 'other', names }]);
      expect(heldBy(policy)).toEqual([]);
      expect(policy.why('view', 'Company')).toContain('a stored role says what it held in effect');
    }
  });

  test('answers, or is refused with the error of the package, whatever is in it', { tags: ['slow'] }, () => {
    const strange = fc.oneof(
      fc.constantFrom<unknown>(
        null,
        undefined,
        1,
        '',
        'AAAA',
        '__proto__',
        [],
        {},
        [[]],
        ['AAAA'],
        [[['AAAA'], 'all']],
        { Company: { owner: 'id' } },
        { on: 'Company' },
      ),
      fc.jsonValue(),
    );
    const key = fc.constantFrom<keyof StoredRole>(
      'version',
      'digest',
      'tenant',
      'role',
      'grants',
      'scopes',
      'columns',
      'effective',
      'names',
    );
    const possible = new Set(offered.flatMap(({ permission, possible: can }) => (can ? permission : [])));
    fc.assert(
      fc.property(fc.array(fc.tuple(key, strange), { minLength: 1, maxLength: 3 }), (changes) => {
        const row = { ...stored, ...Object.fromEntries(changes) };
        try {
          const held = heldBy(signIn([row]));
          expect(held.filter((permission) => !possible.has(permission))).toEqual([]);
        } catch (error) {
          expect(error).toBeInstanceOf(PermissionsError);
        }
      }),
      runs(400),
    );
  });

  test('is no name: a text that looks like a row is a role that there is not', () => {
    for (const sign of ['', '=', '+'])
      expect(() => signIn([sign + JSON.stringify(stored)])).toThrow('is offered no role');
  });
});
