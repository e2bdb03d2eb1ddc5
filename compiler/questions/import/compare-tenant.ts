import { difference, has, union } from '../../model/bits.ts';
import { byCodeUnit } from '../../text/order.ts';
import type { CeilingDrift, Drift, FieldDrift } from './drift.ts';
import { type DriftContext, readTenantSwitches } from './drift-context.ts';

/** Compares the switches, limits, packages and plan of a tenant, each where it was exported. */
export function compareTenant(context: DriftContext): Pick<Drift, 'ceiling' | 'tenantFields'> {
  return { ceiling: compareCeiling(context), tenantFields: compareFields(context) };
}

function compareCeiling({ observed, target, catalog }: DriftContext): readonly CeilingDrift[] {
  const { tenant } = target;
  const { tenant: said } = observed;
  if (!tenant || !said.switchesAt) return [];
  const product = readTenantSwitches(catalog, said);
  // A switch of a generation that the tenant does not have is off, whatever its ceiling says.
  const { held } = tenant.ceiling;
  const files = tenant.closed ? difference(held, tenant.closed) : held;
  const drifted = union(difference(product, files), difference(files, product));
  return catalog.byPermission
    .filter(({ index, kind }) => kind !== 'capability' && has(drifted, index))
    .map(({ index, permission }) => ({
      permission,
      product: has(product, index),
      files: has(files, index),
    }));
}

function compareFields({ observed, target: { tenant } }: DriftContext): readonly FieldDrift[] {
  const { limits, packages, plan } = observed.tenant;
  if (!tenant) return [];
  const rows: (readonly [string, string | undefined, string | undefined])[] = [];
  if (limits.size > 0) {
    const spell = (most: number | undefined) => (most === undefined ? 'unlimited' : String(most));
    for (const name of [...new Set([...limits.keys(), ...tenant.limits.keys()])].sort(byCodeUnit))
      rows.push([`limits.${name}`, spell(limits.get(name)?.value), spell(tenant.limits.get(name)?.most)]);
  }
  const list = (names: Iterable<string>) => [...names].sort().join(', ') || 'none';
  if (packages) rows.push(['packages', list(packages.value), list(tenant.packages)]);
  if (plan) rows.push(['plan', plan.value, tenant.plan ?? 'none']);
  return rows.flatMap(([field, product, files]) =>
    product === files
      ? []
      : [{ field, ...(product !== undefined && { product }), ...(files !== undefined && { files }) }],
  );
}
