import type { Matrix, Row } from './matrix.ts';
import type { Rule } from './rule.ts';

/** A file that compile writes: its path inside `generated/` and its whole content. */
export interface Artifact {
  readonly path: string;
  readonly content: string;
}

/** What artifacts are made from: the matrix, and its rows as CASL rules, lowered when asked. */
export interface Compiled {
  readonly matrix: Matrix;
  readonly rulesOf: (row: Row) => readonly Rule[];
}

/** A family of artifacts: pure, deterministic, made one file at a time so that a fleet fits in memory. */
export type Target = (compiled: Compiled) => Iterable<Artifact>;

/** The rows of a matrix by tenant: every tenant is there, with no rows where it is offered no role. */
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
