import {
  add,
  addAll,
  addShared,
  addSparse,
  type Bits,
  coversSparse,
  emptyBits,
  has,
  intersection,
  intersectsSparse,
  isEmpty,
  isSubset,
  keepShared,
  listIndices,
  makeSparse,
  remove,
  removeAll,
  type SparseBits,
} from '../compiler/model/bits.ts';
import type { Right } from '../compiler/model/catalog.ts';
import { closeReachesOfRoles, type LinkedCell } from '../compiler/model/cell-reach.ts';
import { keepMet } from '../compiler/model/find-effective.ts';
import { intersect, keyOfReach, noRecord, type RecordReach, unite } from '../compiler/model/record-reach.ts';
import { listNeeds } from './build-index.ts';
import type { BundledRole, BundledTenant, SetNumber } from './bundle.ts';
import { addExports, type Index, type IndexedModel, type IndexedReach, listCells } from './bundle-index.ts';
import { type Memo, memoize } from './memoize.ts';

/*
 * The permissions that several roles give together, by section 8 of the language: the cells of all roles are joined first,
 * and then prerequisites are looked for among the joined cells.
 */

/** Cells with the records on which they work, every record or some. */
export interface ReachingCells {
  readonly cells: Bits;
  readonly reach: IndexedReach;
}

/** Cells that somebody has, with the records on which they work; a cell in several places works on the records of each. */
export interface UserCells {
  readonly effective: Bits;
  readonly reaching: readonly ReachingCells[];
}

/** A role with the cells that it holds inside its ceilings, whatever it lacks of prerequisites. */
export interface HeldRole {
  readonly held: Bits;
  /** Its scopes in the bundle, which are of all cells, held or not. */
  readonly scopes: readonly ReachingCells[];
}

/** Reads what a role holds in a tenant. */
export function readHeldRole(
  index: Index,
  tenant: BundledTenant,
  { userType, seats, grants, custom, scopes }: BundledRole,
): HeldRole {
  return {
    held: cutToCap(index.set(grants), findLimit(index, tenant, { userType, seats, custom })),
    scopes: scopes.map(([set, number]) => ({ cells: index.set(set), reach: index.reach(number) })),
  };
}

/** Returns the part of a set that a cap holds: the set itself, which many tables share, if that is all of it. */
export const cutToCap = (set: Bits, cap: Bits): Bits => (isSubset(set, cap) ? set : intersection(set, cap));

/** The parts of a role that say which cells it can hold at most in a tenant. */
type Limiting = Pick<BundledRole, 'userType' | 'seats'> & { readonly custom?: SetNumber | undefined };

const limits = new WeakMap<BundledTenant, Memo<string, Bits>>();

/** The number of limits that are kept of a tenant, the newest. */
const keptLimits = 20;

/**
 * Returns the cells that a role can hold at most in a tenant: those of its user type and seats that the tenant's ceiling and packages
 * let through and, of a role of its own, `custom`, the set that the settings allow to such roles. Makes them once for roles
 * that are alike in these.
 */
export function findLimit(index: Index, tenant: BundledTenant, { userType, seats, custom }: Limiting): Bits {
  const known = limits.get(tenant) ?? memoize<string, Bits>(keptLimits);
  limits.set(tenant, known);
  return known(JSON.stringify([userType, seats, custom]), () => {
    const { bundle } = index;
    const limit = emptyBits(index.size);
    for (const { name, allows } of bundle.userTypes) if (name === userType) addAll(limit, index.set(allows));
    for (const { name, adds } of bundle.seats) if (seats.includes(name)) addAll(limit, index.set(adds));
    keepShared(limit, index.set(tenant.ceiling));
    if (custom !== undefined) keepShared(limit, index.set(custom));
    for (const [name, set] of Object.entries(bundle.packages ?? {}))
      if (!tenant.packages?.includes(name)) removeAll(limit, index.set(set));
    return limit;
  });
}

/** Joins roles. `known` are the cells that one of the roles gives alone, `cap` those that the user can hold. */
export function joinHeldRoles(index: Index, roles: readonly HeldRole[], known: Bits, cap: Bits): UserCells {
  const held = emptyBits(index.size);
  for (const role of roles) addAll(held, role.held);
  keepShared(held, cap);
  addAll(held, known);
  addAll(held, index.derived);
  const effective = keepMet(index.requiring(), held, known);
  removeAll(effective, findExportCells(index));
  addExports(index.exports, effective);
  return { effective, reaching: listReachingCells(index, roles, effective) };
}

const exportCells = new WeakMap<Index['exports'], Bits>();

/** Returns the cells of the properties that are exported, which follow from others. */
function findExportCells({ exports, size }: Index): Bits {
  const known = exportCells.get(exports) ?? emptyBits(size);
  if (!exportCells.has(exports)) for (const { cell } of exports) add(known, cell);
  exportCells.set(exports, known);
  return known;
}

function listReachingCells(
  index: Index,
  roles: readonly HeldRole[],
  effective: Bits,
): readonly ReachingCells[] {
  const places = new Places(index.size);
  for (const { held, scopes } of roles)
    for (const { cells, reach } of scopes) places.addShared(reach, cells, held, effective);
  for (const cell of listIndices(index.derived)) if (has(effective, cell)) places.add('all', cell);
  places.dropOpen();
  const { all } = places;
  const spread: IndexedModel[] = [];
  for (const one of listSparseModels(index.models))
    if (!settleAtHome(one, all, effective)) spread.push(one.model);
  if (spread.length === 0) return places.all.filter(({ cells }) => !isEmpty(cells));
  const uneven = spread.filter((model) => isUneven(index, model, places, effective));
  if (uneven.length > 0) closeModels(index, roles, effective, uneven, places);
  const even = new Set(spread.map((model) => model.indexedActions.get('export')?.cell));
  for (const model of uneven) even.delete(model.indexedActions.get('export')?.cell);
  for (const { cell, action, view } of index.exports) {
    if (!has(effective, cell) || !even.has(action)) continue;
    const narrower = places.covers(view, action) ? action : view;
    for (const { cells } of places.all) if (has(cells, narrower)) add(cells, cell);
  }
  return places.all.filter(({ cells }) => !isEmpty(cells));
}

/** Cells by the records on which they work, each reach once. */
class Places {
  readonly #size: number;
  readonly #byReach = new Map<string, ReachingCells>();

  constructor(size: number) {
    this.#size = size;
  }

  get all(): readonly ReachingCells[] {
    return [...this.#byReach.values()];
  }

  #at(reach: IndexedReach): Bits {
    const key = keyOfReach(reach);
    const known = this.#byReach.get(key) ?? { cells: emptyBits(this.#size), reach };
    this.#byReach.set(key, known);
    return known.cells;
  }

  add(reach: IndexedReach, cell: number): void {
    add(this.#at(reach), cell);
  }

  /** Adds the cells that are in all of three sets. */
  addShared(reach: IndexedReach, one: Bits, other: Bits, third: Bits): void {
    addShared(this.#at(reach), one, other, third);
  }

  /** Takes the cells that work on every record away from all other places. */
  dropOpen(): void {
    const open = this.#byReach.get('all')?.cells;
    if (!open) return;
    for (const { cells, reach } of this.#byReach.values()) if (reach !== 'all') removeAll(cells, open);
  }

  /** Takes a cell from wherever it is to one place. */
  move(reach: IndexedReach, cell: number): void {
    for (const { cells } of this.#byReach.values()) remove(cells, cell);
    this.add(reach, cell);
  }

  /** Returns true if a cell stands wherever another one does, or everywhere. */
  covers(outer: number, inner: number): boolean {
    for (const { cells, reach } of this.#byReach.values()) {
      if (reach === 'all' && has(cells, outer)) return true;
      if (has(cells, inner) && !has(cells, outer)) return false;
    }
    return true;
  }
}

/**
 * Returns true if all given cells of a model stand in one place, so that none of them lacks on some records what it requires; what
 * is exported then stands there too.
 */
function settleAtHome(
  { all, shown, exported }: SparseModel,
  places: readonly ReachingCells[],
  effective: Bits,
): boolean {
  if (!intersectsSparse(effective, all)) return true;
  let home: ReachingCells | undefined;
  for (const place of places) {
    if (!intersectsSparse(place.cells, all)) continue;
    if (home) return false;
    home = place;
  }
  if (!home || !coversSparse(home.cells, all, effective)) return false;
  for (const { action, properties } of shown)
    if (has(effective, action) && !intersectsSparse(effective, properties)) return false;
  addSparse(home.cells, exported, effective);
  return true;
}

/** A model with its cells in the catalog, and with those of what it exports. */
interface SparseModel {
  readonly model: IndexedModel;
  readonly all: SparseBits;
  /** The actions that count only with one of the properties. */
  readonly shown: readonly { readonly action: number; readonly properties: SparseBits }[];
  readonly exported: SparseBits;
}

const sparseModels = new WeakMap<Index['models'], readonly SparseModel[]>();

/** Lists models with their cells; looks them up once. */
function listSparseModels(models: Index['models']): readonly SparseModel[] {
  const known = sparseModels.get(models);
  if (known) return known;
  const made = [...models.values()].map((model): SparseModel => {
    const { rights, indexedActions: asked } = model;
    const having = (right: Right) => [...rights.values()].flatMap((ofOne) => ofOne.get(right) ?? []);
    return {
      model,
      all: makeSparse(listCells(model)),
      shown: (['view', 'update'] as const).flatMap((right) => {
        const [action, properties] = [asked.get(right)?.cell, makeSparse(having(right))];
        return action === undefined || properties.length === 0 ? [] : [{ action, properties }];
      }),
      exported: makeSparse([...(asked.get('export')?.properties.values() ?? [])]),
    };
  });
  sparseModels.set(models, made);
  return made;
}

/** Returns true if a cell of a model may work on fewer records than its roles say, for want of what it requires. */
function isUneven(index: Index, model: IndexedModel, places: Places, effective: Bits): boolean {
  const { rights, indexedActions: asked } = model;
  for (const [first, end] of model.ranges)
    for (let cell = first; cell < end; cell++) {
      if (!has(effective, cell)) continue;
      const linked = index.linked(cell);
      if (!linked) continue;
      for (const needed of listNeeds(linked))
        if (has(effective, needed.index) && !places.covers(needed.index, cell)) return true;
    }
  for (const right of ['view', 'update'] as const) {
    const action = asked.get(right)?.cell;
    if (action === undefined || !has(effective, action)) continue;
    const properties = [...rights.values()].flatMap((having) => having.get(right) ?? []);
    const isCovered = (cell: number) => has(effective, cell) && places.covers(cell, action);
    if (properties.length > 0 && !properties.some(isCovered)) return true;
  }
  const exporting = asked.get('export');
  return [...(exporting?.properties ?? [])].some(([property, cell]) => {
    const [action, view] = [exporting?.cell, rights.get(property)?.get('view')];
    if (!has(effective, cell) || action === undefined || view === undefined) return false;
    return !places.covers(view, action) && !places.covers(action, view);
  });
}

/** Moves the cells of models to where they work, less where one lacks on the same record what it requires. */
function closeModels(
  index: Index,
  roles: readonly HeldRole[],
  effective: Bits,
  models: readonly IndexedModel[],
  places: Places,
): void {
  const close = closeReachesOfRoles(
    ({ index: cell }) => has(effective, cell),
    roles.map(({ held, scopes }) => ({
      held,
      own: ({ index: cell }: LinkedCell) => uniteReachesOn(scopes, cell),
    })),
  );
  const reachOf = (cell: number): RecordReach => {
    const linked = index.linked(cell);
    return linked ? close(linked) : noRecord;
  };
  // Looked up before any cell is moved.
  const moved: (readonly [cell: number, reach: RecordReach])[] = [];
  for (const model of models)
    for (const cell of listCells(model)) if (has(effective, cell)) moved.push([cell, reachOf(cell)]);
  for (const { cell, action, view } of index.exports)
    if (has(effective, cell) && models.some((model) => model.indexedActions.get('export')?.cell === action))
      moved.push([cell, intersect([reachOf(action), reachOf(view)])]);
  for (const [cell, reach] of moved) places.move(reach as IndexedReach, cell);
}

const uniteReachesOn = (scopes: readonly ReachingCells[], cell: number): RecordReach =>
  scopes.find(({ cells }) => has(cells, cell))?.reach ?? noRecord;

/** Returns the function that says on which records a cell works that may stand in several places. */
export function prepareReaches(reaching: readonly ReachingCells[]): (cell: number) => IndexedReach {
  const unions = new Map<string, IndexedReach>();
  return (cell) => {
    let only: IndexedReach | undefined;
    let key = '';
    let count = 0;
    for (const [at, { cells, reach }] of reaching.entries()) {
      if (!has(cells, cell)) continue;
      only = reach;
      key += ` ${at}`;
      count++;
    }
    if (only !== undefined && count === 1) return only;
    const places = reaching.filter(({ cells }) => has(cells, cell)).map(({ reach }) => reach);
    const known = unions.get(key) ?? (unite(places) as IndexedReach);
    unions.set(key, known);
    return known;
  };
}

/** Returns the records on which a cell that is given to somebody by several roles works by one of them. */
export const findReachByRole = ({ scopes }: HeldRole, { reaching }: UserCells, cell: number): IndexedReach =>
  intersect([uniteReachesOn(scopes, cell), prepareReaches(reaching)(cell)]) as IndexedReach;
