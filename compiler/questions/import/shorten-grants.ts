import { type Bits, has } from '../../model/bits.ts';
import { type Action, type Catalog, type Model, type Right, rights } from '../../model/catalog.ts';
import type { Grants, ModelGrant, Selection } from '../../model/documents.generated.ts';
import { isSelected } from '../../model/selection.ts';

/**
 * Returns the shortest grants that hold exactly a set of cells: with `"*"` for what most models have in common, with `all` and
 * `except`, and by name. They hold those cells and no other.
 */
export function shortenGrants(catalog: Catalog, held: Bits): Grants {
  const models = catalog.models.map((model) => spellModel(model, held));
  const [best] = listStars(models)
    .map((star) => ({ star, length: measureModels(models, star) }))
    .sort((a, b) => a.length - b.length);
  const granted = chooseModels(models, best?.star);
  const modules = selectToggles(catalog.modules, held);
  const features = selectToggles(catalog.features, held);
  return {
    ...(Object.keys(granted).length > 0 && { models: granted }),
    ...(modules !== undefined && { modules }),
    ...(features !== undefined && { features }),
  };
}

/** The actions that are held of one model, and the grants that may have to say so. */
interface MeasuredModel {
  readonly model: Model;
  readonly actions: readonly Action[];
  /** The grant where the star does not give the model its actions. */
  readonly own: Measured;
  /** The grant beside a star that gives the model its actions; undefined if nothing has to be said then. */
  readonly beside: Measured | undefined;
}

interface Measured {
  readonly grant: ModelGrant;
  readonly length: number;
}

function spellModel(model: Model, held: Bits): MeasuredModel {
  const actions = [...model.actions].filter(([, { index }]) => has(held, index)).map(([action]) => action);
  const selection = selectNames([...model.actions.keys()], actions);
  const properties = spellProperties(model, actions, held);
  const follows = Object.keys(properties).length === 0;
  const measured = (grant: ModelGrant): Measured => ({
    grant,
    length: measure(model.name) + measure(grant),
  });
  return {
    model,
    actions,
    own: measured(follows ? selection : { actions: selection, properties }),
    beside: follows ? undefined : measured({ properties }),
  };
}

/** Lists what `"*"` may say: nothing, all, and of each set of actions that some model has, a list or what it lacks. */
function listStars(models: readonly MeasuredModel[]): readonly (Selection | undefined)[] {
  const stars = new Map<string, Selection>();
  for (const { model, actions } of models) {
    if (actions.length === 0) continue;
    const except = [...model.actions.keys()].filter((action) => !actions.includes(action));
    stars.set(`list ${actions.join()}`, [...actions]);
    if (except.length > 0) stars.set(`except ${except.join()}`, { except });
  }
  return [undefined, 'all', ...stars.values()];
}

/** Returns what has to be said of a model beside a star; undefined if the star says all of it. */
function spellBeside({ model, actions, own, beside }: MeasuredModel, star: Selection | undefined) {
  const isAsStar =
    star === undefined
      ? actions.length === 0
      : [...model.actions.keys()].every((action) => isSelected(star, action) === actions.includes(action));
  return isAsStar ? beside : own;
}

const measureModels = (models: readonly MeasuredModel[], star: Selection | undefined): number =>
  models.reduce(
    (sum, one) => sum + (spellBeside(one, star)?.length ?? 0),
    star === undefined ? 0 : measure('*') + measure(star),
  );

function chooseModels(
  models: readonly MeasuredModel[],
  star: Selection | undefined,
): Readonly<Record<string, ModelGrant>> {
  const entries = models.flatMap((one) => {
    const spelled = spellBeside(one, star);
    return spelled ? [[one.model.name, spelled.grant] as const] : [];
  });
  return Object.fromEntries([...(star === undefined ? [] : [['*', star] as const]), ...entries]);
}

/** Returns roughly how long a value and its separator are when written; writing it out would take far longer. */
function measure(value: unknown): number {
  if (typeof value === 'string') return value.length + 2;
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + measure(item), 4);
  const entries = Object.entries(value as object);
  return entries.reduce((sum, [key, item]) => sum + measure(key) + measure(item), 6);
}

/** Returns the shortest entries for properties; none if their rights are those that follow from the actions. */
function spellProperties(
  model: Model,
  actions: readonly Action[],
  held: Bits,
): Readonly<Record<string, Selection>> {
  const gates = markRights((right) => actions.includes(right));
  const written = model.properties.map(({ name, rights: own }) => {
    const can = gates & markRights((right) => own.has(right));
    const is = markRights((right) => has(held, own.get(right)?.index ?? -1));
    return { name, is, holds: ({ marks }: MarkedSelection) => (marks & can) === is };
  });
  if (written.every(({ holds }) => holds(all))) return {};
  const named = written.map(({ name, is, holds }) => {
    // A list is a demand, which also holds a right without its action.
    const entry = [name, ([none, all].find(holds) ?? spellList(is)).selection] as const;
    return { entry, holds, length: measure(entry) };
  });
  const [best] = [undefined, none, ...lists]
    .map((star) => {
      const entries = named.filter(({ holds }) => !holds(star ?? all));
      const length = entries.reduce(
        (sum, one) => sum + one.length,
        star ? measure(['*', star.selection]) : 0,
      );
      return { star, entries, length };
    })
    .sort((a, b) => a.length - b.length);
  const entries = (best?.entries ?? []).map(({ entry }) => entry);
  return Object.fromEntries([...entries, ...(best?.star ? [['*', best.star.selection] as const] : [])]);
}

/** A selection of rights, and a mark for each right that it selects. */
interface MarkedSelection {
  readonly selection: Selection;
  readonly marks: number;
}

/** Returns a number with a bit for each right that is so. */
const markRights = (isSo: (right: Right) => boolean): number =>
  rights.reduce((marks, right, at) => (isSo(right) ? marks | (1 << at) : marks), 0);

const all: MarkedSelection = { selection: 'all', marks: markRights(() => true) };
const none: MarkedSelection = { selection: 'none', marks: 0 };
const lists: readonly MarkedSelection[] = rights.map((right) => ({
  selection: [right],
  marks: markRights((one) => one === right),
}));

const spellList = (marks: number): MarkedSelection => ({
  selection: rights.filter((_, at) => marks & (1 << at)),
  marks,
});

/** Selects some of all names in the fewest letters. */
function selectNames(all: readonly string[], some: readonly string[]): Selection {
  if (some.length === 0) return 'none';
  if (some.length === all.length) return 'all';
  const except = { except: all.filter((name) => !some.includes(name)) };
  return measure(except) < measure(some) ? except : [...some];
}

/** Selects the modules or features that are held; undefined if there are none. */
function selectToggles(toggles: Catalog['modules'], held: Bits): Selection | undefined {
  const some = toggles.filter(({ cell }) => has(held, cell.index)).map(({ name }) => name);
  if (some.length === 0) return undefined;
  return selectNames(
    toggles.map(({ name }) => name),
    some,
  );
}
