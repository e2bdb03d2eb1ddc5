import { type JointCatalog, joinCatalogs } from './join-catalogs.ts';
import type { View } from './open-view.ts';
import { type CompareRecords, prepareRecordComparison } from './prepare-reach-comparison.ts';

/** The cells and the records of a tenant on both sides, and how they are compared. */
export interface TenantComparison {
  readonly joint: JointCatalog;
  readonly relationOf: CompareRecords;
}

/** Returns how a tenant is compared; without a tenant, what all of them have. */
export type CompareTenants = (tenant?: string) => TenantComparison;

/** Prepares comparing tenants: those without properties of their own, on either side, are compared alike. */
export function prepareTenantComparison(base: View, head: View): CompareTenants {
  const make = (tenant?: string): TenantComparison => {
    const catalogIn = ({ matrix, catalogOf }: View) =>
      tenant === undefined ? matrix.policy.catalog : catalogOf(tenant);
    return {
      joint: joinCatalogs(catalogIn(base), catalogIn(head)),
      relationOf: prepareRecordComparison({ base: base.typesIn(tenant), head: head.typesIn(tenant) }),
    };
  };
  const common = make();
  const known = new Map<string, TenantComparison>();
  const isCommon = (tenant: string) =>
    [base, head].every(({ catalogOf, matrix }) => catalogOf(tenant) === matrix.policy.catalog);
  return (tenant) => {
    if (tenant === undefined || isCommon(tenant)) return common;
    const comparison = known.get(tenant) ?? make(tenant);
    known.set(tenant, comparison);
    return comparison;
  };
}
