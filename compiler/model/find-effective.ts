import {
  addAll,
  type Bits,
  has,
  intersectsSparse,
  isEmpty,
  listIndices,
  makeSparse,
  remove,
  removeAll,
  type SparseBits,
  union,
} from './bits.ts';
import { type Action, gatingActionOf, type Right } from './catalog.ts';

/** The cells with their prerequisites: those of the catalog, or as many as a bundle has. */
export interface PrerequisiteGraph {
  readonly models: readonly RequiringModel[];
  /** The cells that may lack a prerequisite. */
  readonly inOrder: readonly RequiringCell[];
  /** True if the order is such that one pass over the cells does. */
  readonly isOnePass: boolean;
  /** The cells that no layer speaks of. */
  readonly derived: Bits;
}

/** A model with the cells of its actions, and those of all of its properties by right. */
interface RequiringModel {
  readonly actions: ReadonlyMap<Action, { readonly index: number }>;
  readonly rights: Readonly<Record<Right, Bits>>;
}

/** A cell with what the catalog's `requires` states. */
export interface RequiringCell {
  readonly index: number;
  readonly kind: string;
  readonly action: Action;
  readonly requires: readonly { readonly oneOf: readonly RequiringCell[] }[];
  readonly model?: RequiringModel;
}

/**
 * Returns the largest set of cells that are held, or follow from others, and have their prerequisites: section 7 of the
 * language, the fourth step. Cells that are known to have theirs are kept.
 */
export function findEffective(graph: PrerequisiteGraph, held: Bits, known?: Bits): Bits {
  const effective = union(held, graph.derived);
  if (known) addAll(effective, known);
  return keepMet(graph, effective, known);
}

/** Takes the cells that lack a prerequisite away, in place, but for those that are known to have theirs; returns the set. */
export function keepMet(graph: PrerequisiteGraph, cells: Bits, known?: Bits): Bits {
  while (removeUnmet(cells, graph, known) && !graph.isOnePass);
  return cells;
}

/** Removes cells that lack a prerequisite, in place; returns false if there was none. */
function removeUnmet(effective: Bits, graph: PrerequisiteGraph, known: Bits | undefined): boolean {
  let isChanged = false;
  const drop = (index: number) => {
    if (known && has(known, index)) return;
    remove(effective, index);
    isChanged = true;
  };
  const gates = gatesOf(graph.models);
  for (const { index, sparse } of gates)
    if (has(effective, index) && sparse.length > 0 && !intersectsSparse(effective, sparse)) drop(index);
  for (const { index, requires, view } of checksOf(graph.inOrder)) {
    if (!has(effective, index)) continue;
    const isMet =
      (view === undefined || has(effective, view)) &&
      requires.every(({ oneOf }) => oneOf.some((needed) => isEffective(effective, needed)));
    if (!isMet) drop(index);
  }
  for (const { index, properties, sparse } of gates) {
    if (has(effective, index) || !intersectsSparse(effective, sparse)) continue;
    removeAll(effective, properties);
    isChanged = true;
  }
  return isChanged;
}

/** A cell that may lack a prerequisite, with the view that it needs as an export. */
interface Check extends Pick<RequiringCell, 'requires'> {
  readonly index: number;
  readonly view: number | undefined;
}

const knownChecks = new WeakMap<PrerequisiteGraph['inOrder'], readonly Check[]>();

/** Lists what is to be checked of cells; looks it up once. */
function checksOf(cells: PrerequisiteGraph['inOrder']): readonly Check[] {
  const known = knownChecks.get(cells);
  if (known) return known;
  const checks = cells.map((cell) => ({
    index: cell.index,
    requires: cell.requires,
    view: findViewForExport(cell),
  }));
  knownChecks.set(cells, checks);
  return checks;
}

/**
 * Returns the cell that an export needs, since it shows properties: the model's view, and on a model without that one nobody
 * has. Returns undefined for any other cell, and on a model without properties.
 */
function findViewForExport({ kind, action, model }: RequiringCell): number | undefined {
  if (kind !== 'action' || action !== 'export' || !model || isEmpty(model.rights.view)) return undefined;
  return model.actions.get('view')?.index ?? nobodys;
}

/** The number of a cell that is in no set. */
const nobodys = -1;

/** An action on a model without which a right on its properties does not count, and which counts only with one of them. */
interface Gate {
  /** The cell of the action. */
  readonly index: number;
  readonly properties: Bits;
  readonly sparse: SparseBits;
}

const knownGates = new WeakMap<PrerequisiteGraph['models'], readonly Gate[]>();

/** Lists the gates of models; looks them up once. */
function gatesOf(models: PrerequisiteGraph['models']): readonly Gate[] {
  const known = knownGates.get(models);
  if (known) return known;
  const gates = models.flatMap(({ actions, rights }) =>
    (['view', 'update'] as const).flatMap((right): readonly Gate[] => {
      const action = actions.get(right);
      const properties = rights[right];
      return action ? [{ index: action.index, properties, sparse: makeSparse(listIndices(properties)) }] : [];
    }),
  );
  knownGates.set(models, gates);
  return gates;
}

/** While actions are still being taken away, a property also needs its action. */
function isEffective(effective: Bits, cell: RequiringCell): boolean {
  if (!has(effective, cell.index)) return false;
  if (cell.kind !== 'property') return true;
  const gate = gatingActionOf(cell);
  return gate !== undefined && has(effective, gate.index);
}
