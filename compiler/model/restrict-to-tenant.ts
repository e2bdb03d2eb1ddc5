import { type Document, placeIn, valueIn } from './document.ts';
import type { Invariant } from './invariant.ts';
import {
  type AbstractRole,
  type Layer,
  listPortfolioNames,
  type Policy,
  type Role,
  sharedOf,
  type Tenant,
} from './policy.ts';

/**
 * Returns the part of a policy that one tenant's browsers, or a deployment for that tenant alone, may be given, as
 * `restrictToTenants` does for several.
 */
export const restrictToTenant = (policy: Policy, tenant: Tenant): Policy =>
  restrictToTenants(policy, [tenant]);

/**
 * Returns the part of a policy that whoever serves some tenants may be given. Their roles hold and reach the same as in the
 * whole policy. The catalog, the principal, user types and settings stay. Left out are the other tenants, all users, tests,
 * mappings and runbooks, roles that none of these tenants is offered, seats that none has bought, and portfolios that none of their
 * roles names. A change of another tenant does not change the result, unless it shares a file with one of these.
 */
export function restrictToTenants(policy: Policy, chosen: readonly Tenant[]): Policy {
  const known = new Set(chosen.flatMap((tenant) => tenant.roles.map(({ name }) => name)));
  // Shared roles are one and the same for all their tenants, and stay so.
  const roleCopies = new Map<Role, Role>();
  const keep = (role: Role): Role => {
    const { shared, ...own } = withoutForeignOrigin(role, known);
    const whole = roleCopies.get(role) ?? (shared ? { ...own, shared: keep(shared) } : own);
    roleCopies.set(role, whole);
    return whole;
  };
  const tenants = chosen.map(({ users: _, ...tenant }) => ({ ...tenant, roles: tenant.roles.map(keep) }));
  const roles = [...new Set(tenants.flatMap((tenant) => tenant.roles))];
  const portfolios = new Set(roles.flatMap(({ portfolio }) => listPortfolioNames(portfolio)));
  const invariants = policy.invariants.flatMap((invariant) => restrictInvariant(invariant, tenants));
  const demanded = new Set(invariants.map(({ name }) => name));
  return {
    ...policy,
    portfolios: policy.portfolios.filter(({ name }) => portfolios.has(name)),
    seats: policy.seats.filter((seat) => seat.package === undefined || isBought(seat.package, tenants)),
    sharedRoles: [...new Set(roles.filter((role) => role.tenant === undefined).map(sharedOf))],
    abstractRoles: selectIncluded(policy.abstractRoles, roles),
    tenants,
    invariants,
    waivers: policy.waivers.filter(
      ({ invariant, role, tenant }) =>
        demanded.has(invariant) &&
        // Users stay behind, and so do their waivers.
        role !== undefined &&
        tenants.some(
          ({ name, roles }) => (tenant ?? name) === name && roles.some((one) => one.name === role),
        ),
    ),
    tests: [],
    mappings: [],
    runbooks: [],
    documents: selectDocuments(policy, chosen),
  };
}

const isBought = (name: string, tenants: readonly Tenant[]): boolean =>
  tenants.some(({ packages }) => packages.has(name));

/** Leaves out the name of the role that a role was cloned from, if only tenants beside those chosen have it. */
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

/** Returns an invariant for the tenants and roles, of some, on which it is checked; an empty list if there are none. */
function restrictInvariant(invariant: Invariant, tenants: readonly Tenant[]): readonly Invariant[] {
  const checked = tenants.filter(({ name }) => invariant.tenants.has(name));
  const roles = checked
    .flatMap((tenant) => tenant.roles)
    .filter(({ name, userType }) => invariant.roles.has(name) && invariant.userTypes.has(userType.name));
  if (roles.length === 0) return [];
  return [
    {
      ...invariant,
      roles: new Set(roles.map(({ name }) => name)),
      tenants: new Set(checked.map(({ name }) => name)),
    },
  ];
}

/** Returns the documents that do not speak of a tenant beside those chosen. */
function selectDocuments(
  { tenants, abstractRoles, mappings, runbooks, documents }: Policy,
  chosen: readonly Tenant[],
): readonly Document[] {
  const ours = new Set(chosen.map(({ name }) => name));
  const others = tenants.filter(({ name }) => !ours.has(name));
  const foreign = abstractRoles.filter((role) => role.tenant !== undefined && !ours.has(role.tenant));
  const theirs = new Set([
    ...[...mappings, ...runbooks].map(({ at }) => at.document),
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
    return named === undefined || (typeof named === 'string' && ours.has(named));
  };
  return documents.filter((document) => !theirs.has(document) && isOurs(document));
}
