import type { FieldStep } from '../compiler/model/condition.ts';

/** A field of the records of a model: the relations that lead to the record that has it, and the column there. */
export interface FollowedField {
  readonly through: readonly FieldStep[];
  readonly holder: string;
  readonly column: string;
}

/** Follows the relations in a field. A column is never called like a relation of its model. */
export function followField(
  models: ReadonlyMap<string, { readonly relations: Readonly<Record<string, string>> }>,
  model: string,
  field: string,
): FollowedField {
  const through: FieldStep[] = [];
  const steps = field.split('.');
  let holder = model;
  while (steps.length > 1) {
    const [name = ''] = steps;
    const { relations = {} } = models.get(holder) ?? {};
    const next = Object.hasOwn(relations, name) ? relations[name] : undefined;
    if (next === undefined) break;
    through.push({ name, model: next });
    holder = next;
    steps.shift();
  }
  return { through, holder, column: steps.join('.') };
}
