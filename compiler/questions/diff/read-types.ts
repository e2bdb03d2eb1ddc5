import { type Catalog, makeTypeReader, type PropertyType } from '../../model/catalog.ts';
import type { Policy } from '../../model/policy.ts';
import type { ModelTypeOf } from '../../model/spell-out.ts';

/** The types of what conditions read: of records, and of the signed-in user. */
export interface ReadTypes {
  readonly typeOf: ModelTypeOf;
  /** Returns the names of the properties of a model. */
  readonly namesOf: (model: string) => readonly string[];
  readonly attributes: ReadonlyMap<string, PropertyType>;
}

const typesOf = new WeakMap<Policy, WeakMap<Catalog, ReadTypes>>();

/** Returns the types of what conditions read, of a policy with its own catalog or with that of a tenant, which may have properties of its own. */
export function readTypes(policy: Policy, catalog: Catalog): ReadTypes {
  const ofPolicy = typesOf.get(policy) ?? new WeakMap<Catalog, ReadTypes>();
  typesOf.set(policy, ofPolicy);
  const known = ofPolicy.get(catalog);
  if (known) return known;
  const made: ReadTypes = {
    typeOf: makeTypeReader(catalog),
    namesOf: (model) => catalog.modelOf.get(model)?.properties.map(({ name }) => name) ?? [],
    attributes: policy.attributes,
  };
  ofPolicy.set(catalog, made);
  return made;
}
