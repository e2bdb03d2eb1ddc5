import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { impossible } from '../../diagnostics/impossible.ts';
import { placeIn } from '../../model/document.ts';
import type { Matrix } from '../../model/matrix.ts';
import type { Policy } from '../../model/policy.ts';
import type { Commit } from '../../text/commit.ts';

/** The cell whose history is asked for, by names: of a role, or of a user by the union of their roles. */
export type CellQuery = RoleQuery | UserQuery;

/** The cell of a role, which is followed to the names that it had before. */
export interface RoleQuery extends NamedCell {
  readonly role: string;
  readonly user?: undefined;
}

/** The cell of a user. */
export interface UserQuery extends NamedCell {
  readonly user: string;
  readonly role?: undefined;
}

interface NamedCell {
  readonly tenant: string;
  readonly permission: string;
}

/** One revision of the policies: a commit, the work tree, or the time before the first commit. */
export interface PolicyRevision {
  /** The commit; absent for the work tree and the time before the first commit. */
  readonly commit?: Commit;
  /** The diagnostics of the policies. */
  readonly diagnostics: readonly Diagnostic[];
  /**
   * The matrix; absent if the policies do not compile. It needs the rows that are asked about and no other. A role that was
   * renamed later has the name that is asked for.
   */
  readonly matrix?: Matrix;
  /** The name that the role has in this revision; absent if it is the one that is asked for. */
  readonly nameThen?: string;
  /** The permission as it was written in this revision; absent if it is the one that is asked for. */
  readonly permissionThen?: string;
  /** The portfolios that have another name in this revision, by their last name; absent if there is none. */
  readonly portfoliosThen?: ReadonlyMap<string, string>;
}

/** Revisions that follow one another, newest first, each compiled only when it is read. */
export type PolicyRevisions = Iterable<PolicyRevision> | AsyncIterable<PolicyRevision>;

/** Returns a policy with what a query is about alone, so that its matrix has few rows to resolve: a role, or those of a user. */
export function restrictToQuery(policy: Policy, { tenant, role, user }: CellQuery): Policy {
  const tenants = policy.tenants.filter(({ name }) => name === tenant);
  return {
    ...policy,
    tenants: tenants.map((one) => {
      if (role !== undefined) return { ...one, roles: one.roles.filter(({ name }) => name === role) };
      const users = one.users?.filter(({ id }) => id === user);
      const roles = one.roles.filter((held) => users?.some(({ roles }) => roles.includes(held)));
      return { ...one, roles, ...(users && { users }) };
    }),
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
    generations: [],
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
    mappings: [],
    runbooks: [],
    settings: {
      package: { name: '', version: '' },
      out: '../generated',
      customRoles: { at: placeIn({ source: { path: '', text: '' }, index: 0 }, ['customRoles']) },
      vendor: [],
      waivers: { warnDays: 0 },
      review: {},
    },
    documents: [],
  },
  rows: [],
  trailOf: () => impossible('a trail before the first commit'),
  refusalOf: () => impossible('a refusal before the first commit'),
  effectiveOf: (held) => held,
  missingOf: () => [],
};

/** The revision before the first commit, which declares nothing. */
export const beforeFirstCommit: PolicyRevision = { diagnostics: [], matrix: emptyMatrix };
