import { type Cell, gatingActionOf, rights } from '../../model/catalog.ts';
import { readSaying } from '../../model/layer.ts';
import { isSelection } from '../../model/selection.ts';
import type { Path } from '../../text/yaml.ts';

/** A change to the value at a path of a layer. */
export interface LayerRaise {
  readonly path: Path;
  /** The value before; undefined if the layer has none at this path. */
  readonly before: unknown;
  readonly after: unknown;
  /** The cells that the change is for. */
  readonly cells: readonly Cell[];
}

/** The rules by which a layer may be raised. */
export interface RaiseOptions {
  /** Tells whether a cell may be named: a role may not name a cell that its cap does not hold. */
  readonly mayName: (cell: Cell) => boolean;
  /** True if the layer must hold no other cell afterwards: the properties of a new model then stay closed. */
  readonly exactly: boolean;
  /** True for a layer of every tenant, in which a property that one tenant adds has no key but `"*"`. */
  readonly isShared?: boolean;
}

/** Returns the smallest changes to the raw value of a layer after which it holds some cells, outermost paths only. */
export function raiseLayer(
  layer: unknown,
  cells: readonly Cell[],
  options: RaiseOptions,
): readonly LayerRaise[] {
  let current = layer;
  const steps: { readonly path: Path; readonly cells: Cell[] }[] = [];
  // Actions first: with its action a layer may hold the right on a property too.
  const inOrder = [...new Set([...cells, ...listGatesOfNameless(cells, options)])].toSorted(
    (a, b) => Number(a.kind === 'property') - Number(b.kind === 'property'),
  );
  for (const cell of inOrder) {
    if (readSaying(layer, cell).holds) continue;
    const gate = gatingActionOf(cell);
    const step = readSaying(current, cell).holds && steps.find((one) => gate && one.cells.includes(gate));
    if (step) {
      step.cells.push(cell);
      continue;
    }
    const { path, value } = findStep(current, cell, options);
    current = writeValueAt(current, path, value);
    steps.push({ path, cells: [cell] });
  }
  const paths = steps.map(({ path }) => path);
  const outermost = paths.filter(
    (path, at) => !paths.some((other, index) => covers(other, path, index < at)),
  );
  return outermost.map((path) => ({
    path,
    before: readValueAt(layer, path),
    after: readValueAt(current, path),
    cells: steps
      .filter((step) => step.path === path || covers(path, step.path, true))
      .flatMap((step) => step.cells),
  }));
}

/** Lists the actions without which `"*"` holds no right on a property that cannot be named in a layer. */
const listGatesOfNameless = (cells: readonly Cell[], options: RaiseOptions): readonly Cell[] =>
  cells.flatMap((cell) => {
    const gate = gatingActionOf(cell);
    return gate && keyOf(cell, options) === '*' && !cells.includes(gate) ? [gate] : [];
  });

/** Returns the key of a cell's property in a layer. */
function keyOf({ model, property = '' }: Cell, { isShared = false }: RaiseOptions): string {
  const at = model?.propertyOf.get(property)?.at;
  return isShared && at && at.document !== model?.at.document ? '*' : property;
}

/** Tells whether one path leads to another or, if equal paths count, is the same. */
function covers(outer: Path, inner: Path, equalsCount: boolean): boolean {
  if (outer.length > inner.length || (outer.length === inner.length && !equalsCount)) return false;
  return outer.every((step, at) => step === inner[at]);
}

interface LayerStep {
  readonly path: Path;
  readonly value: unknown;
}

function findStep(layer: unknown, cell: Cell, options: RaiseOptions): LayerStep {
  if (cell.kind === 'module' || cell.kind === 'feature') {
    const section = `${cell.kind}s`;
    return { path: [section], value: addName(readValueAt(layer, [section]), cell.subject) };
  }
  const models = readValueAt(layer, ['models']);
  const step = findModelStep(models, cell, options);
  if (models !== undefined) return { path: ['models', ...step.path], value: step.value };
  return { path: ['models'], value: writeValueAt(undefined, step.path, step.value) };
}

function findModelStep(models: unknown, cell: Cell, options: RaiseOptions): LayerStep {
  const { subject, property, action } = cell;
  const own = readValueAt(models, [subject]);
  const star = readValueAt(models, ['*']);
  if (property !== undefined) return findPropertyStep(models, keyOf(cell, options), cell, options);
  const said = readStarFor(star, cell, options);
  const order = [...(cell.model?.actions.keys() ?? [])];
  if (own === undefined) {
    const value = addName(said, action, order);
    const isExact = !options.exactly || star !== undefined || cell.model?.properties.length === 0;
    return { path: [subject], value: isExact ? value : { actions: value, properties: { '*': 'none' } } };
  }
  if (isSelection(own)) return { path: [subject], value: addName(own, action, order) };
  const path = [subject, 'actions'];
  return { path, value: addName(readValueAt(models, path) ?? said, action, order) };
}

/** Returns the step that adds a right on a property, and leaves the property's other rights as they are. */
function findPropertyStep(models: unknown, property: string, cell: Cell, options: RaiseOptions): LayerStep {
  const { subject, action } = cell;
  const own = readValueAt(models, [subject]);
  if (own === undefined && readValueAt(models, ['*']) === undefined)
    return { path: [subject], value: { properties: { '*': 'none', [property]: [action] } } };
  const stepOf = (value: unknown): LayerStep => {
    if (isSelection(own))
      return { path: [subject], value: { actions: own, properties: { [property]: value } } };
    if (own === undefined) return { path: [subject], value: { properties: { [property]: value } } };
    return { path: [subject, 'properties', property], value };
  };
  const inProperties = isSelection(own) ? undefined : readValueAt(own, ['properties']);
  const said =
    readValueAt(inProperties, [property]) ?? readStarFor(readValueAt(inProperties, ['*']), cell, options);
  const step = stepOf(addName(said ?? [], action, rights));
  const raised = { models: writeValueAt(models, step.path, step.value) };
  const all = [...(cell.model?.propertyOf.get(property)?.rights.values() ?? [])];
  const isWanted = (one: Cell) => one.action === action || readSaying({ models }, one).holds;
  const isExact = all.every((one) => readSaying(raised, one).holds === isWanted(one));
  if (isExact && readSaying(raised, cell).holds) return step;
  // A word holds nothing without the action of the same name, and a name under a star neither: only names of its own do.
  return stepOf(
    rights.filter((right) => right === action || all.some((one) => one.action === right && isWanted(one))),
  );
}

/**
 * Returns the value under a star as it can be written for one model or property, where a name that does not exist is a
 * mistake and a name in a list is a demand.
 */
export function readStarFor(
  star: unknown,
  { model, property, kind }: Cell,
  { mayName }: RaiseOptions,
): unknown {
  const rightsOf = model?.propertyOf.get(property ?? '')?.rights;
  const known: ReadonlyMap<string, Cell> | undefined = kind === 'property' ? rightsOf : model?.actions;
  const cellOf = (name: unknown) => known?.get(String(name));
  const except = readValueAt(star, ['except']);
  if (Array.isArray(except)) return { except: except.filter((name) => cellOf(name) !== undefined) };
  if (!Array.isArray(star)) return star;
  return star.filter((name) => {
    const cell = cellOf(name);
    return cell !== undefined && mayName(cell);
  });
}

/** Returns a selection with one more name, in the order that its list keeps. */
function addName(selection: unknown, name: string, order?: readonly string[]): unknown {
  if (Array.isArray(selection)) {
    if (order) return order.filter((one) => one === name || selection.includes(one));
    const isSorted = selection.every((one, at) => at === 0 || selection[at - 1] <= one);
    return isSorted ? [...selection, name].sort() : [...selection, name];
  }
  const except = readValueAt(selection, ['except']);
  if (!Array.isArray(except)) return [name];
  const rest = except.filter((one) => one !== name);
  return rest.length === 0 ? 'all' : { except: rest };
}

/** Returns the value at a path of a plain value; undefined if there is none. */
export function readValueAt(value: unknown, path: Path): unknown {
  let found = value;
  for (const step of path) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, step)) return undefined;
    found = (found as Record<string | number, unknown>)[step];
  }
  return found;
}

/** Returns a copy of a value with another value at a path, making the maps that are missing on the way. */
export function writeValueAt(value: unknown, [step, ...rest]: Path, leaf: unknown): unknown {
  if (step === undefined) return copyBare(leaf);
  const copy: Record<string | number, unknown> = Object.create(null);
  if (typeof value === 'object' && value !== null) Object.assign(copy, value);
  copy[step] = writeValueAt(copy[step], rest, leaf);
  return copy;
}

/** Copies a value with maps that have no prototype, as those that are read, so that no name means anything else. */
function copyBare(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const copy: Record<string, unknown> = Object.create(null);
  for (const [key, item] of Object.entries(value)) copy[key] = copyBare(item);
  return copy;
}
