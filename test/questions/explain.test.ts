import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { has } from '../../compiler/model/bits.ts';
import type { Matrix } from '../../compiler/model/matrix.ts';
import { describeLimit } from '../../compiler/print/describe-limit.ts';
import { type Explanation, explainRole, explainUser } from '../../compiler/questions/explain.ts';
import { ofKind, resolve, userPermissions } from '../naive/naive.ts';
import { runs } from '../support/random.ts';
import { toFiles, world } from '../worlds/world.ts';
import { edited, matrixIn } from './edited.ts';
import { small } from './small.ts';

const matrix = matrixIn(small);

const rowOf = ({ rows }: Matrix, tenant: string, role: string) => {
  const found = rows.find((row) => row.tenant.name === tenant && row.role.name === role);
  if (!found) throw new Error(`${role} in ${tenant}`);
  return found;
};

const cellOf = ({ policy }: Matrix, permission: string) => {
  const found = policy.catalog.cellOf.get(permission);
  if (!found) throw new Error(permission);
  return found;
};

const ofRole = (tenant: string, role: string, permission: string): Explanation =>
  explainRole(matrix, rowOf(matrix, tenant, role), cellOf(matrix, permission));

function ofUser(id: string, permission: string): Explanation {
  const tenant = matrix.policy.tenants.find(({ name }) => name === 'acme');
  const user = tenant?.users?.find((one) => one.id === id);
  if (!tenant || !user) throw new Error(id);
  return explainUser(matrix, tenant, user, cellOf(matrix, permission));
}

const edits = ({ unlock }: Explanation): readonly string[] =>
  unlock.map(({ layer, edit }) => `${layer}: ${edit}`);

describe('the edits that would allow a cell, made by hand', () => {
  test('of a tenant’s own role are of the settings too, which bound such roles, and of a shared role are not', () => {
    const files = {
      ...small,
      'policies/settings.yaml':
        'kind: Settings\ncustomRoles: { allows: { models: { "*": [view] }, modules: all } }\n',
      'policies/own.yaml':
        'kind: Role\nname: helper\ntenant: acme\nuserType: Core\nportfolio: [own]\ngrants: { models: { Company: [view] } }\n',
    };
    const bounded = matrixIn(files);
    const update = cellOf(bounded, 'Company:update');
    const layersOf = (role: string) =>
      explainRole(bounded, rowOf(bounded, 'acme', role), update).unlock.map(
        ({ layer, edit }) => `${layer}: ${edit}`,
      );
    expect(layersOf('helper')).toEqual([
      expect.stringMatching(/^role: /),
      expect.stringMatching(/^tenant: .*customRoles/),
    ]);
    const exporting = cellOf(bounded, 'Company:export');
    const ofShared = explainRole(bounded, rowOf(bounded, 'acme', 'csm'), exporting).unlock;
    expect(ofShared.length).toBeGreaterThan(0);
    expect(ofShared.map(({ edit }) => edit).join()).not.toContain('customRoles');
  });

  const table: readonly (readonly [
    tenant: string,
    role: string,
    permission: string,
    says: readonly string[],
  ])[] = [
    [
      'acme',
      'csm',
      'Company:create',
      [
        'role: in role `csm`, under `grants.models.Company`, write `actions: [create, view, update]` in place of `actions: [view, update]`',
      ],
    ],
    [
      'acme',
      'csm',
      'Company.arr:update',
      [
        'role: in role `csm`, under `grants.models.Company.properties`, write `arr: [update]` in place of `arr: none`',
      ],
    ],
    [
      'acme',
      'csm',
      'Company.owner:update',
      [
        'role: in role `csm`, under `grants.models.Company.properties`, write `owner: [view, update]` in place of `owner: [view]`',
      ],
    ],
    [
      'acme',
      'csm',
      'Company:export',
      [
        'role: in role `csm`, under `grants.models.Company`, write `actions: [view, update, export]` in place of `actions: [view, update]`',
        'tenant: ask the vendor to raise the ceiling of tenant `acme`: under `ceiling.models`, write `Company: all` in place of `Company: { except: [export] }`',
      ],
    ],
    [
      'acme',
      'csm',
      'Time:update',
      [
        'userType: seat `Service` holds `Time:update`; user type and seats of a role never change, so clone it: `plafond role clone csm NAME --seats Service`',
        'role: in the clone of role `csm`, under `grants.models`, write `Time: [view, update]` in place of `Time: [view]`',
      ],
    ],
    [
      'acme',
      'reader',
      'Company:create',
      [
        'userType: user type `Core` holds `Company:create`; user type and seats of a role never change, so clone it: `plafond role clone reader NAME --user-type Core`',
        'role: in the clone of role `reader`, add `Company: [create, view]` under `grants.models`',
      ],
    ],
    [
      'acme',
      'csm',
      'Company:remove',
      [
        'role: in role `csm`, under `grants.models.Company`, write `actions: [view, update, remove]` in place of `actions: [view, update]`',
        'userType: no user type or seat that the role could have holds `Company:remove`; have user type `Core` raised: under `allows.models`, write `Company: all` in place of `Company: { except: [remove] }`',
      ],
    ],
    [
      'acme',
      'csm',
      'Task:update',
      [
        'role: in role `csm`, add `Task: [update]` under `grants.models`',
        'requires: for `Work:use`, which it requires: in role `csm`, add `modules: [Work]` under `grants`',
      ],
    ],
    [
      'globex',
      'manager',
      'Bulk:use',
      [
        'tenant: ask the vendor to raise the ceiling of tenant `globex`: add `features: [Bulk, Deep]` under `ceiling`',
        'requires: for `Deep:use`, which it requires: in role `manager`, under `grants`, write `features: [Bulk, Deep]` in place of `features: [Bulk]`',
        'requires: for `Deep:use`, which it requires: no user type or seat that the role could have holds `Deep:use`; have user type `Core` raised: under `allows`, write `features: all` in place of `features: { except: [Deep] }`',
      ],
    ],
    [
      'acme',
      'manager',
      'Daily:use',
      [
        'requires: for `Deep:use`, which it requires: in role `manager`, under `grants`, write `features: [Bulk, Deep]` in place of `features: [Bulk]`',
        'requires: for `Deep:use`, which it requires: no user type or seat that the role could have holds `Deep:use`; have user type `Core` raised: under `allows`, write `features: all` in place of `features: { except: [Deep] }`',
      ],
    ],
    [
      'globex',
      'csm',
      'Time:update',
      [
        'userType: seat `Service` holds `Time:update`; user type and seats of a role never change, so clone it: `plafond role clone csm NAME --seats Service`',
        'userType: ask the vendor for package `Delivery`, without which seat `Service` is not offered: in tenant `globex`, write `packages: [Delivery]`',
        'role: in the clone of role `csm`, under `grants.models`, write `Time: [view, update]` in place of `Time: [view]`',
      ],
    ],
  ];
  test.each(table)('in %s, %s, %s', (tenant, role, permission, says) => {
    const explanation = ofRole(tenant, role, permission);
    expect(explanation.trail.effective).toBe(false);
    expect(edits(explanation)).toEqual(says);
    const after = matrixIn(edited(small, rowOf(matrix, tenant, role), explanation.unlock));
    expect(has(rowOf(after, tenant, role).effective, cellOf(after, permission).index)).toBe(true);
  });

  test('are none where it is allowed', () => {
    expect(ofRole('acme', 'csm', 'Company:view').unlock).toEqual([]);
  });
});

describe('of a user', () => {
  test('the trail is that of the first role that gives it, the portfolio that of all', () => {
    const explanation = ofUser('ada', 'Company:view');
    expect([explanation.role?.name, explanation.portfolio]).toEqual(['csm', ['large', 'own']]);
    expect(explanation.reaches.map(({ role }) => role.name)).toEqual(['csm', 'manager']);
    const other = ofUser('ada', 'Task:create');
    expect([other.role?.name, other.portfolio, other.trail.effective]).toEqual([
      'manager',
      ['large', 'own'],
      true,
    ]);
  });

  test('denied, it is that of the role that gets furthest', () => {
    const explanation = ofUser('ada', 'Company:export');
    expect([explanation.role?.name, explanation.trail.decidingLayer]).toEqual(['manager', 'tenant']);
  });

  test('a clone that they could not be given says what they would need', () => {
    expect(edits(ofUser('bob', 'Company:create'))[0]).toMatch(
      /; to be given to `bob`, it needs user type `Core` or higher and the user has `View`$/,
    );
  });

  test('without a role, there is a role to give', () => {
    const explanation = ofUser('dan', 'Task:create');
    expect(explanation.role).toBeUndefined();
    expect(explanation.trail.verdicts.map(({ layer, holds }) => [layer, holds])).toEqual([
      ['role', false],
      ['userType', true],
      ['tenant', true],
      ['requires', false],
    ]);
    expect(edits(explanation)).toEqual([
      'role: give user `dan` role `manager`, which has it: `roles: [manager]`',
    ]);
  });

  test('is what the naive resolver says', { tags: ['slow'] }, () => {
    fc.assert(
      fc.property(world(), fc.nat(30), (made, layout) => {
        const found = matrixIn(toFiles(made, layout));
        for (const tenant of found.policy.tenants) {
          for (const user of tenant.users ?? []) {
            const expected = userPermissions(made.documents, tenant.name, user.id);
            const allowed = new Set(expected.map(({ permission }) => permission));
            for (const cell of found.policy.catalog.cells) {
              const { trail, role } = explainUser(found, tenant, user, cell);
              expect(trail.effective, cell.permission).toBe(allowed.has(cell.permission));
              expect(trail.effective).toBe(trail.decidingLayer === undefined);
              expect(role === undefined).toBe(user.roles.length === 0);
            }
          }
        }
      }),
      runs(25),
    );
  });
});

test('of a role, it is what the naive resolver says', { tags: ['slow'] }, () => {
  fc.assert(
    fc.property(world(), fc.nat(), fc.nat(30), (made, draw, layout) => {
      const found = matrixIn(toFiles(made, layout));
      const expected = resolve(made.documents);
      const at = draw % Math.max(1, expected.length);
      const [row, want] = [found.rows[at], expected[at]];
      if (!row || !want) return;
      for (const cell of found.policy.catalog.cells) {
        const { trail } = explainRole(found, row, cell);
        expect(trail.decidingLayer ?? null, cell.permission).toBe(want.cells.get(cell.permission)?.decidedBy);
      }
      expect(ofKind(made.documents, 'Tenant').length).toBe(found.policy.tenants.length);
    }),
    runs(25),
  );
});

describe('the records', () => {
  const words = (explanation: Explanation) => explanation.reaches.map(({ limit }) => describeLimit(limit));
  const table: readonly (readonly [role: string, permission: string, words: string | undefined])[] = [
    ['csm', 'Company:view', "records of `Company` in portfolio `own`: owner is the user's id"],
    ['csm', 'Company.name:view', "records of `Company` in portfolio `own`: owner is the user's id"],
    [
      'manager',
      'Task:create',
      "records of `Task` in portfolio `large` and `own`: company.arr is at least 1000 and company.name is there, or company.owner is the user's id",
    ],
    [
      'manager',
      'Company:create',
      'every record: a new one has no owner yet, so no portfolio limits its creation',
    ],
    ['reader', 'Company:view', 'every record: portfolio `full` has no limit'],
    ['csm', 'Time:view', 'every record: portfolios do not limit this model'],
    ['manager', 'Work:use', undefined],
  ];
  test.each(table)('of %s, %s', (role, permission, expected) => {
    expect(words(ofRole('acme', role, permission))).toEqual([expected]);
  });

  test('come with the notes of the catalog', () => {
    expect(ofRole('acme', 'csm', 'Company:export').notes).toEqual([
      'Companies are customers.',
      'Data leaves.',
    ]);
    expect(ofRole('acme', 'csm', 'Company:view').notes).toEqual(['Companies are customers.']);
    expect(ofRole('acme', 'csm', 'Work:use').notes).toEqual([]);
  });
});
