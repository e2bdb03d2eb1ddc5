import { findOrMake } from '../text/find-or-make.ts';
import { rememberAlike } from './alike-rows.ts';
import { type Bits, has } from './bits.ts';
import {
  type Action,
  type Cell,
  gatingActionOf,
  isLimited,
  type Model,
  type PathStep,
  type Right,
  rightBehind,
} from './catalog.ts';
import type { Row } from './matrix.ts';
import type { PortfolioEntry, PortfolioItem, PortfolioUse } from './policy.ts';
import { intersect, keyOfPath, linkTo, noRecord, type RecordReach, unite } from './record-reach.ts';

/*
 * Which records a permission of a role works on, by section 6 of the language: first what the role's portfolio says of it,
 * then less where it lacks a prerequisite on the same record.
 */

/** The answer of the portfolio of a role about one permission, whatever the permission requires. */
export interface PortfolioSaying {
  /**
   * `no-records`: it is about none. `not-limited`: no portfolio limits the model. `new-record`: nothing is said of creating
   * records of a model that portfolios select. `limited`: the items say which records.
   */
  readonly kind: 'no-records' | 'not-limited' | 'new-record' | 'limited';
  /** The entry that counts, if one does. */
  readonly entry?: PortfolioEntry;
  /** The items of the entry that apply to the model. */
  readonly items: readonly PortfolioItem[];
  readonly reach: RecordReach;
}

const unlimited: Readonly<Record<'no-records' | 'not-limited' | 'new-record', PortfolioSaying>> = {
  'no-records': { kind: 'no-records', items: [], reach: 'all' },
  'not-limited': { kind: 'not-limited', items: [], reach: 'all' },
  'new-record': { kind: 'new-record', items: [], reach: 'all' },
};

/** Returns what a portfolio says of a permission. */
export function readPortfolio(
  use: PortfolioUse,
  { model, action }: Pick<Cell, 'model' | 'action'>,
): PortfolioSaying {
  if (!model) return unlimited['no-records'];
  const indexed = findIndexedEntry(use, model, action);
  if (indexed) return readEntry(indexed, model);
  if (model.portfolio === 'none') return unlimited['not-limited'];
  if (!isLimited(model, action)) return unlimited['new-record'];
  return { kind: 'limited', items: [], reach: noRecord };
}

/** Returns the most specific entry for an action on a model. Only an entry that names `create` limits new records that portfolios would select. */
export const findEntry = (
  use: PortfolioUse,
  model: Pick<Model, 'name' | 'portfolio'>,
  action: Action,
): PortfolioEntry | undefined => findIndexedEntry(use, model, action)?.entry;

function findIndexedEntry(
  { entries }: PortfolioUse,
  model: Pick<Model, 'name' | 'portfolio'>,
  action: Action,
): IndexedEntry | undefined {
  const known = indexedEntries.get(entries);
  const bySubject = known ?? indexEntries(entries);
  if (!known) indexedEntries.set(entries, bySubject);
  const isNew = model.portfolio === 'self' && !isLimited(model, action);
  const [ofModel, ofAll] = [bySubject.get(model.name), bySubject.get('*')];
  return (
    ofModel?.get(action) ??
    (isNew ? undefined : ofModel?.get('*')) ??
    ofAll?.get(action) ??
    (isNew ? undefined : ofAll?.get('*'))
  );
}

/** An entry with what is known of it: roles can have tens of thousands of them, too many for a map that is weak. */
interface IndexedEntry {
  readonly entry: PortfolioEntry;
  /** The models that the entry's portfolios are on, and the sayings by the paths that lead there from a model. */
  byPaths?: { readonly on: readonly string[]; readonly sayings: Map<string, PortfolioSaying> };
  /** The saying on the model that was asked for last. */
  last?: { readonly model: Model; readonly saying: PortfolioSaying };
}

type IndexedEntries = ReadonlyMap<string, ReadonlyMap<string, IndexedEntry>>;

const indexedEntries = new WeakMap<PortfolioUse['entries'], IndexedEntries>();

/** Reads the model and the action of an entry's pattern, either of which may be `*`. A mistaken pattern without a colon has no model. */
export function readEntryPattern(pattern: string): { readonly subject: string; readonly action: string } {
  if (pattern === '*') return { subject: '*', action: '*' };
  const at = pattern.lastIndexOf(':');
  return { subject: pattern.slice(0, Math.max(at, 0)), action: pattern.slice(at + 1) };
}

/** Finds the entries by the model and the action of their patterns, either of which may be `*`. */
function indexEntries(entries: PortfolioUse['entries']): IndexedEntries {
  const bySubject = new Map<string, Map<string, IndexedEntry>>();
  for (const [pattern, entry] of entries) {
    const { subject, action } = readEntryPattern(pattern);
    const known = bySubject.get(subject);
    const byAction = known ?? new Map<string, IndexedEntry>();
    if (!known) bySubject.set(subject, byAction);
    byAction.set(action, { entry });
  }
  return bySubject;
}

/** Returns what an entry says of the permissions of a model: the same for all models from which its portfolios are reached alike. */
function readEntry(indexed: IndexedEntry, model: Model): PortfolioSaying {
  const { entry, last } = indexed;
  if (last?.model === model) return last.saying;
  // An entry of one model is asked about no other.
  const saying =
    last || entry.pattern.startsWith('*') ? readEntryByPaths(indexed, model) : makeSaying(entry, model);
  indexed.last = { model, saying };
  return saying;
}

function readEntryByPaths(indexed: IndexedEntry, model: Model): PortfolioSaying {
  const { entry } = indexed;
  indexed.byPaths ??= {
    on: entry.items.flatMap(({ parts }) => parts.map(({ on }) => on)),
    sayings: new Map(),
  };
  const { on, sayings } = indexed.byPaths;
  let key = model.portfolio === 'none' ? 'none' : '';
  for (const one of on) key += ` ${keyOfPathTo(model, one)}`;
  return findOrMake(sayings, key, () => makeSaying(entry, model));
}

const keysOfPaths = new WeakMap<Model, Map<string, string>>();

/** Returns a text for the path from a model to one that portfolios may be on, the same for equal paths; `-` if there is none. */
function keyOfPathTo(model: Model, on: string): string {
  const knownKeys = keysOfPaths.get(model);
  const ofModel = knownKeys ?? new Map<string, string>();
  if (!knownKeys) keysOfPaths.set(model, ofModel);
  const known = ofModel.get(on);
  if (known !== undefined) return known;
  const path = pathTo(model, on);
  const key = path ? keyOfPath(path) : '-';
  ofModel.set(on, key);
  return key;
}

function makeSaying(entry: PortfolioEntry, model: Model): PortfolioSaying {
  const applicable = entry.items.flatMap((item) => {
    const reach = reachOfItem(item, model);
    return reach === undefined ? [] : [{ item, reach }];
  });
  if (applicable.length === 0 && model.portfolio === 'none') return unlimited['not-limited'];
  const items = applicable.map(({ item }) => item);
  return { kind: 'limited', entry, items, reach: unite(applicable.map(({ reach }) => reach)) };
}

/** Returns the records of a model that an item selects; undefined if it does not apply to the model. */
export function reachOfItem({ parts }: Pick<PortfolioItem, 'parts'>, model: Model): RecordReach | undefined {
  if (parts.length === 0) return model.portfolio === 'none' ? undefined : 'all';
  const reaches: RecordReach[] = [];
  for (const { on, reach } of parts) {
    const path = pathTo(model, on);
    if (!path) return undefined;
    reaches.push(reach === 'all' ? reach : linkTo(on, path, reach));
  }
  return intersect(reaches);
}

/** Returns the path from a model to one that portfolios may be on: the model itself, or the one of its path nearest the end. */
export function pathTo(
  { name, path }: Pick<Model, 'name' | 'path'>,
  on: string,
): readonly PathStep[] | undefined {
  if (on === name) return [];
  const last = path.findLastIndex(({ model }) => model === on);
  return last === -1 ? undefined : path.slice(0, last + 1);
}

/** A cell with all that decides on which records it works. */
export interface LinkedCell {
  readonly index: number;
  readonly kind: string;
  readonly action: Action;
  readonly requires: readonly { readonly oneOf: readonly LinkedCell[] }[];
  readonly model?: LinkedModel;
}

/** A model with its cells. */
export interface LinkedModel {
  readonly name: string;
  readonly actions: ReadonlyMap<Action, LinkedCell>;
  readonly properties: readonly { readonly rights: ReadonlyMap<Right, LinkedCell> }[];
}

/** Returns the records on which an effective cell of a row works. */
export const reachOf = (row: Row, cell: LinkedCell): RecordReach => findReaches(row)(cell);

/** Returns the function that says on which records an effective cell of a row works. */
export const findReaches: (row: Row) => (cell: LinkedCell) => RecordReach = rememberAlike(
  ({ effective, role }) =>
    closeReaches(
      ({ index }) => has(effective, index),
      (one) => readPortfolio(role.portfolio, one as Cell).reach,
    ),
);

/** A role among several that somebody has, as far as it says on which records cells work. */
export interface ReachingRole {
  /** The cells that it holds inside its ceilings, whatever it lacks of prerequisites. */
  readonly held: Bits;
  /** Returns the records on which its portfolio says that a cell works; a right on a property follows its action. */
  readonly own: (cell: LinkedCell) => RecordReach;
}

/**
 * Returns the function that says on which records a cell works that is effective by several roles together. It joins
 * the records to which the roles that hold the cell reach, and keeps those on which the prerequisites of the cell work
 * too, whichever role has these.
 */
export function closeReachesOfRoles(
  isEffective: (cell: LinkedCell) => boolean,
  roles: readonly ReachingRole[],
): (cell: LinkedCell) => RecordReach {
  const numbers = new Map<RecordReach, number>();
  const unions = new Map<string, RecordReach>();
  const numberOf = (reach: RecordReach) => {
    const number = numbers.get(reach) ?? numbers.size;
    numbers.set(reach, number);
    return number;
  };
  // Most cells are held by the same roles, so their reaches are one object, which also tells that they are alike.
  const own = (cell: LinkedCell): RecordReach => {
    const reaches = roles.flatMap((role) => (has(role.held, cell.index) ? [role.own(cell)] : []));
    const key = [...new Set(reaches.map(numberOf))].sort().join();
    const known = unions.get(key) ?? unite(reaches);
    unions.set(key, known);
    return known;
  };
  return closeReaches(isEffective, own, own);
}

/**
 * Returns the function that says on which records an effective cell works: those where what it requires on the same model
 * works too. By section 7 a property does as far as its action, an export as far as view, and a view as far as some
 * property of the view. `own` are the records on which an action works if it requires nothing; `ownOfProperty` those of a
 * right on a property, where several roles are asked of which some hold only the action.
 */
export function closeReaches(
  isEffective: (cell: LinkedCell) => boolean,
  own: (action: LinkedCell) => RecordReach,
  ownOfProperty?: (right: LinkedCell) => RecordReach,
): (cell: LinkedCell) => RecordReach {
  const search: ReachSearch = {
    isEffective,
    own,
    ownOfProperty,
    known: new Map(),
    open: new Set(),
    isRound: false,
  };
  return (cell) => closeReach(search, cell);
}

/** The search for the records on which cells work, with what it found so far. */
interface ReachSearch {
  readonly isEffective: (cell: LinkedCell) => boolean;
  readonly own: (action: LinkedCell) => RecordReach;
  readonly ownOfProperty: ((right: LinkedCell) => RecordReach) | undefined;
  /**
   * The reaches that were found, by the number of their cell, since a cell of a tenant's catalog may require the
   * policy's cell of the same number.
   */
  readonly known: Map<number, RecordReach>;
  /** The cells whose records are being looked for. */
  readonly open: Set<number>;
  /** True after a cell came round to one that is still open: what is found until then holds only inside of that one. */
  isRound: boolean;
}

function closeReach(search: ReachSearch, cell: LinkedCell): RecordReach {
  const { known, open } = search;
  if (!cell.model) return 'all';
  if (cell.kind === 'property' && cell.requires.length === 0) {
    const action = gatingActionOf(cell);
    if (!action) return 'all';
    const hasOwn = search.ownOfProperty && listOwnReaches(search, cell, action).length > 0;
    if (!hasOwn) return closeReach(search, action);
  }
  const done = known.get(cell.index);
  if (done !== undefined) return done;
  // A cell that comes round to itself takes nothing away from itself: the greatest set is meant.
  if (open.has(cell.index)) {
    search.isRound = true;
    return 'all';
  }
  open.add(cell.index);
  const reach = intersect(listNeededReaches(search, cell, cell.model));
  open.delete(cell.index);
  if (open.size === 0) search.isRound = false;
  if (!search.isRound) known.set(cell.index, reach);
  return reach;
}

/** Lists the reaches inside which a cell works: its own, and those of all that it needs. */
function listNeededReaches(
  search: ReachSearch,
  cell: LinkedCell,
  model: LinkedModel,
): readonly RecordReach[] {
  const required = listRequiredReaches(search, cell);
  if (cell.kind === 'property') {
    const action = gatingActionOf(cell);
    return action
      ? [...listOwnReaches(search, cell, action), closeReach(search, action), ...required]
      : required;
  }
  const needs = [search.own(cell), ...required];
  const right = rightBehind(cell.action);
  if (right === undefined) return needs;
  const view = model.actions.get('view');
  if (cell.action === 'export') {
    const isClosed = model.properties.some(({ rights }) => rights.has(right));
    return view && isClosed ? [...needs, closeReach(search, view)] : needs;
  }
  const needsOfHeld: (readonly RecordReach[])[] = [];
  let isClosed = false;
  for (const { rights } of model.properties) {
    const property = rights.get(right);
    if (!property) continue;
    isClosed = true;
    if (!search.isEffective(property)) continue;
    const ofProperty = [...listOwnReaches(search, property, cell), ...listRequiredReaches(search, property)];
    // With one that needs nothing more, the action works wherever it does by itself: most are like that.
    if (ofProperty.length === 0) return needs;
    needsOfHeld.push(ofProperty);
  }
  return isClosed ? [...needs, unite(needsOfHeld.map(intersect))] : needs;
}

/** Lists the records on which a right is held, if they are others than those on which its action is. */
function listOwnReaches(
  { own, ownOfProperty }: ReachSearch,
  property: LinkedCell,
  action: LinkedCell,
): readonly RecordReach[] {
  const reach = ownOfProperty?.(property);
  return reach === undefined || reach === 'all' || reach === own(action) ? [] : [reach];
}

/** Lists the records of prerequisites. Those on another model, or on a module or a feature, hold on whatever record. */
function listRequiredReaches(search: ReachSearch, { requires, model }: LinkedCell): readonly RecordReach[] {
  return requires.flatMap(({ oneOf }) => {
    const held = oneOf.filter(search.isEffective);
    if (held.length === 0 || held.some((needed) => needed.model?.name !== model?.name)) return [];
    return [unite(held.map((needed) => closeReach(search, needed)))];
  });
}
