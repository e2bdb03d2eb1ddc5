import { groupRowsByTenant } from '../../model/artifact.ts';
import { add, type Bits, countBits, emptyBits, intersection } from '../../model/bits.ts';
import { type Catalog, type Risk, risks } from '../../model/catalog.ts';
import type { Matrix } from '../../model/matrix.ts';
import type { Tenant } from '../../model/policy.ts';
import { narrowMatrix } from './narrow-matrix.ts';

/** The number of permissions of each risk class. */
export type RiskCounts = Readonly<Record<Risk, number>>;

/** The numbers that the parts of a pack must add up to. */
export interface Totals {
  readonly tenants: number;
  /** Tenants that declare no users, so that the number of their users is unknown. */
  readonly tenantsWithUnknownUsers: number;
  /** Roles, each once for every tenant that is offered it. */
  readonly roles: number;
  /** Declared users. */
  readonly users: number;
  /** Declared users who are active. */
  readonly activeUsers: number;
  /** Permissions that are effective, counted for each role in each tenant. */
  readonly effectiveGrants: number;
  readonly effectiveGrantsByRisk: RiskCounts;
}

/** Counts what is in a matrix. It reads no file of a pack, so that the files can be held against the result. */
export function addUpTotals({ policy, rows }: Matrix): Totals {
  const { tenants } = policy;
  const users = tenants.flatMap((tenant) => tenant.users ?? []);
  const known = new Map<Catalog, ReturnType<typeof prepareRiskCounter>>();
  const byRisk: Record<Risk, number> = { ...none };
  for (const { effective, tenant } of rows) {
    const countOf = known.get(tenant.catalog) ?? prepareRiskCounter(tenant.catalog);
    known.set(tenant.catalog, countOf);
    const counts = countOf(effective);
    for (const risk of risks) byRisk[risk] += counts[risk];
  }
  return {
    tenants: tenants.length,
    tenantsWithUnknownUsers: tenants.filter((tenant) => tenant.users === undefined).length,
    roles: rows.length,
    users: users.length,
    activeUsers: users.filter(({ active }) => active).length,
    effectiveGrants: rows.reduce((sum, { effective }) => sum + countBits(effective), 0),
    effectiveGrantsByRisk: byRisk,
  };
}

/** A tenant and the numbers that other tables must add up to for it. */
export interface TenantTotals {
  readonly tenant: Tenant;
  readonly totals: Totals;
}

/** Counts what is in each tenant of a matrix. */
export function* listTenantTotals(matrix: Matrix): Iterable<TenantTotals> {
  for (const [tenant, rows] of groupRowsByTenant(matrix))
    yield { tenant, totals: addUpTotals(narrowMatrix(matrix, [tenant], rows)) };
}

/** Returns a function that counts the cells of a set by risk class. */
export function prepareRiskCounter({ cells }: Catalog): (held: Bits) => RiskCounts {
  const masks = risks.map((risk) => {
    const mask = emptyBits(cells.length);
    for (const cell of cells) if (cell.risk === risk) add(mask, cell.index);
    return [risk, mask] as const;
  });
  return (held) => {
    const counts: Record<Risk, number> = { ...none };
    for (const [risk, mask] of masks) counts[risk] = countBits(intersection(held, mask));
    return counts;
  };
}

const none: RiskCounts = { read: 0, write: 0, destructive: 0, exfiltration: 0, escalation: 0 };
