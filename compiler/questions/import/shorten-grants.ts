import { type Bits, has } from '../../model/bits.ts';
import {
  type Action,
  type Catalog,
  type Model,
  type Property,
  type Right,
  rights,
} from '../../model/catalog.ts';
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
interface SpelledModel {
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

function spellModel(model: Model, held: Bits): SpelledModel {
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
function listStars(models: readonly SpelledModel[]): readonly (Selection | undefined)[] {
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
function spellBeside({ model, actions, own, beside }: SpelledModel, star: Selection | undefined) {
  const isAsStar =
    star === undefined
      ? actions.length === 0
      : [...model.actions.keys()].every((action) => isSelected(star, action) === actions.includes(action));
  return isAsStar ? beside : own;
}

const measureModels = (models: readonly SpelledModel[], star: Selection | undefined): number =>
  models.reduce(
    (sum, one) => sum + (spellBeside(one, star)?.length ?? 0),
    star === undefined ? 0 : measure('*') + measure(star),
  );

function chooseModels(
  models: readonly SpelledModel[],
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
  const written = model.properties.map((property) => {
    const own = rights.filter((right) => has(held, property.rights.get(right)?.index ?? -1));
    return { property, own, is: (selection: Selection) => holdsExactly(property, actions, own, selection) };
  });
  if (written.every(({ is }) => is('all'))) return {};
  const stars: readonly (Selection | undefined)[] = [undefined, 'none', ['view'], ['update']];
  const [best] = stars
    .map((star) => {
      const named = written.flatMap(({ property, own, is }) =>
        is(star ?? 'all') ? [] : [[property.name, spellRights(own, is)] as const],
      );
      const entries = [...named, ...(star === undefined ? [] : [['*', star] as const])];
      return { entries, length: entries.reduce((sum, entry) => sum + measure(entry), 0) };
    })
    .sort((a, b) => a.length - b.length);
  return Object.fromEntries(best?.entries ?? []);
}

/** Tells whether a selection of rights that is no demand holds exactly some rights of a property. */
function holdsExactly(
  property: Property,
  actions: readonly Action[],
  own: readonly Right[],
  selection: Selection,
): boolean {
  return rights.every((right) => {
    const isHeld = property.rights.has(right) && actions.includes(right) && isSelected(selection, right);
    return isHeld === own.includes(right);
  });
}

/** Spells the rights on one property: by a word where it is exact, else by a list, which also holds a right without its action. */
function spellRights(own: readonly Right[], is: (selection: Selection) => boolean): Selection {
  return (['none', 'all'] as const).find(is) ?? [...own];
}

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
