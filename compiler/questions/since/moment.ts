import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { impossible } from '../../diagnostics/impossible.ts';
import type { Matrix } from '../../model/matrix.ts';
import type { Policy } from '../../model/policy.ts';
import type { Commit } from '../../text/commit.ts';

/** The cell whose history is asked for, by the names it has: what was renamed is asked for by its old name. */
export interface Asked {
  readonly tenant: string;
  readonly role: string;
  readonly permission: string;
}

/** The policies at one time. */
export interface Moment {
  /** Absent: the work tree, or what there was before the first commit. */
  readonly commit?: Commit;
  /** What is wrong with them. */
  readonly diagnostics: readonly Diagnostic[];
  /** Absent: they do not compile. It needs no more rows than the one that is asked about. */
  readonly matrix?: Matrix;
}

/** Moments that follow one another, newest first, made as they are asked for. */
export type Moments = Iterable<Moment> | AsyncIterable<Moment>;

/** A policy with no rows but the one that is asked about: all that its matrix must decide. */
export function narrowed(policy: Policy, { tenant, role }: Asked): Policy {
  const tenants = policy.tenants.filter(({ name }) => name === tenant);
  return {
    ...policy,
    tenants: tenants.map((one) => ({ ...one, roles: one.roles.filter(({ name }) => name === role) })),
  };
}

/** The matrix of no policy at all: nobody may do anything. */
export const emptyMatrix: Matrix = {
  policy: {
    catalog: {
      models: [],
      modules: [],
      features: [],
      capabilities: [],
      cells: [],
      cellOf: new Map(),
      byPermission: [],
      modelOf: new Map(),
      inOrder: [],
      derived: new Uint32Array(),
    },
    attributes: new Map(),
    portfolios: [],
    userTypes: [],
    seats: [],
    sharedRoles: [],
    tenants: [],
    invariants: [],
    waivers: [],
    settings: { package: { name: '', version: '' } },
    documents: [],
  },
  rows: [],
  trailOf: () => impossible('a trail before the first commit'),
  missingOf: () => [],
};

/** What there was before the first commit. */
export const nothing: Moment = { diagnostics: [], matrix: emptyMatrix };
