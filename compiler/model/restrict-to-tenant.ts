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

/** The places of documents in a policy, by the tenants that they speak of. */
interface DocumentPlaces {
  /** Those that speak of none. */
  readonly common: readonly number[];
  readonly ofTenant: ReadonlyMap<string, readonly number[]>;
  readonly tenantsAt: ReadonlyMap<number, ReadonlySet<string>>;
}

/** The places in policies that were asked for before: a fleet is cut into a part for each tenant. */
const knownPlaces = new WeakMap<Policy, DocumentPlaces>();

/** Returns the documents that do not speak of a tenant beside those chosen. */
function selectDocuments(policy: Policy, chosen: readonly Tenant[]): readonly Document[] {
  const places = knownPlaces.get(policy) ?? placeDocuments(policy);
  knownPlaces.set(policy, places);
  const { common, ofTenant, tenantsAt } = places;
  const ours = new Set(chosen.map(({ name }) => name));
  const isOurs = (at: number) => [...(tenantsAt.get(at) ?? [])].every((name) => ours.has(name));
  const own = new Set([...ours].flatMap((name) => ofTenant.get(name) ?? []).filter(isOurs));
  return [...common, ...own].sort((a, b) => a - b).flatMap((at) => policy.documents[at] ?? []);
}

/** Places all documents of a policy but mappings and runbooks. */
function placeDocuments(policy: Policy): DocumentPlaces {
  const { tenants, abstractRoles, mappings, runbooks, documents } = policy;
  const left = new Set([...mappings, ...runbooks].map(({ at }) => at.document));
  const speakers = new Map<Document, Set<string>>();
  const add = (document: Document, name: string) =>
    speakers.set(document, (speakers.get(document) ?? new Set()).add(name));
  for (const { at, tenant } of abstractRoles) if (tenant !== undefined) add(at.document, tenant);
  for (const { name, at, roles, users = [] } of tenants) {
    add(at.document, name);
    for (const role of roles) if (role.tenant === name) add(role.at.document, name);
    for (const user of users) add(user.at.document, name);
  }
  const common: number[] = [];
  const ofTenant = new Map<string, number[]>();
  const tenantsAt = new Map<number, ReadonlySet<string>>();
  for (const [at, document] of documents.entries()) {
    if (left.has(document)) continue;
    // Only a document that is not known to be a tenant's is read for the tenant that it names.
    const names = speakers.get(document) ?? readTenant(document);
    tenantsAt.set(at, names);
    if (names.size === 0) common.push(at);
    for (const name of names) {
      const places = ofTenant.get(name) ?? [];
      places.push(at);
      ofTenant.set(name, places);
    }
  }
  return { common, ofTenant, tenantsAt };
}

/** Reads the tenant that a document names, as a set of one, or of none. */
function readTenant(document: Document): ReadonlySet<string> {
  const named = valueIn(placeIn(document, ['tenant']));
  return new Set(named === undefined ? [] : [String(named)]);
}
