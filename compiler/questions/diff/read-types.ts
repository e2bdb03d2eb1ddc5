import { makeTypeReader, type PropertyType } from '../../model/catalog.ts';
import type { Policy } from '../../model/policy.ts';
import type { ModelTypeOf } from '../../model/spell-out.ts';

/** The types of what conditions read: of records, and of the signed-in user. */
export interface ReadTypes {
  readonly typeOf: ModelTypeOf;
  /** Returns the names of the properties of a model. */
  readonly namesOf: (model: string) => readonly string[];
  readonly attributes: ReadonlyMap<string, PropertyType>;
}

const typesOf = new WeakMap<Policy, ReadTypes>();

/** Returns the types of what the conditions of a policy read. */
export function readTypes(policy: Policy): ReadTypes {
  const known = typesOf.get(policy);
  if (known) return known;
  const { modelOf } = policy.catalog;
  const made: ReadTypes = {
    typeOf: makeTypeReader(policy.catalog),
    namesOf: (model) => modelOf.get(model)?.properties.map(({ name }) => name) ?? [],
    attributes: policy.attributes,
  };
  typesOf.set(policy, made);
  return made;
}
