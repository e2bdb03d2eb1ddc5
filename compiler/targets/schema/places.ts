import { listPackages } from '../../model/ceiling.ts';
import type { Policy } from '../../model/policy.ts';
import { fillKeys, fillNames, fillSelection, suggestNames } from './pieces.ts';
import type { Fill } from './tree.ts';

/**
 * Lists the places at which the schema of each kind has a name of the catalog, by path, with what is filled in there.
 */
export function listFills(policy: Policy): Readonly<Record<string, Readonly<Record<string, Fill>>>> {
  const { actions } = policy.catalog;
  const models = namesOf(policy.catalog.models);
  const userTypes = namesOf(policy.userTypes);
  const seats = namesOf(policy.seats);
  const tenants = namesOf(policy.tenants);
  const roles = [
    ...new Set(policy.tenants.flatMap((tenant) => namesOf(tenant.roles)).concat(namesOf(policy.sharedRoles))),
  ].sort();
  const includable = [...new Set([...roles, ...namesOf(policy.abstractRoles)])].sort();
  const packages = [
    ...new Set([
      ...policy.seats.flatMap((seat) => seat.package ?? []),
      ...listPackages(policy.catalog).keys(),
    ]),
  ].sort();
  return {
    model: {
      'properties/actions/items': fillNames(actions),
      '$defs/Relation/properties/model': fillNames(models),
      'properties/requires': fillKeys(['*', ...actions]),
      'properties/risk': fillKeys(actions),
      'properties/notes': fillKeys(['*', ...actions]),
    },
    action: {
      '$defs/ActionRequirement/anyOf/0': fillNames(actions),
      '$defs/AnyOfActions/properties/anyOf/items': fillNames(actions),
    },
    portfolio: { 'properties/tenant': fillNames(tenants), 'properties/on': fillNames(models) },
    seat: { 'properties/combinesWith/items': fillNames(userTypes) },
    tenant: {
      'properties/packages/items': fillNames(packages),
      'properties/titles': fillKeys(models),
      'properties/limits': fillKeys([...userTypes, ...seats]),
    },
    properties: { 'properties/tenant': fillNames(tenants), 'properties/model': fillNames(models) },
    role: {
      'properties/tenant': fillNames(tenants),
      'properties/userType': fillNames(userTypes),
      'properties/seats/items': fillNames(seats),
      '$defs/PortfolioChoice/anyOf/0': fillNames(namesOf(policy.portfolios)),
      '$defs/PortfolioChoice/anyOf/1/properties/on': fillNames(models),
      '$defs/PortfolioChoice/anyOf/2/properties/allOf/items': fillNames(namesOf(policy.portfolios)),
      'properties/includes/items': fillNames(includable),
      'properties/clonedFrom': suggestNames(includable),
    },
    users: {
      'properties/tenant': fillNames(tenants),
      '$defs/User/properties/userType': fillNames(userTypes),
      '$defs/User/properties/seats/items': fillNames(seats),
      '$defs/User/properties/roles/items': fillNames(roles),
    },
    invariant: {
      'properties/roles': fillSelection(roles),
      'properties/tenants': fillSelection(tenants),
      'properties/userTypes': fillSelection(userTypes),
      'properties/portfolios': fillSelection(namesOf(policy.portfolios)),
    },
    waiver: {
      'properties/invariant': fillNames(namesOf(policy.invariants)),
      'properties/role': fillNames(roles),
      'properties/tenant': fillNames(tenants),
    },
    test: {
      'properties/tenant': fillNames(tenants),
      'properties/as/properties/roles/items': fillNames(roles),
      'properties/as/properties/userType': fillNames(userTypes),
      'properties/as/properties/seats/items': fillNames(seats),
      '$defs/Record/properties/model': fillNames(models),
    },
  };
}

const namesOf = (named: readonly { readonly name: string }[]): readonly string[] =>
  named.map(({ name }) => name);
