import { collect } from '../../diagnostics/diagnostic.ts';
import { groupRowsByTenant } from '../../model/artifact.ts';
import type { ControlResult, ControlState, UsedWaiver } from '../../model/control.ts';
import type { Invariant } from '../../model/invariant.ts';
import type { Matrix } from '../../model/matrix.ts';
import type { Breach } from './find-breach.ts';
import { judgeInvariant, type UsedWaivers } from './judge-invariant.ts';
import { reportNobody } from './report-nobody.ts';

/** Judges every invariant, in the order of the policies. `today` is a date as `2027-03-31`. */
export const judgeInvariants = (matrix: Matrix, today: string): readonly ControlResult[] =>
  matrix.policy.invariants.map((invariant) =>
    invariant.demand === 'mustSomeone'
      ? judgeOfTenants(invariant, matrix)
      : judgeOfRoles(invariant, matrix, today),
  );

function judgeOfTenants(invariant: Invariant, matrix: Matrix): ControlResult {
  const tenants = [...groupRowsByTenant(matrix)].filter(([{ name }]) => invariant.tenants.has(name));
  const failed = tenants.filter(([tenant, rows]) => {
    const { report, diagnostics } = collect();
    reportNobody({ ...matrix, policy: { ...matrix.policy, tenants: [tenant] }, rows }, invariant, report);
    return diagnostics.length > 0;
  });
  const counts = {
    checked: tenants.length,
    passed: tenants.length - failed.length,
    failed: failed.length,
    waived: 0,
  };
  return {
    ...describe(invariant),
    ...counts,
    unit: 'tenants',
    state: stateOf(counts),
    brokenBy: failed.map(([{ name }]) => `tenant ${name}`),
    brokenUnderWaiver: [],
    waivers: [],
  };
}

function judgeOfRoles(invariant: Invariant, matrix: Matrix, today: string): ControlResult {
  const used: UsedWaivers = new Map();
  const { checked, open, waived, users } = judgeInvariant(invariant, matrix, today, used);
  const waivers = matrix.policy.waivers.flatMap((waiver): readonly UsedWaiver[] => {
    const tenants = used.get(waiver);
    return tenants ? [{ waiver, tenants: [...tenants].sort() }] : [];
  });
  const usersLet = waivers.filter(({ waiver }) => waiver.user !== undefined);
  const counts = {
    checked,
    passed: checked - open.length - waived.length,
    failed: open.length + users.length,
    waived: waived.length + usersLet.reduce((sum, { tenants }) => sum + tenants.length, 0),
  };
  return {
    ...describe(invariant),
    ...counts,
    unit: 'roles',
    state: stateOf({ ...counts, waived: waivers.length }),
    brokenBy: [...open.map(nameRow), ...users.map(({ user, tenant }) => nameUser(user.id, tenant.name))],
    brokenUnderWaiver: [
      ...waived.map(nameRow),
      ...usersLet.flatMap(({ waiver, tenants }) =>
        tenants.map((tenant) => nameUser(waiver.user ?? '', tenant)),
      ),
    ],
    waivers,
  };
}

const nameRow = ({ row }: Breach): string => `role ${row.role.name} in ${row.tenant.name}`;

const nameUser = (user: string, tenant: string): string => `user ${user} in ${tenant}`;

const describe = (invariant: Invariant) => ({
  name: invariant.name,
  invariant,
  severity: invariant.severity,
  because: invariant.because,
});

function stateOf({
  checked,
  failed,
  waived,
}: Pick<ControlResult, 'checked' | 'failed' | 'waived'>): ControlState {
  if (failed > 0) return 'failed';
  if (waived > 0) return 'waived';
  return checked === 0 ? 'idle' : 'passed';
}
