import { actions } from '../../model/catalog.ts';
import type { Policy } from '../../model/policy.ts';
import { keyed, named, selected, suggested } from './pieces.ts';
import type { Fill } from './tree.ts';

/** Where the schema of each kind has a name of the catalog, by path, and what is filled in there. */
export function placesOf(policy: Policy): Readonly<Record<string, Readonly<Record<string, Fill>>>> {
  const models = namesOf(policy.catalog.models);
  const userTypes = namesOf(policy.userTypes);
  const seats = namesOf(policy.seats);
  const tenants = namesOf(policy.tenants);
  const roles = [
    ...new Set(policy.tenants.flatMap((tenant) => namesOf(tenant.roles)).concat(namesOf(policy.sharedRoles))),
  ].sort();
  const packages = [...new Set(policy.seats.flatMap((seat) => seat.package ?? []))].sort();
  return {
    model: {
      'properties/actions/items': named(actions),
      'properties/requires': keyed(['*', ...actions]),
      'properties/risk': keyed(actions),
      'properties/notes': keyed(['*', ...actions]),
    },
    portfolio: { 'properties/on': named(models) },
    seat: { 'properties/combinesWith/items': named(userTypes) },
    tenant: {
      'properties/packages/items': named(packages),
      'properties/limits': keyed([...userTypes, ...seats]),
    },
    role: {
      'properties/tenant': named(tenants),
      'properties/userType': named(userTypes),
      'properties/seats/items': named(seats),
      'properties/portfolio/anyOf/0/items': named(namesOf(policy.portfolios)),
      'properties/clonedFrom': suggested(roles),
    },
    users: {
      'properties/tenant': named(tenants),
      '$defs/User/properties/userType': named(userTypes),
      '$defs/User/properties/seats/items': named(seats),
      '$defs/User/properties/roles/items': named(roles),
    },
    invariant: { 'properties/roles': selected(roles), 'properties/userTypes': selected(userTypes) },
    waiver: {
      'properties/invariant': named(namesOf(policy.invariants)),
      'properties/role': named(roles),
      'properties/tenant': named(tenants),
    },
  };
}

const namesOf = (named: readonly { readonly name: string }[]): readonly string[] =>
  named.map(({ name }) => name);
