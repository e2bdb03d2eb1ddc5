import { type Cell, gatingActionOf, type Right, rights } from '../../model/catalog.ts';
import { readSaying } from '../../model/layer.ts';
import { isSelection, readSelection } from '../../model/selection.ts';
import type { Path } from '../../text/yaml.ts';
import { type RaiseOptions, readStarFor, readValueAt, writeValueAt } from './raise-layer.ts';

/**
 * Returns the raw value of a layer without one cell, in the smallest change: what a star or a word holds beside it stays
 * held, and nothing is named that may not be.
 */
export function lowerLayer(layer: unknown, cell: Cell, options: RaiseOptions): unknown {
  if (!readSaying(layer, cell).holds) return layer;
  if (cell.kind === 'module' || cell.kind === 'feature') {
    const path = [`${cell.kind}s`];
    return writeValueAt(layer, path, withoutName(readValueAt(layer, path), cell.subject));
  }
  const [path, said, possible] = findSelection(layer, cell, options);
  return writeValueAt(prepareMap(layer, cell), path, withoutName(said, cell.action, possible));
}

/**
 * Finds what a layer says of one cell: the path, the selection there, and the names to select from; if a star decides,
 * what the star says.
 */
function findSelection(
  layer: unknown,
  cell: Cell,
  options: RaiseOptions,
): readonly [Path, unknown, readonly string[]] {
  const { subject, property, action, model } = cell;
  const own = readValueAt(layer, ['models', subject]);
  const star = readStarFor(readValueAt(layer, ['models', '*']), gatingActionOf(cell) ?? cell, options);
  if (property === undefined) {
    const possible = [...(model?.actions.keys() ?? [action])];
    if (own === undefined) return [['models', subject], star, possible];
    if (isSelection(own)) return [['models', subject], own, possible];
    return [['models', subject, 'actions'], readValueAt(own, ['actions']) ?? star, possible];
  }
  const rightsOf = model?.propertyOf.get(property)?.rights;
  const possible = rights.filter((right) => rightsOf?.has(right));
  const starOf = readStarFor(readValueAt(own, ['properties', '*']) ?? 'all', cell, options);
  // A name holds nothing under a star without the action of the same name, and would under the property's own key.
  const holds = (right: Right) => {
    const one = rightsOf?.get(right);
    return one !== undefined && readSaying(layer, one).holds;
  };
  const inherited = Array.isArray(starOf)
    ? rights.filter((right) => starOf.includes(right) && holds(right))
    : starOf;
  const said = readValueAt(own, ['properties', property]) ?? inherited;
  return [['models', subject, 'properties', property], said, possible];
}

/** Writes what a layer says of a model as a map, where a property of it is to be said apart. */
function prepareMap(layer: unknown, { subject, property }: Cell): unknown {
  if (property === undefined) return layer;
  const own = readValueAt(layer, ['models', subject]);
  if (own === undefined) return layer;
  return isSelection(own) ? writeValueAt(layer, ['models', subject], { actions: own }) : layer;
}

/** Returns a selection without a name: a shorter list or a longer `except`, whichever form is there already. */
function withoutName(selection: unknown, name: string, possible: readonly string[] = []): unknown {
  const { isExcept, names } = readSelection(selection);
  if (!isExcept) {
    const rest = names.filter((one) => one !== name);
    return rest.length === 0 ? 'none' : rest;
  }
  const rest = possible.filter((one) => one !== name && !names.includes(one));
  if (possible.length > 0 && rest.length === 0) return 'none';
  return { except: [...names, name].sort() };
}
