/** A service's description of a model, as far as it differs from what an adapter takes for granted. */
export interface ModelDescription<Field extends Named> {
  readonly fields?: Readonly<Record<string, string | Field>>;
  readonly relations?: Readonly<Record<string, Named & { readonly model: string }>>;
}

interface Named {
  /** The name of the field, if it is another. */
  readonly field?: string;
}

/** A service's descriptions of its models. */
export type ModelDescriptions<Field extends Named> =
  | Readonly<Record<string, ModelDescription<Field>>>
  | undefined;

/**
 * Returns the description of the field of a property; the field has the property's name if nothing else is described.
 */
export function findFieldDescription<Field extends Named>(
  models: ModelDescriptions<Field>,
  model: string | undefined,
  property: string,
): Partial<Field> & { readonly field: string } {
  const said = readOwnEntry(readOwnEntry(models, model)?.fields, property);
  if (said === undefined) return { field: property } as Partial<Field> & { readonly field: string };
  return typeof said === 'string'
    ? ({ field: said } as Partial<Field> & { readonly field: string })
    : { ...said, field: said.field ?? property };
}

/**
 * Returns where a relation leads. Throws if models are described but this relation is not, since its fields would be
 * taken for granted.
 */
export function findRelationDescription(
  models: ModelDescriptions<Named>,
  model: string | undefined,
  step: string,
): { readonly field: string; readonly model: string | undefined } {
  const relation = readOwnEntry(readOwnEntry(models, model)?.relations, step);
  if (!relation && models)
    throw new Error(`The options do not say where the relation \`${step}\` of the model \`${model}\` leads`);
  return { field: relation?.field ?? step, model: relation?.model };
}

function readOwnEntry<Value>(
  values: Readonly<Record<string, Value>> | undefined,
  name: string | undefined,
): Value | undefined {
  return values && name !== undefined && Object.hasOwn(values, name) ? values[name] : undefined;
}
