import { type Document, placeIn, valueIn } from './document.ts';
import type { Invariant } from './invariant.ts';
import {
  type AbstractRole,
  type Layer,
  listPortfolioNames,
  type Policy,
  type Role,
  type Tenant,
} from './policy.ts';

/**
 * Returns the part of a policy that one tenant's browsers, or a deployment for that tenant alone, may be given. Its roles
 * hold and reach the same as in the whole policy. The catalog, the principal, user types and settings stay. Left out are
 * the other tenants, all users, tests and mappings, roles that the tenant is not offered, seats that it has not bought, and portfolios that
 * none of its roles names. A change of another tenant does not change the result, unless the two share a file.
 */
export function restrictToTenant(policy: Policy, tenant: Tenant): Policy {
  const known = new Set(tenant.roles.map(({ name }) => name));
  const roles = tenant.roles.map((role) => withoutForeignOrigin(role, known));
  const portfolios = new Set(roles.flatMap(({ portfolio }) => listPortfolioNames(portfolio)));
  const { users: _, ...alone } = tenant;
  const invariants = policy.invariants.flatMap((invariant) => restrictToRoles(invariant, roles, tenant.name));
  const demanded = new Set(invariants.map(({ name }) => name));
  return {
    ...policy,
    portfolios: policy.portfolios.filter(({ name }) => portfolios.has(name)),
    seats: policy.seats.filter((seat) => seat.package === undefined || tenant.packages.has(seat.package)),
    sharedRoles: roles.filter((role) => role.tenant === undefined),
    abstractRoles: selectIncluded(policy.abstractRoles, roles),
    tenants: [{ ...alone, roles }],
    invariants,
    waivers: policy.waivers.filter(
      (waiver) =>
        demanded.has(waiver.invariant) &&
        // Users stay behind, and so do their waivers.
        waiver.role !== undefined &&
        known.has(waiver.role) &&
        (waiver.tenant ?? tenant.name) === tenant.name,
    ),
    tests: [],
    mappings: [],
    documents: selectDocuments(policy, tenant),
  };
}

/** Leaves out the name of the role that a role was cloned from, if only another tenant has it. */
function withoutForeignOrigin(role: Role, known: ReadonlySet<string>): Role {
  const { clonedFrom, ...rest } = role;
  return clonedFrom === undefined || known.has(clonedFrom) ? role : rest;
}

/** Returns those of some roles whose layers are part of what others hold. */
function selectIncluded(abstract: readonly AbstractRole[], roles: readonly Role[]): readonly AbstractRole[] {
  const part = new Set<Document>();
  const follow = ({ at, includes }: Layer): void => {
    part.add(at.document);
    for (const inclusion of includes) follow(inclusion.layer);
  };
  for (const { layer } of roles) follow(layer);
  return abstract.filter(({ layer }) => part.has(layer.at.document));
}

/** Returns an invariant with those of some roles on which it is checked; an empty list if it is checked on none. */
function restrictToRoles(invariant: Invariant, roles: readonly Role[], tenant: string): readonly Invariant[] {
  const checked = roles.filter(
    ({ name, userType }) => invariant.roles.has(name) && invariant.userTypes.has(userType.name),
  );
  if (!invariant.tenants.has(tenant)) return [];
  return checked.length > 0
    ? [{ ...invariant, roles: new Set(checked.map(({ name }) => name)), tenants: new Set([tenant]) }]
    : [];
}

/** Returns the documents that do not speak of another tenant. */
function selectDocuments(
  { tenants, abstractRoles, mappings, documents }: Policy,
  tenant: Tenant,
): readonly Document[] {
  const others = tenants.filter((other) => other !== tenant);
  const foreign = abstractRoles.filter((role) => (role.tenant ?? tenant.name) !== tenant.name);
  const theirs = new Set([
    ...mappings.map(({ at }) => at.document),
    ...foreign.map(({ at }) => at.document),
    ...others.flatMap(({ name, at, roles, users = [] }) => [
      at.document,
      ...roles.filter((role) => role.tenant === name).map((role) => role.at.document),
      ...users.map((user) => user.at.document),
    ]),
  ]);
  // Only a document that is not known to be another tenant's is read for the tenant that it names.
  const isOurs = (document: Document) => {
    const named = valueIn(placeIn(document, ['tenant']));
    return named === undefined || named === tenant.name;
  };
  return documents.filter((document) => !theirs.has(document) && isOurs(document));
}
