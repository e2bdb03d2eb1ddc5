import { type Bits, has } from '../model/bits.ts';
import {
  type Action,
  type Catalog,
  type Model,
  type Property,
  type Right,
  rights,
} from '../model/catalog.ts';

/** The grants that hold exactly a set of cells, with every name spelled out. */
export interface SpelledGrants {
  /** The models with at least one action, or one right that stands alone. */
  readonly models: readonly SpelledModel[];
  readonly modules: readonly string[];
  readonly features: readonly string[];
}

/** The actions and rights of one model. */
export interface SpelledModel {
  readonly name: string;
  readonly actions: readonly Action[];
  /**
   * The properties that are not held as the others are, with the rights that are, and `*` for these others; empty if all are held in
   * full. A right whose action is not held stands in the list of its own property.
   */
  readonly properties: ReadonlyMap<string, RightSelection>;
}

export type RightSelection = 'all' | 'none' | readonly Right[];

/** Tells whether grants must not reach a right on the properties of a model that they cannot name. */
export type IsClosed = (model: string, right: Right) => boolean;

/**
 * Returns the grants that hold exactly a set of cells: for a cap, those of the fullest role inside it. The properties that
 * tenants add follow the actions of their model, but for the rights that are closed.
 */
export function spellGrants(
  { models, modules, features }: Catalog,
  held: Bits,
  isClosed: IsClosed = () => false,
): SpelledGrants {
  const isHeld = ({ cell }: { readonly cell: { readonly index: number } }) => has(held, cell.index);
  return {
    models: models.flatMap((model) => spellModel(model, held, isClosed)),
    modules: modules.filter(isHeld).map(({ name }) => name),
    features: features.filter(isHeld).map(({ name }) => name),
  };
}

function spellModel(model: Model, held: Bits, isClosed: IsClosed): readonly SpelledModel[] {
  const actions = [...model.actions].filter(([, { index }]) => has(held, index)).map(([action]) => action);
  const gates = rights.filter((right) => actions.includes(right));
  const star = nameRights(
    gates.filter((right) => !isClosed(model.name, right)),
    gates,
  );
  const cut = model.properties.flatMap((property) => {
    const selection = selectRights(property, gates, held);
    return String(selection) === String(star) ? [] : [[property.name, selection] as const];
  });
  if (actions.length === 0 && cut.length === 0) return [];
  const isSpelled = cut.length > 0 || star !== 'all';
  const others = gates.length > 0 ? [['*', star] as const] : [];
  const properties = new Map<string, RightSelection>(isSpelled ? [...cut, ...others] : []);
  return [{ name: model.name, actions, properties }];
}

/** Returns the rights that are held on a property: those whose action the model lacks each by its name, so that it stands alone. */
function selectRights(property: Property, gates: readonly Right[], held: Bits): RightSelection {
  const isHeld = (right: Right) => has(held, property.rights.get(right)?.index ?? -1);
  const heldRights = rights.filter(isHeld);
  if (heldRights.some((right) => !gates.includes(right))) return heldRights;
  return nameRights(
    heldRights,
    gates.filter((right) => property.rights.has(right)),
  );
}

function nameRights(held: readonly Right[], all: readonly Right[]): RightSelection {
  if (held.length === all.length) return 'all';
  return held.length === 0 ? 'none' : held;
}
