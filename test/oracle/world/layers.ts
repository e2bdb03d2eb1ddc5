import { cellsOf, propertiesOf, rightsOf } from '../catalog.ts';
import { type Grants, type Model, type ModelGrant, ofKind, type Selection } from '../documents.ts';
import { holds } from '../layers.ts';
import { atLeastOne, type Draw, isLikely, pick, some } from './draw.ts';

/** The documents and limits that a layer is drawn within. */
export interface Ground {
  readonly documents: readonly unknown[];
  /** The tenant whose own properties the layer may name. */
  readonly tenant?: string;
  /** Returns true if the layer may name a permission; only a role, which may name nothing beyond its cap, is ever refused. */
  readonly mayName?: (permission: string) => boolean;
  /** The share of everything that is granted. */
  readonly generosity: number;
}

/** Returns a layer that names only what exists and what it may name. */
export function drawGrants(draw: Draw, ground: Ground): Grants {
  const { documents, generosity } = ground;
  const all = ofKind(documents, 'Model');
  const models: Record<string, ModelGrant> = {};
  if (isLikely(draw, generosity)) {
    const supported = [...new Set(all.flatMap(({ actions }) => actions))];
    models['*'] = drawSelection(draw, supported, generosity, () => true);
  }
  for (const model of some(draw, all, 50)) models[model.name] = drawModelGrant(draw, ground, model);
  const toggles = (kind: 'Module' | 'Feature'): Selection =>
    drawSelection(
      draw,
      ofKind(documents, kind).map(({ name }) => name),
      generosity,
      (name) => ground.mayName?.(`${name}:use`) !== false,
    );
  return {
    ...(Object.keys(models).length > 0 ? { models } : {}),
    ...(isLikely(draw, 80) ? { modules: toggles('Module') } : {}),
    ...(isLikely(draw, 80) ? { features: toggles('Feature') } : {}),
  };
}

function drawSelection(
  draw: Draw,
  names: readonly string[],
  generosity: number,
  mayName: (name: string) => boolean,
): Selection {
  if (isLikely(draw, generosity / 2)) return 'all';
  switch (draw(5)) {
    case 0:
    case 1:
      return some(draw, names, generosity).filter(mayName);
    case 2:
      return { except: some(draw, names, 100 - generosity) };
    case 3:
      return 'all';
    default:
      return isLikely(draw, generosity) ? atLeastOne(draw, names).filter(mayName) : 'none';
  }
}

function drawModelGrant(draw: Draw, ground: Ground, model: Model): ModelGrant {
  const { generosity, mayName = () => true } = ground;
  const actions = () =>
    drawSelection(draw, model.actions, generosity, (action) => mayName(`${model.name}:${action}`));
  switch (draw(5)) {
    case 0:
      return actions();
    case 1:
      return { actions: actions() };
    case 2:
      return isLikely(draw, 20) ? {} : { actions: actions() };
    default: {
      const properties = drawRights(draw, ground, model);
      return { ...(isLikely(draw, 75) ? { actions: actions() } : {}), ...(properties ? { properties } : {}) };
    }
  }
}

function drawRights(
  draw: Draw,
  { documents, tenant, generosity, mayName = () => true }: Ground,
  model: Model,
): Record<string, Selection> | undefined {
  const all = Object.keys(propertiesOf(documents, model, tenant));
  if (all.length === 0) return undefined;
  const properties: Record<string, Selection> = {};
  for (const name of some(draw, all, 50))
    properties[name] = drawSelection(draw, rightsOf(documents, model, name, tenant), generosity, (right) =>
      mayName(`${model.name}.${name}:${right}`),
    );
  if (isLikely(draw, 40)) {
    const having = ['view', 'update'].filter((right) =>
      all.some((name) => rightsOf(documents, model, name, tenant).includes(right)),
    );
    properties['*'] = pick(draw, [drawSelection(draw, having, generosity, () => true), 'all']);
  }
  return properties;
}

/**
 * Returns a lower layer as it is written where it lies inside a higher one in every tenant, and written cell by cell for each
 * model where it does not.
 */
export function clip(documents: readonly unknown[], lower: Grants, higher: Grants): Grants {
  const isKept = (tenant: string | undefined, cell: string): boolean =>
    holds(documents, tenant, lower, cell) && holds(documents, tenant, higher, cell);
  const spills = (tenant: string | undefined, cell: string): boolean =>
    holds(documents, tenant, lower, cell) && !isKept(tenant, cell);
  const tenants = [undefined, ...new Set(ofKind(documents, 'Properties').map(({ tenant }) => tenant))];
  const models: Record<string, ModelGrant> = { ...lower.models };
  for (const model of ofKind(documents, 'Model')) {
    const isOver = tenants.some((tenant) =>
      cellsOf(documents, tenant).some(
        (cell) =>
          (cell.startsWith(`${model.name}:`) || cell.startsWith(`${model.name}.`)) && spills(tenant, cell),
      ),
    );
    if (isOver) models[model.name] = exactly(documents, model, (cell) => isKept(undefined, cell));
  }
  const toggles = (said: Selection | undefined, names: readonly string[]): Selection | undefined =>
    names.some((name) => spills(undefined, `${name}:use`))
      ? names.filter((name) => isKept(undefined, `${name}:use`))
      : said;
  const named = (kind: 'Module' | 'Feature') => ofKind(documents, kind).map(({ name }) => name);
  const modules = toggles(lower.modules, named('Module'));
  const features = toggles(lower.features, named('Feature'));
  return {
    ...(Object.keys(models).length > 0 ? { models } : {}),
    ...(modules === undefined ? {} : { modules }),
    ...(features === undefined ? {} : { features }),
  };
}

/** Returns what holds exactly the kept cells of a model, every one of them written out, and nothing of any tenant's own. */
function exactly(documents: readonly unknown[], model: Model, isKept: (cell: string) => boolean): ModelGrant {
  const actions = model.actions.filter((action) => isKept(`${model.name}:${action}`));
  const names = Object.keys(model.properties ?? {});
  const properties = names.map((name) => {
    const rights = rightsOf(documents, model, name, undefined);
    return [name, rights.filter((right) => isKept(`${model.name}.${name}:${right}`))] as const;
  });
  if (model.properties === undefined) return actions;
  return { actions, properties: { ...Object.fromEntries(properties), '*': 'none' } };
}
