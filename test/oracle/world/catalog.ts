import { cellsOf, rightsOf } from '../catalog.ts';
import type {
  Action,
  Capability,
  Document,
  Model,
  Portfolio,
  Principal,
  Properties,
  Property,
  PropertyType,
  Relation,
  Requirement,
  Toggle,
} from '../documents.ts';
import { drawCondition, type Field, fieldsOf } from './conditions.ts';
import { atLeastOne, type Draw, isLikely, pick, repeat, some } from './draw.ts';
import type { Names } from './names.ts';
import type { Possible } from './possible.ts';

/** The tools that every part of a world is drawn with. */
export interface Hand {
  readonly draw: Draw;
  readonly possible: Possible;
  readonly names: Names;
  /** The size of the world: one is a small world of about fifty cells. */
  readonly size: number;
}

const builtIn = ['view', 'create', 'update', 'remove', 'export'];
const types: readonly PropertyType[] = [
  'string',
  'id',
  'number',
  'integer',
  'boolean',
  'date',
  'list',
  'object',
];
const packages = ['Basic', 'Extra', 'Gold'];

/** Returns the catalog of a world: actions, models, modules, features, capabilities, the principal. */
export function drawCatalog(hand: Hand): readonly Document[] {
  const { draw, possible, size } = hand;
  const principal = drawPrincipal(hand);
  const actions = possible.actions ? drawActions(hand) : [];
  const models = relate(
    hand,
    repeat(draw, 1, 3 * size, () => drawModel(hand, actions)),
  );
  const documents: Document[] = [principal, ...actions, ...models];
  const toggles = repeat(draw, 0, 3 * size, () => drawToggle(hand));
  return addRequirements(hand, [...documents, ...toggles], actions);
}

function drawPrincipal({ draw, names, size }: Hand): Principal {
  const others = repeat(
    draw,
    0,
    3 * size,
    () => [names.next('attribute'), { type: pick(draw, types) }] as const,
  );
  const usable = others.filter(([, { type }]) => type !== 'object');
  return { kind: 'Principal', attributes: { id: { type: 'id' }, ...Object.fromEntries(usable) } };
}

/** An action requires only built-in ones and those before it, so that nothing comes round to itself. */
function drawActions({ draw, names, possible, size }: Hand): readonly Action[] {
  const found: Action[] = [];
  for (let count = draw(2 + size); count > 0; count--) {
    const earlier = [...builtIn, ...found.map(({ name }) => name)];
    const requires = drawRequirements(draw, possible, earlier, 40);
    found.push({
      kind: 'Action',
      name: names.next('action'),
      ...(isLikely(draw, 20) ? { title: 'Do it' } : {}),
      ...(isLikely(draw, 20) ? { risk: pick(draw, ['read', 'destructive', 'escalation']) } : {}),
      ...(requires.length > 0 ? { requires } : {}),
    });
  }
  return found;
}

/** Some names, or choices of some; each name at most once. */
function drawRequirements(
  draw: Draw,
  possible: Possible,
  names: readonly string[],
  percent: number,
): readonly Requirement[] {
  if (names.length === 0 || !isLikely(draw, percent)) return [];
  const first = pick(draw, names);
  const second = pick(draw, names);
  if (first === second || isLikely(draw, 50)) return [first];
  return possible.anyOf && isLikely(draw, 60) ? [{ anyOf: [first, second] }] : [first, second];
}

function drawModel({ draw, names, possible, size }: Hand, actions: readonly Action[]): Model {
  const name = names.next('model', 'subject');
  const wanted = isLikely(draw, 60) ? builtIn : atLeastOne(draw, builtIn, 60);
  const own = some(draw, actions, 50).map((action) => action.name);
  const supported = closed(actions, [...wanted, ...own]);
  const properties = Object.fromEntries(
    repeat(draw, 0, 3 * size, () => [names.next('property', `of ${name}`), drawProperty(draw)] as const),
  );
  const isEmpty = Object.keys(properties).length === 0;
  return {
    kind: 'Model',
    name,
    family: isLikely(draw, 20) ? 'internal' : 'standard',
    actions: supported,
    ...(possible.packages && isLikely(draw, 20) ? { package: pick(draw, packages) } : {}),
    ...(isEmpty && !(possible.tenantProperties && isLikely(draw, 30)) ? {} : { properties }),
  };
}

/** An Action's requirements that a model with it does not support are an error: the model has them too. */
function closed(actions: readonly Action[], wanted: readonly string[]): readonly string[] {
  const found = new Set<string>();
  const add = (name: string): void => {
    found.add(name);
    for (const requirement of actions.find((one) => one.name === name)?.requires ?? [])
      for (const needed of typeof requirement === 'string' ? [requirement] : requirement.anyOf) add(needed);
  };
  for (const name of wanted) add(name);
  return [...found];
}

function drawProperty(draw: Draw): Property {
  return {
    type: pick(draw, types),
    ...(isLikely(draw, 20) ? { sensitive: true } : {}),
    ...(isLikely(draw, 15) ? { system: true } : {}),
  };
}

/** Gives models relations and portfolios. Without relations one model is `self` and no other is limited. */
function relate(hand: Hand, models: readonly Model[]): readonly Model[] {
  const { draw, names, possible } = hand;
  if (!possible.relations) {
    const root = pick(draw, models);
    return models.map((model) => (model === root ? { ...model, portfolio: 'self' } : model));
  }
  const related = models.map((model): Model => {
    const relations = Object.fromEntries(
      repeat(draw, 0, 2, () => {
        const to: Relation = {
          model: pick(draw, models).name,
          ...(possible.many && isLikely(draw, 35) ? { many: true } : {}),
        };
        return [names.next('relation', `of ${model.name}`), to] as const;
      }),
    );
    return Object.keys(relations).length === 0 ? model : { ...model, relations };
  });
  const chosen = possible.roots ? some(draw, related, 40) : [pick(draw, related)];
  const roots = new Set(chosen.map(({ name }) => name));
  return related.map((model) => {
    if (roots.has(model.name)) return { ...model, portfolio: 'self' };
    const ways = waysToRoots(related, roots, model, 3);
    return ways.length > 0 && isLikely(draw, 85)
      ? { ...model, portfolio: { through: pick(draw, ways) } }
      : model;
  });
}

/** Returns the paths of relations, up to so many steps, that end at a root. */
function waysToRoots(
  models: readonly Model[],
  roots: ReadonlySet<string>,
  from: Model,
  steps: number,
): readonly string[] {
  if (steps === 0) return [];
  return Object.entries(from.relations ?? {}).flatMap(([name, { model }]) => {
    const next = models.find((one) => one.name === model);
    const further = next === undefined ? [] : waysToRoots(models, roots, next, steps - 1);
    return [...(roots.has(model) ? [name] : []), ...further.map((way) => `${name}.${way}`)];
  });
}

function drawToggle({ draw, names, possible }: Hand): Toggle<'Module'> | Toggle<'Feature'> | Capability {
  const kind = pick(draw, ['Feature', 'Module', 'Capability'] as const);
  const name = names.next('toggle', 'subject');
  if (kind === 'Capability') return { kind, name, requires: [] };
  return {
    kind,
    name,
    ...(possible.packages && isLikely(draw, 25) ? { package: pick(draw, packages) } : {}),
  };
}

/**
 * Adds prerequisites: a subject requires only cells of subjects before it and, of its own, only actions that come before in
 * one order, so that nothing comes round to itself. A capability that can require nothing is left out.
 */
function addRequirements(
  hand: Hand,
  documents: readonly Document[],
  actions: readonly Action[],
): readonly Document[] {
  const { draw, possible } = hand;
  const order = [...builtIn, ...actions.map(({ name }) => name)];
  const done: Document[] = [];
  for (const document of documents) {
    const earlier = cellsOf(done);
    switch (document.kind) {
      case 'Model':
        done.push(requireInModel(hand, document, earlier, order));
        break;
      case 'Module':
      case 'Feature': {
        const requires = drawRequirements(draw, possible, earlier, 50);
        done.push(requires.length > 0 ? { ...document, requires } : document);
        break;
      }
      case 'Capability': {
        const requires = drawRequirements(draw, possible, earlier, 100);
        if (requires.length > 0) done.push({ ...document, requires });
        break;
      }
      default:
        done.push(document);
    }
  }
  return done;
}

function requireInModel(
  { draw, possible }: Hand,
  model: Model,
  earlier: readonly string[],
  order: readonly string[],
): Model {
  const requires: Record<string, readonly Requirement[]> = {};
  const all = drawRequirements(draw, possible, earlier, 15);
  if (all.length > 0) requires['*'] = all;
  for (const action of some(draw, model.actions, 20)) {
    const before = model.actions.filter((other) => order.indexOf(other) < order.indexOf(action));
    const found = drawRequirements(
      draw,
      possible,
      [...earlier, ...before.map((other) => `${model.name}:${other}`)],
      80,
    );
    if (found.length > 0) requires[action] = found;
  }
  const whole = Object.keys(requires).length > 0 ? { ...model, requires } : model;
  if (!possible.propertyRequires || model.properties === undefined) return whole;
  const cells = [...earlier, ...model.actions.map((action) => `${model.name}:${action}`)];
  const properties: Record<string, Property> = {};
  for (const [name, property] of Object.entries(model.properties)) {
    const found = drawRequirements(draw, possible, cells, 20);
    properties[name] = found.length > 0 ? { ...property, requires: found } : property;
    for (const right of rightsOf([model], model, name, undefined))
      cells.push(`${model.name}.${name}:${right}`);
  }
  return { ...whole, properties };
}

/** Returns the properties that a tenant has of its own. */
export function drawProperties(
  hand: Hand,
  documents: readonly Document[],
  tenant: string,
): readonly Document[] {
  const { draw, names, possible } = hand;
  if (!possible.tenantProperties) return [];
  const models = documents.filter((one) => one.kind === 'Model').filter(({ properties }) => properties);
  return some(draw, models, 50).map((model): Properties => {
    const objects = Object.entries(model.properties ?? {}).flatMap(([name, { type }]) =>
      type === 'object' ? [name] : [],
    );
    const scope = `of ${model.name}`;
    const properties = Object.fromEntries(
      repeat(draw, 1, 2, () => {
        const below = objects.length > 0 && isLikely(draw, 50);
        const name = below
          ? `${pick(draw, objects)}.${names.next('property', `${scope} in ${tenant}`)}`
          : names.next('custom', scope);
        return [name, drawProperty(draw)] as const;
      }),
    );
    return { kind: 'Properties', tenant, model: model.name, properties };
  });
}

/** Returns portfolios on the roots of a catalog and, where relations are possible, on other models. */
export function drawPortfolios(
  hand: Hand,
  documents: readonly Document[],
  tenant?: string,
): readonly Portfolio[] {
  const { draw, names, possible, size } = hand;
  const models = documents.filter((one) => one.kind === 'Model');
  const roots = models.filter(({ portfolio }) => portfolio === 'self');
  const on = possible.roots && isLikely(draw, 60) ? models : roots;
  if (on.length === 0) return [];
  return repeat(draw, tenant === undefined ? 1 : 0, 2 * size + 1, () => {
    const model = pick(draw, on);
    return {
      kind: 'Portfolio',
      name: names.next('portfolio'),
      ...(tenant === undefined ? {} : { tenant }),
      on: model.name,
      reach: drawReach(hand, documents, model, tenant),
    };
  });
}

/** Returns every record, or a condition on some. */
export function drawReach(
  { draw, possible }: Hand,
  documents: readonly Document[],
  model: Model,
  tenant: string | undefined,
): Portfolio['reach'] {
  const fields = fieldsOf(documents, possible, model, tenant);
  if (fields.length === 0 || isLikely(draw, 12)) return 'all';
  return drawCondition(draw, possible, fields, attributesOf(documents));
}

/** Returns the attributes of the principal with their types. */
export function attributesOf(documents: readonly Document[]): readonly Field[] {
  const principal = documents.find((document) => document.kind === 'Principal');
  return Object.entries(principal?.attributes ?? {}).map(([name, { type }]) => [name, type] as const);
}

/** Returns the packages that something of the documents asks for. */
export function packagesIn(documents: readonly Document[]): readonly string[] {
  const asked = documents.flatMap((document) =>
    'package' in document && document.package !== undefined ? [document.package] : [],
  );
  return [...new Set(asked)].sort();
}
