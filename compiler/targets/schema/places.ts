import { listPackageNames } from '../../model/ceiling.ts';
import { importColumns } from '../../model/mapping.ts';
import { listAbstractAndConcrete, type Policy, rolesOf } from '../../model/policy.ts';
import { fillKeys, fillNames, fillSelection, suggestNames } from './pieces.ts';
import type { Fill } from './tree.ts';

/** The names to fill in at the places of a schema, by their paths. */
type Fills = Readonly<Record<string, Fill>>;

/** The names that documents may have, each sort of them sorted. */
interface DocumentNames {
  readonly actions: readonly string[];
  readonly models: readonly string[];
  readonly modules: readonly string[];
  readonly features: readonly string[];
  readonly userTypes: readonly string[];
  readonly seats: readonly string[];
  readonly packages: readonly string[];
  /** The parts of the catalog that have generations. */
  readonly generations: readonly string[];
  readonly portfolios: readonly string[];
  readonly tenants: readonly string[];
  readonly roles: readonly string[];
  /** The roles, and those that exist only to be included. */
  readonly includable: readonly string[];
  readonly invariants: readonly string[];
}

/**
 * Lists the places at which the schema of each kind has a name of the catalog, by path, with what is filled in there.
 */
export function listFills(policy: Policy): Readonly<Record<string, Fills>> {
  const names = listNamesToFill(policy);
  return {
    ...listCatalogFills(names),
    ...listPeopleFills(names),
    ...listRuleFills(names),
    ...listWordFills(names),
  };
}

function listNamesToFill(policy: Policy): DocumentNames {
  return {
    actions: policy.catalog.actions,
    models: namesOf(policy.catalog.models),
    modules: namesOf(policy.catalog.modules),
    features: namesOf(policy.catalog.features),
    userTypes: namesOf(policy.userTypes),
    seats: namesOf(policy.seats),
    packages: sortNames(listPackageNames(policy, policy.catalog)),
    generations: namesOf(policy.generations),
    portfolios: namesOf(policy.portfolios),
    tenants: namesOf(policy.tenants),
    roles: sortNames(namesOf(rolesOf(policy))),
    includable: sortNames(namesOf(listAbstractAndConcrete(policy))),
    invariants: namesOf(policy.invariants),
  };
}

/** Lists the places in documents that say what there is. */
const listCatalogFills = ({ actions, models, userTypes, tenants }: DocumentNames): Record<string, Fills> => ({
  model: {
    'properties/actions/items': fillNames(actions),
    '$defs/Relation/properties/model': fillNames(models),
    'properties/requires': fillKeys(['*', ...actions]),
    'properties/risk': fillKeys(actions),
    'properties/notes': fillKeys(['*', ...actions]),
  },
  generations: {
    '$defs/Generation/properties/models/items': fillNames(models),
    '$defs/Generation/properties/from': fillKeys(models),
    '$defs/Successor/anyOf/0': fillNames(models),
    '$defs/SuccessorWithNames/properties/model': fillNames(models),
  },
  action: {
    '$defs/ActionRequirement/anyOf/0': fillNames(actions),
    '$defs/AnyOfActions/properties/anyOf/items': fillNames(actions),
  },
  portfolio: { 'properties/tenant': fillNames(tenants), 'properties/on': fillNames(models) },
  seat: { 'properties/combinesWith/items': fillNames(userTypes) },
  properties: { 'properties/tenant': fillNames(tenants), 'properties/model': fillNames(models) },
});

/** Lists the places in documents that say who has what. */
const listPeopleFills = (names: DocumentNames): Record<string, Fills> => ({
  tenant: {
    'properties/packages/items': fillNames(names.packages),
    'properties/generations': fillKeys(names.generations),
    'properties/titles': fillKeys(names.models),
    'properties/limits': fillKeys([...names.userTypes, ...names.seats]),
  },
  role: {
    'properties/tenant': fillNames(names.tenants),
    'properties/userType': fillNames(names.userTypes),
    'properties/seats/items': fillNames(names.seats),
    '$defs/PortfolioChoice/anyOf/0': fillNames(names.portfolios),
    '$defs/PortfolioChoice/anyOf/1/properties/on': fillNames(names.models),
    '$defs/PortfolioChoice/anyOf/2/properties/allOf/items': fillNames(names.portfolios),
    'properties/includes/items': fillNames(names.includable),
    'properties/clonedFrom': suggestNames(names.includable),
  },
  users: {
    'properties/tenant': fillNames(names.tenants),
    '$defs/User/properties/userType': fillNames(names.userTypes),
    '$defs/User/properties/seats/items': fillNames(names.seats),
    '$defs/User/properties/roles/items': fillNames(names.roles),
  },
});

/** Lists the places in documents that say what must hold. */
const listRuleFills = (names: DocumentNames): Record<string, Fills> => ({
  invariant: {
    'properties/roles': fillSelection(names.roles),
    'properties/tenants': fillSelection(names.tenants),
    'properties/userTypes': fillSelection(names.userTypes),
    'properties/portfolios': fillSelection(names.portfolios),
  },
  waiver: {
    'properties/invariant': fillNames(names.invariants),
    'properties/role': fillNames(names.roles),
    'properties/tenant': fillNames(names.tenants),
  },
  test: {
    'properties/tenant': fillNames(names.tenants),
    'properties/as/properties/roles/items': fillNames(names.roles),
    'properties/as/properties/userType': fillNames(names.userTypes),
    'properties/as/properties/seats/items': fillNames(names.seats),
    '$defs/Record/properties/model': fillNames(names.models),
  },
});

/** Lists the places in documents that say what the product calls things: each value is a name of ours. */
const listWordFills = (names: DocumentNames): Record<string, Fills> => ({
  mapping: {
    'properties/columns/additionalProperties': suggestNames(importColumns),
    'properties/actions/additionalProperties': fillNames(names.actions),
    'properties/models/additionalProperties': fillNames(names.models),
    'properties/properties': fillKeys(names.models),
    'properties/modules/additionalProperties': fillNames(names.modules),
    'properties/features/additionalProperties': fillNames(names.features),
    'properties/userTypes/additionalProperties': fillNames(names.userTypes),
    'properties/seats/additionalProperties': fillNames(names.seats),
    'properties/packages/additionalProperties': fillNames(names.packages),
    'properties/portfolios/additionalProperties/anyOf/0': fillNames(names.portfolios),
    'properties/portfolios/additionalProperties/anyOf/1/items': fillNames(names.portfolios),
  },
});

const sortNames = (names: readonly string[]): readonly string[] => [...new Set(names)].sort();

const namesOf = (named: readonly { readonly name: string }[]): readonly string[] =>
  named.map(({ name }) => name);
