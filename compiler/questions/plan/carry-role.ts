import { has } from '../../model/bits.ts';
import { type Cell, isLimited, type Model, type Right, rightBehind, rights } from '../../model/catalog.ts';
import { ceilingOf, findTenantBound } from '../../model/ceiling.ts';
import { findEntry, reachOfItem, readEntryPattern, readPortfolio } from '../../model/cell-reach.ts';
import { placeIn, valueIn } from '../../model/document.ts';
import type { Successor } from '../../model/generations.ts';
import type { Row } from '../../model/matrix.ts';
import { type AbstractRole, capName, type Role, type Tenant } from '../../model/policy.ts';
import { isFields } from '../../text/fields.ts';
import { listFirstNames, listNames } from '../../text/list.ts';
import { readValueAt } from '../unlock/raise-layer.ts';
import type { UnmappedPermissions } from './steps.ts';

/** A move of a tenant to another generation. */
export interface GenerationMove {
  readonly of: string;
  readonly to: string;
  readonly tenant: Tenant;
  /** The models that the tenant has no more, each with what stands in for it; undefined if nothing does. */
  readonly successors: ReadonlyMap<string, Successor | undefined>;
  /** The models of the generation. */
  readonly arriving: readonly string[];
}

/** The grants that a role gets for a move, and what it does not get. */
export interface CarriedGrants {
  /** The models on which its own document has to say something else than it does. */
  readonly models: readonly string[];
  /** All that it is to hold on them. */
  readonly permissions: readonly string[];
  /** The entries that its portfolio gets, each as another one says. */
  readonly entries: readonly (readonly [pattern: string, as: string])[];
  readonly unmapped: readonly UnmappedPermissions[];
  /** The permissions that its document names on the new models and that it does not hold on those that they stand in for. */
  readonly beyond: readonly string[];
}

/** Lists the models which a tenant has no more and that a role's own document names, under its grants or in its portfolio. */
export function listNamedModels(
  { layer, at }: Role | AbstractRole,
  { successors }: Pick<GenerationMove, 'successors'>,
): readonly string[] {
  const models = readValueAt(valueIn(layer.at), ['models']);
  const portfolio = readValueAt(valueIn(placeIn(at.document, [])), ['portfolio']);
  const subjects = isFields(portfolio)
    ? Object.keys(portfolio).map((key) => readEntryPattern(key).subject)
    : [];
  const named = new Set([...(isFields(models) ? Object.keys(models) : []), ...subjects]);
  return [...successors.keys()].filter((model) => named.has(model));
}

/**
 * Returns what a role is granted on the models of a generation for what it holds on those that they stand in for; undefined if
 * it holds nothing on either. Of several models that one stands in for it has to hold the same on each, on records that reach
 * no further, and it may hide no property that the new model has no switch for. What `"*"` grants on a new model is held to the
 * same where the role speaks of an old one by its name.
 */
export function carryRole(row: Row, move: GenerationMove): CarriedGrants | undefined {
  const { modelOf } = row.tenant.catalog;
  const isHeld = (cell: Cell | undefined): boolean => cell !== undefined && has(row.effective, cell.index);
  const leaving = [...move.successors.keys()].flatMap((name) => modelOf.get(name) ?? []);
  const held = leaving.filter(({ actions }) => [...actions.values()].some(isHeld));
  const named = new Set(listNamedModels(row.role, { successors: move.successors }));
  const carrying: Carrying = {
    row,
    move,
    isHeld,
    permissions: new Set(),
    entries: new Map(),
    unmapped: new Map(),
  };
  for (const model of held) {
    if (move.successors.get(model.name)) continue;
    refuse(
      carrying,
      [...model.actions.values()].filter(isHeld),
      `nothing of \`${move.to}\` stands in for it`,
    );
  }
  const targets = new Set([...move.successors.values()].flatMap((successor) => successor?.model ?? []));
  const found = [...targets].flatMap((name) => {
    const now = modelOf.get(name);
    const before = listPredecessors(move, name);
    return now && before.length > 0 ? [settleModel(carrying, now, before, named)] : [];
  });
  if (held.length === 0 && found.every(({ isSame }) => isSame)) return undefined;
  const changed = found.filter(({ isSame }) => !isSame);
  return {
    models: changed.map(({ model }) => model),
    permissions: changed.flatMap(({ permissions }) => permissions),
    entries: [...carrying.entries],
    unmapped: [...carrying.unmapped].map(([because, permissions]) => ({
      role: row.role.name,
      permissions,
      because,
    })),
    beyond: found.flatMap(({ beyond }) => beyond),
  };
}

/** The permissions that a role is to hold on one model of a generation. */
interface SettledModel {
  readonly model: string;
  readonly permissions: readonly string[];
  readonly beyond: readonly string[];
  /** True if its own document says just that already. */
  readonly isSame: boolean;
}

function settleModel(
  carrying: Carrying,
  now: Model,
  before: readonly Predecessor[],
  named: ReadonlySet<string>,
): SettledModel {
  const { role, tenant } = carrying.row;
  const { layer, cap } = role;
  const isOwn = readValueAt(valueIn(layer.at), ['models', now.name]) !== undefined;
  carryModel(carrying, now, before);
  const carried = new Set(carrying.permissions);
  // The mapping of what the documents say, whatever ceilings leave of it.
  const asked: Carrying = {
    ...carrying,
    isHeld: (cell) => cell !== undefined && has(layer.held, cell.index) && has(cap, cell.index),
    permissions: new Set(),
    entries: isOwn ? new Map() : carrying.entries,
    unmapped: new Map(),
  };
  carryModel(asked, now, before);
  const isNamed = before.some(({ model }) => named.has(model.name));
  const cells = tenant.catalog.cells.filter(({ subject, index }) => subject === now.name && has(cap, index));
  const isSwept = ({ permission }: Cell) => !isNamed || asked.permissions.has(permission);
  const wanted = cells.filter(
    (cell) => carried.has(cell.permission) || (has(layer.own, cell.index) && (isOwn || isSwept(cell))),
  );
  const isBeyond = (cell: Cell) =>
    isNamed && has(layer.held, cell.index) && !asked.permissions.has(cell.permission);
  return {
    model: now.name,
    permissions: wanted.map(({ permission }) => permission),
    beyond: cells
      .filter((cell) => isBeyond(cell) && (isOwn || !has(layer.own, cell.index)))
      .map(({ permission }) => permission),
    isSame:
      wanted.every(({ index }) => has(layer.held, index)) &&
      cells.every((cell) => !has(layer.own, cell.index) || wanted.includes(cell)),
  };
}

/** A model that another stands in for, with the names that its actions and properties have there. */
export interface Predecessor {
  readonly model: Model;
  readonly successor: Successor;
}

/** Lists the models that one stands in for, except those of which the tenant's ceiling and packages hold no action. */
export function listPredecessors(
  { successors, tenant }: GenerationMove,
  name: string,
): readonly Predecessor[] {
  const { catalog, ceiling, packages } = tenant;
  return [...successors].flatMap(([old, successor]): readonly Predecessor[] => {
    const model = catalog.modelOf.get(old);
    if (!model || successor?.model !== name) return [];
    const isThere = [...model.actions.values()].some(
      (cell) => has(ceiling.held, cell.index) && (cell.package === undefined || packages.has(cell.package)),
    );
    return isThere ? [{ model, successor }] : [];
  });
}

/** The permissions of one role that are carried over, as they are found. */
interface Carrying {
  readonly row: Row;
  readonly move: GenerationMove;
  readonly isHeld: (cell: Cell | undefined) => boolean;
  readonly permissions: Set<string>;
  readonly entries: Map<string, string>;
  /** The permissions that are not carried, by the reason. */
  readonly unmapped: Map<string, readonly string[]>;
}

function refuse({ unmapped }: Carrying, cells: readonly Cell[], because: string): void {
  if (cells.length === 0) return;
  unmapped.set(because, [...(unmapped.get(because) ?? []), ...cells.map(({ permission }) => permission)]);
}

function carryModel(carrying: Carrying, now: Model, before: readonly Predecessor[]): void {
  const { isHeld, permissions } = carrying;
  for (const { model, successor } of before)
    for (const [action, cell] of model.actions) {
      const name = successor.actions.get(action) ?? action;
      if (isHeld(cell) && !now.actions.has(name))
        refuse(carrying, [cell], `\`${now.name}\` has no action \`${name}\``);
    }
  for (const [action, cell] of now.actions) {
    const sources = before.map((one) => ({ ...one, cells: listSources(one, action) }));
    const held = sources.flatMap(({ cells }) => cells.filter(isHeld));
    if (held.length === 0) continue;
    const because = explainRefusal(carrying, cell, sources);
    if (because !== undefined) refuse(carrying, held, because);
    else permissions.add(cell.permission);
  }
  for (const right of rights)
    if (permissions.has(`${now.name}:${right}`)) carryProperties(carrying, now, before, right);
  for (const right of rights) dropIdleAction(carrying, now, before, right);
}

/** A predecessor with those of its actions that an action of the new model stands in for. */
interface SourceOfAction extends Predecessor {
  readonly cells: readonly Cell[];
}

/** Lists the actions of a model that an action stands in for. */
export const listSources = ({ model, successor }: Predecessor, action: string): readonly Cell[] =>
  [...model.actions].flatMap(([name, cell]) =>
    (successor.actions.get(name) ?? name) === action ? [cell] : [],
  );

/** Says why a role is not given an action of a new model; undefined if it is. */
function explainRefusal(
  carrying: Carrying,
  cell: Cell,
  sources: readonly SourceOfAction[],
): string | undefined {
  const { row, isHeld } = carrying;
  const { role, tenant } = row;
  const lacking = sources.find(({ cells }) => !cells.some(isHeld));
  if (lacking) {
    const [missing] = lacking.cells;
    const what = missing ? `the role does not hold \`${missing.permission}\`` : 'which has no such action';
    return missing
      ? `\`${cell.subject}\` stands in for \`${lacking.model.name}\` too, and ${what}`
      : `\`${cell.subject}\` stands in for \`${lacking.model.name}\` too, ${what}`;
  }
  const hidden = sources.flatMap((source) => listHiddenProperties(row, cell, source));
  if (hidden.length > 0)
    return `the role hides ${listFirstNames(hidden)}, for which \`${cell.subject}\` has no switch`;
  if (!has(role.cap, cell.index)) return `\`${capName(role)}\` does not hold \`${cell.permission}\``;
  const bound = findBoundAfter(tenant, role, cell);
  if (bound !== undefined) return bound;
  return carryReach(
    carrying,
    cell,
    sources.flatMap(({ cells }) => cells.filter(isHeld)),
  );
}

/** Lists the properties that a role hides where it views or updates a model, and for which the new model has no switch. */
function listHiddenProperties(
  { role }: Row,
  { model: now, action }: Cell,
  { model, successor }: SourceOfAction,
): readonly string[] {
  const right = rightBehind(action);
  if (right === undefined) return [];
  return model.properties.flatMap(({ name, rights: own }) => {
    const before = own.get(right);
    const after = now?.propertyOf.get(successor.properties.get(name) ?? name)?.rights.get(right);
    return before && !after && !has(role.layer.held, before.index) ? [`${model.name}.${name}`] : [];
  });
}

/** Says what of a tenant does not let a role hold a cell, whatever generation the tenant has; undefined if nothing refuses it. */
function findBoundAfter(tenant: Tenant, role: Role, cell: Cell): string | undefined {
  const { closed: _, withheld: __, ...open } = tenant;
  const bought = cell.package === undefined || tenant.packages.has(cell.package);
  if (!bought) return `tenant \`${tenant.name}\` has not bought package \`${cell.package}\``;
  const { words } = findTenantBound(open, role, cell);
  return has(ceilingOf(open, role), cell.index) ? undefined : `${words} does not hold \`${cell.permission}\``;
}

/**
 * Finds the entry of a portfolio by which an action of a new model works on no more records than those that it stands in for;
 * notes it if it is one of these models alone. Says why there is none; undefined if one is found.
 */
function carryReach({ row, entries }: Carrying, cell: Cell, sources: readonly Cell[]): string | undefined {
  const { model, action } = cell;
  if (!model) return undefined;
  const { portfolio } = row.role;
  const own = findEntry(portfolio, model, action);
  const isOwn = own !== undefined && readEntryPattern(own.pattern).subject === model.name;
  const sayings = sources.map((source) => readPortfolio(portfolio, source));
  const limits = sayings.filter(({ kind }) => kind === 'limited').map(({ items }) => items);
  const candidates = isOwn ? [own] : [...new Set([...sayings.map(({ entry }) => entry), own])];
  const isLimitedAlready = isLimited(model, action);
  for (const candidate of candidates) {
    const items = candidate?.items.filter((item) => reachOfItem(item, model) !== undefined) ?? [];
    if (items.length === 0 && (limits.length > 0 || isLimitedAlready)) continue;
    if (!limits.every((limit) => items.every((item) => limit.some(({ label }) => label === item.label))))
      continue;
    if (candidate && candidate !== own) entries.set(cell.permission, candidate.pattern);
    return undefined;
  }
  const words = sayings.map(({ items }) => listNames(items.map(({ label }) => label)));
  return `the role would work on other records of \`${model.name}\` than now, which are ${[...new Set(words)].join(' and ')}`;
}

/** Takes an action back that would have no effect, since none of the properties on which it depends is carried. */
function dropIdleAction(carrying: Carrying, now: Model, before: readonly Predecessor[], right: Right): void {
  const { permissions, isHeld } = carrying;
  const cells = now.properties.flatMap(({ rights: own }) => own.get(right) ?? []);
  if (cells.length === 0 || cells.some(({ permission }) => permissions.has(permission))) return;
  if (!permissions.delete(`${now.name}:${right}`)) return;
  const held = before.flatMap((one) => listSources(one, right).filter(isHeld));
  refuse(carrying, held, `it would have none of the properties of \`${now.name}\``);
}

/** Carries the rights on properties: each has to be held on all that it stands in for, and stand in for some. */
function carryProperties(carrying: Carrying, now: Model, before: readonly Predecessor[], right: Right): void {
  const { isHeld, permissions } = carrying;
  for (const { name, rights: own } of now.properties) {
    const cell = own.get(right);
    const old = before.map(({ model, successor }) =>
      model.properties.find(
        (property) => (successor.properties.get(property.name) ?? property.name) === name,
      ),
    );
    if (cell && old.every((property) => isHeld(property?.rights.get(right))))
      permissions.add(cell.permission);
  }
  if (now.properties.length === 0) return;
  for (const { model, successor } of before)
    for (const { name, rights: own } of model.properties) {
      const cell = own.get(right);
      const other = successor.properties.get(name) ?? name;
      if (cell && isHeld(cell) && !now.propertyOf.get(other)?.rights.has(right))
        refuse(carrying, [cell], `\`${now.name}\` has no such property`);
    }
}
