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
  while (removeUnmet(effective, graph, known) && !graph.isOnePass);
  return effective;
}

/** Removes cells that lack a prerequisite, in place; returns false if there was none. */
function removeUnmet(
  effective: Bits,
  { models, inOrder }: PrerequisiteGraph,
  known: Bits | undefined,
): boolean {
  let isChanged = false;
  const drop = (index: number) => {
    if (known && has(known, index)) return;
    remove(effective, index);
    isChanged = true;
  };
  const gates = gatesOf(models);
  for (const { index, sparse } of gates)
    if (has(effective, index) && sparse.length > 0 && !intersectsSparse(effective, sparse)) drop(index);
  for (const cell of inOrder) {
    if (!has(effective, cell.index)) continue;
    const isMet =
      cell.requires.every(({ oneOf }) => oneOf.some((needed) => isEffective(effective, needed))) &&
      canExport(effective, cell);
    if (!isMet) drop(cell.index);
  }
  for (const { index, properties, sparse } of gates) {
    if (has(effective, index) || !intersectsSparse(effective, sparse)) continue;
    removeAll(effective, properties);
    isChanged = true;
  }
  return isChanged;
}

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

/** An export shows properties, so on a model with properties it needs the model's view. */
function canExport(effective: Bits, { kind, action, model }: RequiringCell): boolean {
  if (kind !== 'action' || action !== 'export' || !model) return true;
  const view = model.actions.get('view');
  return (view !== undefined && has(effective, view.index)) || isEmpty(model.rights.view);
}
