import { actions, type Cell, rights } from '../../model/catalog.ts';
import { readSaying } from '../../model/layer.ts';
import { isSelection } from '../../model/selection.ts';
import type { Path } from '../../text/yaml.ts';

/** One change to what a layer says: the value at a path, from the layer's root, and what it becomes. */
export interface Raise {
  readonly path: Path;
  /** Nothing where the layer says nothing at this path. */
  readonly before: unknown;
  readonly after: unknown;
  /** The cells it is for. */
  readonly cells: readonly Cell[];
}

/** How a layer may be raised. */
export interface RaiseOptions {
  /** Whether a cell may be named: a role may not name what its cap does not hold. */
  readonly mayName: (cell: Cell) => boolean;
  /** Hold no other cell after it: where the layer was silent of a model, its properties stay closed. */
  readonly exactly: boolean;
}

/** The smallest changes to a layer's raw value that make it hold some cells, outermost paths only. */
export function raise(layer: unknown, cells: readonly Cell[], options: RaiseOptions): readonly Raise[] {
  let current = layer;
  const steps: { readonly path: Path; readonly cell: Cell }[] = [];
  for (const cell of cells) {
    if (readSaying(current, cell).holds) continue;
    const { path, value } = stepTo(current, cell, options);
    current = withValue(current, path, value);
    steps.push({ path, cell });
  }
  const paths = steps.map(({ path }) => path);
  const outermost = paths.filter(
    (path, at) => !paths.some((other, index) => covers(other, path, index < at)),
  );
  return outermost.map((path) => ({
    path,
    before: valueAt(layer, path),
    after: valueAt(current, path),
    cells: steps
      .filter((step) => step.path === path || covers(path, step.path, true))
      .map(({ cell }) => cell),
  }));
}

/** Whether one path leads to another or, where equals count, is the same. */
function covers(outer: Path, inner: Path, equalsCount: boolean): boolean {
  if (outer.length > inner.length || (outer.length === inner.length && !equalsCount)) return false;
  return outer.every((step, at) => step === inner[at]);
}

interface Step {
  readonly path: Path;
  readonly value: unknown;
}

function stepTo(layer: unknown, cell: Cell, options: RaiseOptions): Step {
  if (cell.kind === 'module' || cell.kind === 'feature') {
    const section = `${cell.kind}s`;
    return { path: [section], value: including(valueAt(layer, [section]), cell.subject) };
  }
  const models = valueAt(layer, ['models']);
  const step = inModels(models, cell, options);
  if (models !== undefined) return { path: ['models', ...step.path], value: step.value };
  return { path: ['models'], value: withValue(undefined, step.path, step.value) };
}

function inModels(models: unknown, cell: Cell, options: RaiseOptions): Step {
  const { subject, property, action } = cell;
  const own = valueAt(models, [subject]);
  const star = valueAt(models, ['*']);
  if (property !== undefined) {
    if (own === undefined)
      return { path: [subject], value: { properties: { [property]: [action], '*': 'none' } } };
    const path = [subject, 'properties', property];
    const said =
      valueAt(models, path) ?? nameable(valueAt(models, [subject, 'properties', '*']), cell, options);
    return { path, value: including(said, action, rights) };
  }
  const said = nameable(star, cell, options);
  if (own === undefined) {
    const value = including(said, action, actions);
    const isExact = !options.exactly || star !== undefined || cell.model?.properties.length === 0;
    return { path: [subject], value: isExact ? value : { actions: value, properties: { '*': 'none' } } };
  }
  if (isSelection(own)) return { path: [subject], value: including(own, action, actions) };
  const path = [subject, 'actions'];
  return { path, value: including(valueAt(models, path) ?? said, action, actions) };
}

/**
 * What a star says, as the same said of one model or property: there a name that does not exist is a mistake,
 * and a name in a list is a demand.
 */
function nameable(star: unknown, { model, property, kind }: Cell, { mayName }: RaiseOptions): unknown {
  const rightsOf = model?.propertyOf.get(property ?? '')?.rights;
  const known: ReadonlyMap<string, Cell> | undefined = kind === 'property' ? rightsOf : model?.actions;
  const cellOf = (name: unknown) => known?.get(String(name));
  const except = valueAt(star, ['except']);
  if (Array.isArray(except)) return { except: except.filter((name) => cellOf(name) !== undefined) };
  if (!Array.isArray(star)) return star;
  return star.filter((name) => {
    const cell = cellOf(name);
    return cell !== undefined && mayName(cell);
  });
}

/** A selection with one more name, in the order that its list keeps. */
function including(selection: unknown, name: string, order?: readonly string[]): unknown {
  if (Array.isArray(selection)) {
    if (order) return order.filter((one) => one === name || selection.includes(one));
    const isSorted = selection.every((one, at) => at === 0 || selection[at - 1] <= one);
    return isSorted ? [...selection, name].sort() : [...selection, name];
  }
  const except = valueAt(selection, ['except']);
  if (!Array.isArray(except)) return [name];
  const rest = except.filter((one) => one !== name);
  return rest.length === 0 ? 'all' : { except: rest };
}

function valueAt(value: unknown, path: Path): unknown {
  let found = value;
  for (const step of path) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, step)) return undefined;
    found = (found as Record<string | number, unknown>)[step];
  }
  return found;
}

/** A copy of a value in which the value at a path is another; maps come to be where there are none. */
function withValue(value: unknown, [step, ...rest]: Path, leaf: unknown): unknown {
  if (step === undefined) return bare(leaf);
  const copy: Record<string | number, unknown> = Object.create(null);
  if (typeof value === 'object' && value !== null) Object.assign(copy, value);
  copy[step] = withValue(copy[step], rest, leaf);
  return copy;
}

/** A value whose maps have no prototype, as those that are read have none: no name means anything but itself. */
function bare(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const copy: Record<string, unknown> = Object.create(null);
  for (const [key, item] of Object.entries(value)) copy[key] = bare(item);
  return copy;
}
