import { type Document, placeIn, valueIn } from './document.ts';
import type { Invariant } from './invariant.ts';
import type { Policy, Role, Tenant } from './policy.ts';

/**
 * What of a policy concerns one tenant: what a browser, or a deployment for that tenant alone, is given. Every role
 * holds and reaches what it does in the whole. What is everybody's stays: the catalog, the principal, user types and
 * settings. Of other tenants nothing is left, of this one no users; nor are roles that it is not offered, seats that it
 * has not bought and portfolios that none of its roles has. A change of another tenant changes nothing here, if the two share no file.
 */
export function restrictToTenant(policy: Policy, tenant: Tenant): Policy {
  const known = new Set(tenant.roles.map(({ name }) => name));
  const roles = tenant.roles.map((role) => withoutForeignOrigin(role, known));
  const portfolios = new Set(roles.flatMap(({ portfolio }) => portfolio.names));
  const { users: _, ...alone } = tenant;
  const invariants = policy.invariants.flatMap((invariant) => restrictToRoles(invariant, roles));
  const demanded = new Set(invariants.map(({ name }) => name));
  return {
    ...policy,
    portfolios: policy.portfolios.filter(({ name }) => portfolios.has(name)),
    seats: policy.seats.filter((seat) => seat.package === undefined || tenant.packages.has(seat.package)),
    sharedRoles: roles.filter((role) => role.tenant === undefined),
    tenants: [{ ...alone, roles }],
    invariants,
    waivers: policy.waivers.filter(
      (waiver) =>
        demanded.has(waiver.invariant) &&
        known.has(waiver.role) &&
        (waiver.tenant ?? tenant.name) === tenant.name,
    ),
    documents: selectDocuments(policy, tenant),
  };
}

/** A role may have been cloned from one that only another tenant has. */
function withoutForeignOrigin(role: Role, known: ReadonlySet<string>): Role {
  const { clonedFrom, ...rest } = role;
  return clonedFrom === undefined || known.has(clonedFrom) ? role : rest;
}

/** An invariant as far as it is checked on some of these roles; nothing where it is checked on none. */
function restrictToRoles(invariant: Invariant, roles: readonly Role[]): readonly Invariant[] {
  const checked = roles.filter(
    ({ name, userType }) => invariant.roles.has(name) && invariant.userTypes.has(userType.name),
  );
  return checked.length > 0 ? [{ ...invariant, roles: new Set(checked.map(({ name }) => name)) }] : [];
}

/** The documents that do not speak of another tenant. */
function selectDocuments({ tenants, documents }: Policy, tenant: Tenant): readonly Document[] {
  const others = tenants.filter((other) => other !== tenant);
  const theirs = new Set(
    others.flatMap(({ name, at, roles, users = [] }) => [
      at.document,
      ...roles.filter((role) => role.tenant === name).map((role) => role.at.document),
      ...users.map((user) => user.at.document),
    ]),
  );
  // What is known to be theirs needs no reading; the rest says itself whose it is.
  const isOurs = (document: Document) => {
    const named = valueIn(placeIn(document, ['tenant']));
    return named === undefined || named === tenant.name;
  };
  return documents.filter((document) => !theirs.has(document) && isOurs(document));
}
