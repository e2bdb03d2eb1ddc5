import type { Action, Catalog, Cell } from './catalog.ts';
import type { Place } from './document.ts';

/** The generations of a part of the catalog, of which a tenant has one: models that stand in for others. */
export interface Generations {
  readonly name: string;
  readonly at: Place;
  readonly title?: string;
  /** From the oldest to the newest, at least two. */
  readonly all: readonly Generation[];
}

/** One generation of a part of the catalog. */
export interface Generation {
  readonly name: string;
  readonly at: Place;
  readonly models: ReadonlySet<string>;
  /** The models that stand in for those of the generation before, by the names of these. */
  readonly successors: ReadonlyMap<string, Successor>;
}

/** A model that stands in for one of the generation before, with the names that actions and properties have now. */
export interface Successor {
  readonly model: string;
  /** Only those that have another name than before. */
  readonly actions: ReadonlyMap<Action, Action>;
  readonly properties: ReadonlyMap<string, string>;
}

/** The generations of one part of the catalog that a tenant has. */
export interface ChosenGenerations {
  readonly of: Generations;
  /** In the order in which the part of the catalog lists them, at least one. */
  readonly names: readonly string[];
  /** The place that says so; where nothing does, the name of the tenant. */
  readonly at: Place;
  /** The reason for having several. */
  readonly because?: string;
}

/** Returns the names of the generations of a part of the catalog that have a model. */
export const listGenerationsWith = ({ all }: Generations, model: string): readonly string[] =>
  all.filter(({ models }) => models.has(model)).map(({ name }) => name);

/** Returns the choice of a tenant that closes a cell: its model belongs to other generations alone; undefined if none does. */
export const findClosingChoice = (
  chosen: ReadonlyMap<string, ChosenGenerations>,
  { model, subject }: Pick<Cell, 'model' | 'subject'>,
): ChosenGenerations | undefined => {
  if (!model) return undefined;
  return [...chosen.values()].find(({ of, names }) => {
    const having = listGenerationsWith(of, subject);
    return having.length > 0 && !having.some((name) => names.includes(name));
  });
};

/** Lists the cells of models that belong to other generations than those that a tenant has. */
export const listClosedCells = (
  { models, cells }: Pick<Catalog, 'models' | 'cells'>,
  chosen: ReadonlyMap<string, ChosenGenerations>,
): readonly Cell[] => {
  if (chosen.size === 0) return [];
  const closed = models.filter((model) => findClosingChoice(chosen, { model, subject: model.name }));
  const names = new Set(closed.map(({ name }) => name));
  return names.size === 0 ? [] : cells.filter(({ model }) => model !== undefined && names.has(model.name));
};
