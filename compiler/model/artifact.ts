import type { Catalog } from './catalog.ts';
import type { Matrix, Row } from './matrix.ts';
import type { Tenant } from './policy.ts';
import type { Rule } from './rule.ts';

/** A file that compile writes: its path inside `generated/` and its whole content. */
export interface Artifact {
  readonly path: string;
  readonly content: string;
}

/** A policy that was compiled: what artifacts are made from and questions are answered from. */
export interface Compiled {
  readonly matrix: Matrix;
  /**
   * Returns the CASL rules of a row of the matrix, on all subjects or on some, lowered when they are asked for: a fleet
   * has too many to hold.
   */
  readonly rulesOf: (row: Row, subjects?: ReadonlySet<string>) => readonly Rule[];
  /** The one tenant that all of it is about; undefined if it is about every tenant. */
  readonly tenant?: Tenant | undefined;
}

/** Returns the catalog that a package is typed by: a package for a single tenant knows the tenant's own properties. */
export const findTypedCatalog = ({ matrix, tenant }: Compiled): Catalog =>
  (tenant ? matrix.policy.tenants[0]?.catalog : undefined) ?? matrix.policy.catalog;

/** A family of artifacts: pure, deterministic, made one file at a time so that a fleet fits in memory. */
export type Target = (compiled: Compiled) => Iterable<Artifact>;

/** Groups the rows of a matrix by tenant; a tenant that is offered no role comes with no rows. */
export function* groupRowsByTenant({
  policy,
  rows,
}: Matrix): Iterable<readonly [Row['tenant'], readonly Row[]]> {
  let next = 0;
  for (const tenant of policy.tenants) {
    const first = next;
    while (rows[next]?.tenant === tenant) next++;
    yield [tenant, rows.slice(first, next)];
  }
}
