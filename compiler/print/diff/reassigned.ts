import { has } from '../../model/bits.ts';
import type { Difference, SidePlace } from '../../model/change.ts';
import { isGrave, worse } from '../../questions/diff/groups.ts';
import { sidePlace } from './cause.ts';
import type { ReassignedJson } from './report.ts';

/** Who is given, or loses, which role in which tenant. */
export function reassigned({ base, head, reassigned: all }: Difference): readonly ReassignedJson[] {
  const found = new Map<string, ReassignedJson & { readonly users: string[] }>();
  const note = (
    change: ReassignedJson['change'],
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
      const grave = matrix.policy.catalog.cells.filter(
        ({ index, risk }) => isGrave(risk) && row && has(row.effective, index),
      );
      const [first, ...more] = grave.map(({ risk }) => risk);
      found.set(key, {
        change,
        tenant,
        role,
        users: [user],
        grave: grave.length,
        ...(first && { risk: more.reduce(worse, first) }),
        at: sidePlace(at),
      });
    }
  };
  for (const { tenant, user, given, taken, at } of all) {
    for (const role of given) note('given', tenant, role, user, at);
    for (const role of taken) note('taken', tenant, role, user, at);
  }
  return [...found.values()];
}
