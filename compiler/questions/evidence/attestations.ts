import { has } from '../../model/bits.ts';
import type { Catalog, Cell } from '../../model/catalog.ts';
import type { Matrix, Row } from '../../model/matrix.ts';
import type { Role } from '../../model/policy.ts';
import { listRiskyCells } from './register.ts';
import { prepareRiskCounter, type RiskCounts } from './totals.ts';

/** A role in a tenant, for a reviewer to decide about. */
export interface Attestation {
  readonly row: Row;
  readonly role: Role;
  readonly risks: RiskCounts;
  readonly risky: readonly Cell[];
  /** The number of active users who hold the role; absent if the tenant declares no users. */
  readonly users?: number;
}

/** Lists every role in every tenant, with what makes it worth a review. */
export function* listAttestations({ rows }: Matrix): Iterable<Attestation> {
  const known = new Map<Catalog, { count: ReturnType<typeof prepareRiskCounter>; cells: readonly Cell[] }>();
  for (const row of rows) {
    const { role, tenant, effective } = row;
    const { catalog } = tenant;
    const { count, cells } = known.get(catalog) ?? {
      count: prepareRiskCounter(catalog),
      cells: listRiskyCells(catalog.byPermission),
    };
    known.set(catalog, { count, cells });
    const users = tenant.users?.filter(({ active, roles }) => active && roles.includes(role)).length;
    const risky = cells.filter(({ index }) => has(effective, index));
    yield { row, role, risks: count(effective), risky, ...(users !== undefined && { users }) };
  }
}
