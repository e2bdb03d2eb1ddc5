import { cellsOf, modelOf } from '../catalog.ts';
import {
  type Document,
  type Item,
  type Model,
  ofKind,
  own,
  type Portfolio,
  partsOf,
  type Role,
  type RolePortfolio,
  type Seat,
} from '../documents.ts';
import { capHolds, roleHolds } from '../layers.ts';
import { isLimited, itemsOf, wayTo } from '../portfolios.ts';
import { attributesOf, type Hand } from './catalog.ts';
import { drawCondition, fieldsOf } from './conditions.ts';
import { isLikely, pick, repeat, some } from './draw.ts';
import { drawGrants } from './layers.ts';

/** Returns a role, shared or a tenant's own, that is valid among the documents. */
export function drawRole(
  hand: Hand,
  documents: readonly Document[],
  seats: readonly Seat[],
  tenant?: string,
): Role {
  const { draw, possible, names } = hand;
  const isAbstract = possible.includes && isLikely(draw, 15);
  const userType = pick(draw, ofKind(documents, 'UserType')).name;
  const fitting = seats.filter(({ combinesWith }) => combinesWith.includes(userType));
  const has = some(draw, fitting, 40).map(({ name }) => name);
  const ground = { documents, generosity: pick(draw, [70, 50, 90]) };
  const base = {
    kind: 'Role' as const,
    name: names.next('role'),
    ...(tenant === undefined ? {} : { tenant }),
    ...(isAbstract
      ? { abstract: true }
      : { userType, ...(has.length > 0 || isLikely(draw, 20) ? { seats: has } : {}) }),
  };
  const role: Role = {
    ...base,
    ...drawIncludes(hand, documents, base),
    grants: drawGrants(draw, {
      ...ground,
      ...(tenant === undefined ? {} : { tenant }),
      ...(isAbstract ? {} : { mayName: (cell: string) => capHolds(documents, tenant, userType, has, cell) }),
    }),
  };
  if (isAbstract) return role;
  const portfolio =
    drawPortfolio(hand, documents, role) ??
    (possible.roots
      ? undefined
      : ofKind(documents, 'Portfolio')
          .slice(0, 1)
          .map(({ name }) => name));
  return portfolio === undefined ? role : { ...role, portfolio };
}

function drawIncludes(
  { draw, possible }: Hand,
  documents: readonly Document[],
  role: Pick<Role, 'tenant' | 'kind' | 'name'>,
): { readonly includes?: readonly string[] } {
  if (!possible.includes) return {};
  const earlier = ofKind(documents, 'Role').filter(
    (other) => other.tenant === undefined || other.tenant === role.tenant,
  );
  const includes = some(draw, earlier, 25).map(({ name }) => name);
  return includes.length > 0 ? { includes } : {};
}

type Entries = Record<string, readonly Item[]>;

/** Returns a portfolio in which every limited cell that the role holds has an item; undefined if it needs none. */
function drawPortfolio(hand: Hand, documents: readonly Document[], role: Role): RolePortfolio | undefined {
  const { draw, possible } = hand;
  if (possible.maps && isLikely(draw, 6)) return 'all';
  const keys = possible.maps && isLikely(draw, 60) ? drawKeys(hand, documents) : ['*'];
  const entries: Entries = {};
  for (const key of keys) {
    const items = repeat(draw, 1, 2, () => drawItem(hand, documents, role)).flatMap((item) => item ?? []);
    const applicable = distinct(items).filter((item) => isOfUse(documents, role, key, item));
    if (applicable.length > 0) entries[key] = applicable;
  }
  for (const [model, action] of heldLimited(documents, role)) fillIn(documents, role, entries, model, action);
  const { '*': star, ...others } = entries;
  if (star === undefined && Object.keys(others).length === 0) return undefined;
  return star !== undefined && Object.keys(others).length === 0 && isLikely(draw, 70)
    ? star
    : listOf(possible.maps, entries);
}

/** A map; where maps are not possible there is the one entry alone. */
const listOf = (isMap: boolean, entries: Entries): RolePortfolio => (isMap ? entries : (entries['*'] ?? []));

function drawKeys({ draw }: Hand, documents: readonly Document[]): readonly string[] {
  const models = ofKind(documents, 'Model');
  const found = new Set(isLikely(draw, 80) ? ['*'] : []);
  repeat(draw, 0, 3, () => {
    const model = pick(draw, models);
    const action = pick(draw, model.actions);
    found.add(pick(draw, [`*:${action}`, `${model.name}:*`, `${model.name}:${action}`]));
  });
  return [...found];
}

/** A name, a filter, or names that must all reach. */
function drawItem(hand: Hand, documents: readonly Document[], role: Role): Item | undefined {
  const { draw, possible } = hand;
  const visible = ofKind(documents, 'Portfolio').filter(
    ({ tenant }) => tenant === undefined || tenant === role.tenant,
  );
  if (possible.maps && isLikely(draw, 25)) {
    const roots = ofKind(documents, 'Model').filter(({ portfolio }) => portfolio === 'self');
    const models = ofKind(documents, 'Model').filter(
      (model) => fieldsOf(documents, possible, model, role.tenant).length > 0,
    );
    if (models.length === 0) return undefined;
    const model = pick(draw, models);
    const fields = fieldsOf(documents, possible, model, role.tenant);
    const filter = drawCondition(draw, possible, fields, attributesOf(documents), 1);
    const isOnlyRoot = roots.length === 1 && roots[0] === model;
    return isOnlyRoot && isLikely(draw, 50) ? { filter } : { filter, on: model.name };
  }
  if (visible.length === 0) return undefined;
  if (possible.maps && visible.length > 1 && isLikely(draw, 25)) {
    const [one, other] = [pick(draw, visible).name, pick(draw, visible).name];
    return { allOf: [...new Set([one, other])] };
  }
  return pick(draw, visible).name;
}

function distinct(items: readonly Item[]): readonly Item[] {
  const seen = new Set<string>();
  return items.filter((item) => !seen.has(JSON.stringify(item)) && seen.add(JSON.stringify(item)));
}

/** Section 6: "One that applies to no cell of the entry's pattern is an error." */
function isOfUse(documents: readonly Document[], role: Role, key: string, item: Item): boolean {
  return ofKind(documents, 'Model').some((model) =>
    model.actions.some(
      (action) =>
        isGoverned(model, action, key) &&
        itemsOf(documents, { ...role, portfolio: { '*': [item], '*:create': [item] } }, model, action)
          .length > 0,
    ),
  );
}

/** Returns true if a key of a portfolio speaks of an action of a model. */
function isGoverned(model: Model, action: string, key: string): boolean {
  const exact = [`${model.name}:${action}`, `*:${action}`];
  const isNewRoot = model.portfolio === 'self' && action === 'create';
  return (isNewRoot ? exact : [...exact, `${model.name}:*`, '*']).includes(key);
}

/** Returns the models and actions that a role holds inside its cap and that are limited whatever its portfolio says. */
function heldLimited(documents: readonly Document[], role: Role): readonly (readonly [Model, string])[] {
  const tenants =
    role.tenant === undefined
      ? [undefined, ...ofKind(documents, 'Tenant').map(({ name }) => name)]
      : [role.tenant];
  const found = new Map<string, readonly [Model, string]>();
  for (const tenant of tenants)
    for (const cell of cellsOf(documents, tenant)) {
      const { subject, action } = partsOf(cell);
      const model = modelOf(documents, subject);
      if (model?.portfolio === undefined || !roleHolds(documents, tenant, role, cell)) continue;
      if (!capHolds(documents, tenant, role.userType, role.seats ?? [], cell)) continue;
      found.set(`${subject}:${action}`, [model, action]);
    }
  return [...found.values()];
}

/** Adds to the entry that counts for an action an item that applies to it, if it has none. */
function fillIn(
  documents: readonly Document[],
  role: Role,
  entries: Entries,
  model: Model,
  action: string,
): void {
  const whole: Role = { ...role, portfolio: entries };
  if (!isLimited(documents, whole, model, action)) return;
  if (itemsOf(documents, whole, model, action).length > 0) return;
  const key =
    [`${model.name}:${action}`, `${model.name}:*`, `*:${action}`, '*'].find(
      (one) => own(entries, one) !== undefined && isGoverned(model, action, one),
    ) ?? '*';
  entries[key] = [...(entries[key] ?? []), fallbackFor(documents, role, model).name];
}

/** Returns a portfolio that applies to every action of a limited model. */
function fallbackFor(documents: readonly Document[], role: Role, model: Model): Portfolio {
  const found = ofKind(documents, 'Portfolio').find(
    ({ on, tenant }) =>
      (tenant === undefined || tenant === role.tenant) && wayTo(documents, model, on) !== undefined,
  );
  if (found === undefined) throw new Error(`no portfolio applies to ${model.name}`);
  return found;
}
