import type { DocumentHead } from '../model/document-head.ts';
import type { Policy, Tenant } from '../model/policy.ts';

/** A policy that is without what is broken, and what that is. */
export interface PartialPolicy {
  readonly policy: Policy;
  /** The documents, and single users, that the policy is without; empty if nothing is wrong. */
  readonly leftOut: readonly DocumentHead[];
  /** The users who hold a role that the policy is without, by `userKey`. */
  readonly bereft: ReadonlySet<string>;
}

/** Returns the key that tells a user from those of other tenants. */
export const userKey = (tenant: string | undefined, id: string): string =>
  JSON.stringify([tenant ?? null, id]);

/** The parts of the policies that a question is about, as far as broken documents may bear on it. */
export interface QuestionScope {
  /** The tenant; absent if the question is about all tenants. */
  readonly tenant?: string | undefined;
  /** The role; absent if it is about a user or about all roles. */
  readonly role?: string | undefined;
  /** The user. */
  readonly user?: string | undefined;
  /** True if every role of the tenant is in the answer or bears on it. */
  readonly listsRoles: boolean;
  /** True if the answer counts the users of roles. */
  readonly countsUsers: boolean;
  /** True if the answer is a list of which each entry stands for itself, so that one that lacks some is true as far as it goes. */
  readonly isList?: true;
}

/**
 * The bearing of what is broken on the answer to a question: none; only that a list may lack entries, while those that it has
 * are true; or that the answer itself may be another.
 */
export type Bearing = 'none' | 'list' | 'answer';

/**
 * Judges what bearing the documents that a policy is without have on the answer to a question. Whatever they say once they are
 * mended, they give no second thing of a name that is there: so what is found whole is what is meant.
 */
export function judgeBearing(partial: PartialPolicy, scope: QuestionScope): Bearing {
  const bearings = partial.leftOut.map((head) => judgeHead(head, partial, scope));
  if (isBereft(partial, scope)) bearings.push('answer');
  if (bearings.includes('answer')) return 'answer';
  if (!bearings.includes('list')) return 'none';
  return scope.isList ? 'list' : 'answer';
}

function judgeHead(head: DocumentHead, partial: PartialPolicy, scope: QuestionScope): Bearing {
  switch (head.kind) {
    case 'Tenant':
    case 'Properties':
      return judgeTenant(head, partial, scope);
    case 'Role':
      return judgeRole(head, partial, scope);
    case 'Users':
      return judgeUsers(head, partial, scope);
    default:
      // Whatever depends on one of these names it, and is left out with it.
      return 'none';
  }
}

function judgeTenant(
  head: DocumentHead,
  { policy }: PartialPolicy,
  { tenant: asked }: QuestionScope,
): Bearing {
  if (asked === undefined) return 'list';
  return policy.tenants.some(({ name }) => name === asked) && tenantOf(head) !== asked ? 'none' : 'answer';
}

function judgeRole(head: DocumentHead, partial: PartialPolicy, scope: QuestionScope): Bearing {
  const { tenant: asked, role, user, listsRoles } = scope;
  if (role !== undefined) {
    if (head.name === role || (head.name === undefined && !hasRole(partial, scope))) return 'answer';
    return head.name === undefined && asked === undefined ? 'list' : 'none';
  }
  if (isOtherTenant(head, partial, asked)) return 'none';
  // The answer about a user without roles names a role that would fit, of all there are.
  if (user !== undefined && !listsRoles && !holdsRoles(partial, scope)) return 'answer';
  return listsRoles ? 'list' : 'none';
}

function judgeUsers(head: DocumentHead, partial: PartialPolicy, scope: QuestionScope): Bearing {
  const { tenant: asked, user, countsUsers } = scope;
  if (isOtherTenant(head, partial, asked)) return 'none';
  if (user === undefined) return countsUsers ? 'list' : 'none';
  if (head.name === user || findUsersOf(partial, scope).length === 0) return 'answer';
  return head.name === undefined && asked === undefined ? 'list' : 'none';
}

/** Tells whether a question about what a user may do is about one who holds a role that is left out. */
function isBereft({ policy, bereft }: PartialPolicy, { tenant, user, listsRoles }: QuestionScope): boolean {
  if (user === undefined || listsRoles) return false;
  const tenants = tenant === undefined ? policy.tenants.map(({ name }) => name) : [tenant];
  return tenants.some((name) => bereft.has(userKey(name, user)));
}

const hasRole = ({ policy }: PartialPolicy, { tenant, role }: QuestionScope): boolean =>
  listTenants(policy, tenant).some(({ roles }) => roles.some(({ name }) => name === role));

const holdsRoles = (partial: PartialPolicy, scope: QuestionScope): boolean =>
  findUsersOf(partial, scope).some(({ roles }) => roles.length > 0);

const findUsersOf = ({ policy }: PartialPolicy, { tenant, user }: QuestionScope) =>
  listTenants(policy, tenant).flatMap(({ users = [] }) => users.filter(({ id }) => id === user));

const listTenants = ({ tenants }: Policy, name: string | undefined): readonly Tenant[] =>
  name === undefined ? tenants : tenants.filter((tenant) => tenant.name === name);

/** Tells whether a document is of another tenant than the one asked about. A tenant that is not there may be meant for any. */
function isOtherTenant(head: DocumentHead, partial: PartialPolicy, asked: string | undefined): boolean {
  const { tenant } = head;
  return tenant !== undefined && asked !== undefined && tenant !== asked && isKnownTenant(tenant, partial);
}

const isKnownTenant = (name: string, { policy, leftOut }: PartialPolicy): boolean =>
  policy.tenants.some((tenant) => tenant.name === name) ||
  leftOut.some((head) => head.kind === 'Tenant' && head.name === name);

/** Returns the tenant that a document is of. */
export const tenantOf = ({ kind, name, tenant }: DocumentHead): string | undefined =>
  kind === 'Tenant' ? name : tenant;

/** Tells whether some users of a tenant are left out, so that nobody knows how many it has. */
export const lacksUsers = (partial: PartialPolicy, tenant: string | undefined): boolean =>
  partial.leftOut.some((head) => head.kind === 'Users' && !isOtherTenant(head, partial, tenant));

/** Returns the policy without the users of some tenants, as if these declared none: unknown is not zero. */
export function forgetUsers(policy: Policy, isForgotten: (tenant: string) => boolean): Policy {
  const tenants = policy.tenants.map((tenant): Tenant => {
    if (!tenant.users || !isForgotten(tenant.name)) return tenant;
    const { users: _, isComplete: __, ...rest } = tenant;
    return rest;
  });
  return { ...policy, tenants };
}
