import type { Report } from '../diagnostics/diagnostic.ts';
import { type Document, isOfDatabase, spanOf } from '../model/document.ts';
import type { Matrix } from '../model/matrix.ts';
import { rolesOf } from '../model/policy.ts';

/**
 * A role that was made for one tenant is held by one of the users declared there, or included by another role; one that
 * was made to be included is included.
 */
export function reportUnusedRoles({ policy }: Matrix, report: Report): void {
  const included = new Set<Document>();
  for (const { layer } of [...rolesOf(policy), ...policy.abstractRoles])
    for (const inclusion of layer.includes) included.add(inclusion.layer.at.document);
  for (const { name: tenant, roles, users } of policy.tenants) {
    if (!users) continue;
    const held = new Set(users.flatMap((user) => user.roles));
    for (const role of roles) {
      if (role.tenant === undefined || held.has(role) || included.has(role.layer.at.document)) continue;
      // Only the database knows who holds its roles.
      if (isOfDatabase(role.at.document)) continue;
      report(
        'unused-role',
        spanOf(role.at),
        { role: role.name, who: `no user of tenant \`${tenant}\` holds its own role` },
        'give it to the users it was made for, or delete it',
      );
    }
  }
  for (const { name, at, layer } of policy.abstractRoles)
    if (!included.has(layer.at.document))
      report(
        'unused-role',
        spanOf(at),
        { role: name, who: 'no role includes the abstract role' },
        'name it under `includes` of the roles it was made for, or delete it',
      );
}
