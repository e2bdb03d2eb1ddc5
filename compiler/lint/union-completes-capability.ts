import type { Report } from '../diagnostics/diagnostic.ts';
import { has } from '../model/bits.ts';
import type { Toggle } from '../model/catalog.ts';
import { placeIn, spanOf } from '../model/document.ts';
import { findDecidingSpan, relateInclusions } from '../model/layer.ts';
import type { Matrix, Row } from '../model/matrix.ts';
import type { Tenant, User } from '../model/policy.ts';
import { joinUserRoles, listBringers } from '../model/row-union.ts';
import { groupBy } from '../text/group-by.ts';
import { listFirstNames } from '../text/list.ts';

/** A user's roles together complete no escalation capability that none of them gives alone. */
export function reportCompletingUnions(matrix: Matrix, report: Report): void {
  const capabilities = matrix.policy.catalog.capabilities.filter(({ cell }) => cell.risk === 'escalation');
  if (capabilities.length === 0) return;
  const found: Union[] = [];
  for (const tenant of matrix.policy.tenants) {
    for (const user of tenant.users ?? []) {
      if (user.roles.length < 2) continue;
      const union = joinUserRoles(matrix, tenant, user);
      for (const capability of capabilities) {
        const { cell } = capability;
        if (!has(union.effective, cell.index)) continue;
        if (union.rows.some(({ effective }) => has(effective, cell.index))) continue;
        const grounds = cell.requires.flatMap(({ oneOf }) =>
          oneOf
            .flatMap((needed) => listBringers(union, needed).map((row) => ({ cell: needed, row })))
            .slice(0, 1),
        );
        found.push({ tenant, user, capability, grounds });
      }
    }
  }
  for (const unions of groupBy(found, keyOf).values()) reportUnions(unions, report);
}

interface Union {
  readonly tenant: Tenant;
  readonly user: User;
  readonly capability: Toggle;
  readonly grounds: readonly { readonly cell: Toggle['cell']; readonly row: Row }[];
}

/** Returns a text that is equal for users whose findings are one. */
const keyOf = ({ capability, grounds }: Union): string =>
  JSON.stringify([
    capability.name,
    ...grounds.map(({ row: { role } }) => `${role.tenant ?? '*'} ${role.name}`).sort(),
  ]);

function reportUnions(unions: readonly [Union, ...Union[]], report: Report): void {
  const [{ user, capability, grounds }] = unions;
  const { document, path } = user.at;
  const users = unions.map((union) => union.user.id);
  report(
    'union-completes-capability',
    spanOf(placeIn(document, [...path.slice(0, -1), 'roles'])),
    {
      who: users.length > 1 ? `users ${listFirstNames(users)} hold` : `user ${listFirstNames(users)} holds`,
      capability: capability.name,
      roles: listFirstNames([...new Set(grounds.map(({ row }) => row.role.name))]),
      tenants: listFirstNames([...new Set(unions.map(({ tenant }) => tenant.name))]),
    },
    'take one of these roles away, or give one role that is meant to hold it all',
    {
      related: grounds.flatMap(({ cell, row }) => [
        {
          at: findDecidingSpan(row.role.layer, cell),
          note: `role \`${row.role.name}\` grants \`${cell.permission}\``,
        },
        ...relateInclusions(row.role.layer, cell),
      ]),
    },
  );
}
