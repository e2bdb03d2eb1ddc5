import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { impossible } from '../../diagnostics/impossible.ts';
import { placeIn } from '../../model/document.ts';
import type { Matrix } from '../../model/matrix.ts';
import type { Policy } from '../../model/policy.ts';
import type { Commit } from '../../text/commit.ts';

/** The cell whose history is asked for, by names; a renamed tenant or role is found by one name at a time. */
export interface CellQuery {
  readonly tenant: string;
  readonly role: string;
  readonly permission: string;
}

/** One revision of the policies: a commit, the work tree, or the time before the first commit. */
export interface PolicyRevision {
  /** The commit; absent for the work tree and the time before the first commit. */
  readonly commit?: Commit;
  /** The diagnostics of the policies. */
  readonly diagnostics: readonly Diagnostic[];
  /** The matrix; absent if the policies do not compile. It needs the row that is asked about and no other. */
  readonly matrix?: Matrix;
}

/** Revisions that follow one another, newest first, each compiled only when it is read. */
export type PolicyRevisions = Iterable<PolicyRevision> | AsyncIterable<PolicyRevision>;

/** Returns a policy with the tenant and role of a query alone, so that its matrix has one row to resolve. */
export function restrictToRow(policy: Policy, { tenant, role }: CellQuery): Policy {
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
      actions: [],
      ownActions: new Map(),
      cells: [],
      cellOf: new Map(),
      byPermission: [],
      modelOf: new Map(),
      inOrder: [],
      isOnePass: true,
      derived: new Uint32Array(),
    },
    attributes: new Map(),
    portfolios: [],
    userTypes: [],
    seats: [],
    sharedRoles: [],
    abstractRoles: [],
    tenants: [],
    invariants: [],
    waivers: [],
    tests: [],
    settings: {
      package: { name: '', version: '' },
      out: '../generated',
      customRoles: { at: placeIn({ source: { path: '', text: '' }, index: 0 }, ['customRoles']) },
      vendor: [],
      waivers: { warnDays: 0 },
    },
    documents: [],
  },
  rows: [],
  trailOf: () => impossible('a trail before the first commit'),
  effectiveOf: (held) => held,
  missingOf: () => [],
};

/** The revision before the first commit, which declares nothing. */
export const beforeFirstCommit: PolicyRevision = { diagnostics: [], matrix: emptyMatrix };
