import { type Bits, has } from '../model/bits.ts';
import {
  type Action,
  type Catalog,
  type Model,
  type Property,
  type Right,
  rights,
} from '../model/catalog.ts';

/** All that a set of cells holds, in the grammar of layers, spelled out. */
export interface Maximum {
  /** The models of which an action is held. */
  readonly models: readonly ModelMaximum[];
  readonly modules: readonly string[];
  readonly features: readonly string[];
}

/** What is held of one model. */
export interface ModelMaximum {
  readonly name: string;
  readonly actions: readonly Action[];
  /** The properties of which less than all is held, with what is; `*` for all others. Empty: all of all. */
  readonly properties: ReadonlyMap<string, RightSelection>;
}

export type RightSelection = 'all' | 'none' | readonly Right[];

/** Spells out what some cells hold: the fullest role inside a cap. */
export function maximum({ models, modules, features }: Catalog, held: Bits): Maximum {
  const isHeld = ({ cell }: { readonly cell: { readonly index: number } }) => has(held, cell.index);
  return {
    models: models.flatMap((model) => modelMaximum(model, held)),
    modules: modules.filter(isHeld).map(({ name }) => name),
    features: features.filter(isHeld).map(({ name }) => name),
  };
}

function modelMaximum(model: Model, held: Bits): readonly ModelMaximum[] {
  const actions = [...model.actions].filter(([, { index }]) => has(held, index)).map(([action]) => action);
  if (actions.length === 0) return [];
  const gates = rights.filter((right) => actions.includes(right));
  const cut = model.properties.flatMap((property) => {
    const selection = rightsOf(property, gates, held);
    return selection === 'all' ? [] : [[property.name, selection] as const];
  });
  const properties = new Map<string, RightSelection>(cut.length > 0 ? [...cut, ['*', 'all']] : []);
  return [{ name: model.name, actions, properties }];
}

/** What is held of a property, as far as the model's own actions let it count. */
function rightsOf(property: Property, gates: readonly Right[], held: Bits): RightSelection {
  const counting = gates.filter((right) => property.rights.has(right));
  const kept = counting.filter((right) => has(held, property.rights.get(right)?.index ?? -1));
  if (kept.length === counting.length) return 'all';
  return kept.length === 0 ? 'none' : kept;
}
