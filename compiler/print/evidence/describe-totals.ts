import type { Totals } from '../../questions/evidence/totals.ts';

/** Describes the numbers that the parts of a pack add up to, each with its name. */
export function describeTotals(totals: Totals): readonly (readonly [string, string])[] {
  const { effectiveGrantsByRisk, ...counts } = totals;
  return [
    ['tenants', String(counts.tenants)],
    ['tenants that declare no users', String(counts.tenantsWithUnknownUsers)],
    ['roles, in each tenant', String(counts.roles)],
    ['declared users', String(counts.users)],
    ['active users', String(counts.activeUsers)],
    ['effective permissions of roles', String(counts.effectiveGrants)],
    ...Object.entries(effectiveGrantsByRisk).map(
      ([risk, count]) => [`of the class ${risk}`, String(count)] as const,
    ),
  ];
}
