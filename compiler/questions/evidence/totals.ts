import { add, type Bits, emptyBits, intersection, sizeOf } from '../../model/bits.ts';
import { type Catalog, type Risk, risks } from '../../model/catalog.ts';
import type { Matrix } from '../../model/matrix.ts';

/** How many permissions there are of each risk class. */
export type Risks = Readonly<Record<Risk, number>>;

/** What the parts of a pack must add up to. */
export interface Totals {
  readonly tenants: number;
  /** Tenants that declare no users: how many they have is unknown. */
  readonly tenantsWithUnknownUsers: number;
  /** Roles, each once for every tenant that is offered it. */
  readonly roles: number;
  /** Declared users, and those of them who are active. */
  readonly users: number;
  readonly activeUsers: number;
  /** Permissions that are effective, counted for each role in each tenant. */
  readonly effectiveGrants: number;
  readonly effectiveGrantsByRisk: Risks;
}

/** Counts a matrix without the files of a pack, so that these can be held against it. */
export function totalsOf({ policy, rows }: Matrix): Totals {
  const { tenants, catalog } = policy;
  const users = tenants.flatMap((tenant) => tenant.users ?? []);
  const countOf = riskCounter(catalog);
  const byRisk: Record<Risk, number> = { ...none };
  for (const { effective } of rows) {
    const counts = countOf(effective);
    for (const risk of risks) byRisk[risk] += counts[risk];
  }
  return {
    tenants: tenants.length,
    tenantsWithUnknownUsers: tenants.filter((tenant) => tenant.users === undefined).length,
    roles: rows.length,
    users: users.length,
    activeUsers: users.filter(({ active }) => active).length,
    effectiveGrants: rows.reduce((sum, { effective }) => sum + sizeOf(effective), 0),
    effectiveGrantsByRisk: byRisk,
  };
}

/** Prepares counting sets of cells by risk class. */
export function riskCounter({ cells }: Catalog): (held: Bits) => Risks {
  const masks = risks.map((risk) => {
    const mask = emptyBits(cells.length);
    for (const cell of cells) if (cell.risk === risk) add(mask, cell.index);
    return [risk, mask] as const;
  });
  return (held) => {
    const counts: Record<Risk, number> = { ...none };
    for (const [risk, mask] of masks) counts[risk] = sizeOf(intersection(held, mask));
    return counts;
  };
}

const none: Risks = { read: 0, write: 0, destructive: 0, exfiltration: 0, escalation: 0 };
