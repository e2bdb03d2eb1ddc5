import { has } from '../../model/bits.ts';
import type { Risk } from '../../model/catalog.ts';
import type { Difference, SidePlace } from '../../model/change.ts';
import { listPortfolioLabels } from '../../model/policy.ts';
import { isGraveRisk, worseRisk } from './group-changes.ts';
import { listVendorKinds } from './vendor-kinds.ts';

/** A role of a tenant that is given to users, or taken from them. */
export interface RoleReassignment {
  readonly change: 'given' | 'taken';
  readonly tenant: string;
  readonly role: string;
  readonly users: readonly string[];
  /** The number of permissions of class escalation or exfiltration that the role holds there. */
  readonly grave: number;
  /** The names of these permissions, sorted. */
  readonly risky: readonly string[];
  /** The portfolios by which the role reaches records for whatever has no entry of its own. */
  readonly portfolio: readonly string[];
  /** The worst class among these; absent where there are none. */
  readonly risk?: Risk;
  /** True if the lists of users are the vendor's to decide. */
  readonly vendor: boolean;
  readonly at: SidePlace;
}

/** Groups reassignments by tenant and role: users who are given, or lose, the same role stand together. */
export function groupReassignments({ base, head, reassigned }: Difference): readonly RoleReassignment[] {
  const vendor = listVendorKinds({ base: base.policy, head: head.policy }).has('Users');
  const found = new Map<string, RoleReassignment & { readonly users: string[] }>();
  const note = (
    change: RoleReassignment['change'],
    tenant: string,
    role: string,
    user: string,
    at: SidePlace,
  ) => {
    const key = `${change} ${tenant} ${role}`;
    const known = found.get(key);
    if (known) known.users.push(user);
    else {
      const matrix = change === 'given' ? head : base;
      const row = matrix.rows.find((one) => one.tenant.name === tenant && one.role.name === role);
      const grave = (row?.tenant.catalog.cells ?? []).filter(
        ({ index, risk }) => isGraveRisk(risk) && row && has(row.effective, index),
      );
      const [first, ...more] = grave.map(({ risk }) => risk);
      found.set(key, {
        change,
        tenant,
        role,
        users: [user],
        grave: grave.length,
        risky: grave.map(({ permission }) => permission).sort(),
        portfolio: row ? listPortfolioLabels(row.role.portfolio) : [],
        vendor,
        ...(first && { risk: more.reduce(worseRisk, first) }),
        at,
      });
    }
  };
  for (const { tenant, user, given, taken, at } of reassigned) {
    for (const role of given) note('given', tenant, role, user, at);
    for (const role of taken) note('taken', tenant, role, user, at);
  }
  return [...found.values()];
}
