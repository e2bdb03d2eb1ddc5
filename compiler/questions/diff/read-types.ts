import { type Catalog, makeTypeReader, type PropertyType } from '../../model/catalog.ts';
import type { Policy } from '../../model/policy.ts';
import type { ModelTypeOf } from '../../model/spell-out.ts';

/** The types of what conditions read: of records, and of the signed-in user. */
export interface ReadTypes {
  readonly typeOf: ModelTypeOf;
  /** Returns the names under which records of a model hold values: of `custom.region` that of the object, too. */
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
    namesOf: (model) => listRecordNames(catalog, model),
    attributes: policy.attributes,
  };
  ofPolicy.set(catalog, made);
  return made;
}

const listRecordNames = (catalog: Catalog, model: string): readonly string[] => [
  ...new Set(
    (catalog.modelOf.get(model)?.properties ?? []).flatMap(({ name }) => [name, name.split('.')[0] ?? name]),
  ),
];
