import { type Bits, has } from '../../model/bits.ts';
import { type Cell, type Model, rights } from '../../model/catalog.ts';
import type { Colours } from '../../text/colours.ts';
import { formatTable } from '../../text/table.ts';

/** The most properties that a line names of those that a model lacks; more say little. */
const mostMissing = 6;

/** Prints every property of models with the rights on it that a set of cells holds; empty if there is none. */
export function printProperties(
  models: readonly Model[],
  effective: Bits,
  { bold, dim, green }: Colours,
): readonly string[] {
  const lines = models.flatMap((model) =>
    model.properties.map((property, at) => [
      at > 0 ? '' : model.name,
      property.name,
      ...rights.map((right) => {
        const cell = property.rights.get(right);
        return cell ? (has(effective, cell.index) ? green(right) : dim('·')) : '';
      }),
    ]),
  );
  const head = ['properties', '', ...rights].map((word) => bold(word));
  return lines.length === 0 ? [] : [formatTable([head, ...lines])];
}

/**
 * Prints the properties that lack a right whose action on the model is held, for models where they are few: the count of
 * the others leaves open which they are.
 */
export function printMissingProperties(
  models: readonly Model[],
  effective: Bits,
  { bold }: Colours,
): readonly string[] {
  const isHeld = (cell: Cell | undefined) => cell !== undefined && has(effective, cell.index);
  const lines = models.flatMap((model) =>
    rights.flatMap((right) => {
      if (!isHeld(model.actions.get(right))) return [];
      const switched = model.properties.filter((property) => property.rights.has(right));
      const missing = switched.filter((property) => !isHeld(property.rights.get(right)));
      const isFew = missing.length > 0 && missing.length <= mostMissing;
      return isFew ? [[model.name, right, missing.map(({ name }) => name).join(', ')]] : [];
    }),
  );
  return lines.length === 0 ? [] : [formatTable([[bold('not on'), '', ''], ...lines])];
}
