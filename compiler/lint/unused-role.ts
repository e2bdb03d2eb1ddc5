import type { Report } from '../diagnostics/diagnostic.ts';
import { spanOf } from '../model/document.ts';
import type { Matrix } from '../model/matrix.ts';

/** A role that was made for one tenant is held by one of the users declared there. */
export function reportUnusedRoles({ policy }: Matrix, report: Report): void {
  for (const { name: tenant, roles, users } of policy.tenants) {
    if (!users) continue;
    const held = new Set(users.flatMap((user) => user.roles));
    for (const role of roles) {
      if (role.tenant === undefined || held.has(role)) continue;
      report(
        'unused-role',
        spanOf(role.at),
        { role: role.name, tenant },
        'give it to the users it was made for, or delete it',
      );
    }
  }
}
