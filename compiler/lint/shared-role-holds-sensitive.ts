import type { Report } from '../diagnostics/diagnostic.ts';
import { has } from '../model/bits.ts';
import { spanOf } from '../model/document.ts';
import { findDecidingSpan, relateInclusions } from '../model/layer.ts';
import type { Matrix } from '../model/matrix.ts';
import { sharedOf } from '../model/policy.ts';
import { listFirstNames } from '../text/list.ts';

/**
 * A sensitive property that a tenant adds is held by roles of the tenant's own: a role of every tenant holds it only since its
 * star, or the default, reaches what its author cannot know.
 */
export function reportSensitiveOfTenants({ policy, rows }: Matrix, report: Report): void {
  const extended = policy.tenants.filter(({ catalog }) => catalog !== policy.catalog);
  for (const tenant of extended) {
    const own = tenant.catalog.cells.slice(policy.catalog.cells.length);
    const sensitive = own.filter(({ model, property }) => model?.propertyOf.get(property ?? '')?.sensitive);
    for (const row of rows) {
      if (row.tenant !== tenant || sharedOf(row.role) === row.role) continue;
      const held = sensitive.filter(({ index }) => has(row.effective, index));
      const [first] = held;
      if (!first) continue;
      const declared = first.model?.propertyOf.get(first.property ?? '')?.at;
      report(
        'shared-role-holds-sensitive',
        findDecidingSpan(row.role.layer, first),
        {
          role: row.role.name,
          tenant: tenant.name,
          permissions: listFirstNames(held.map(({ permission }) => permission)),
        },
        'take it away in the ceiling of the tenant, or give the tenant a role of its own',
        {
          related: [
            ...relateInclusions(row.role.layer, first),
            ...(declared
              ? [{ at: spanOf(declared), note: `\`${tenant.name}\` has this property of its own` }]
              : []),
          ],
        },
      );
    }
  }
}
