import {
  add,
  addAll,
  type Bits,
  difference,
  emptyBits,
  has,
  intersection,
  intersects,
  isEmpty,
  isSubset,
} from '../../model/bits.ts';
import { type Catalog, gatingActionOf } from '../../model/catalog.ts';
import { ceilingOf } from '../../model/ceiling.ts';
import { readPortfolio } from '../../model/cell-reach.ts';
import type { Invariant, Pattern } from '../../model/invariant.ts';
import { maskCells } from '../../model/mask.ts';
import type { Matrix, Row } from '../../model/matrix.ts';
import { matchCells } from '../../model/pattern.ts';
import type { PortfolioItem } from '../../model/policy.ts';

/** A row that falls short of an invariant, with the cells that show it: held, or if they are demanded lacking. */
export interface Breach {
  readonly row: Row;
  readonly cells: Bits;
}

/** Prepares the reading of one invariant: returns a function that finds by which cells a checked row breaks it. */
export function findBreach(invariant: Invariant, matrix: Matrix): (row: Row) => Breach | undefined {
  const { patterns, demand } = invariant;
  const listedIn = ({ tenant }: Row) => joinPatterns(patterns, tenant.catalog);
  const boundOf = findBound(invariant, matrix);
  const found = (row: Row, cells: Bits | undefined): Breach | undefined =>
    cells === undefined || isEmpty(cells) ? undefined : { row, cells };
  switch (demand) {
    case 'must':
      return (row) => found(row, difference(intersection(listedIn(row), boundOf(row)), row.effective));
    case 'mustSome':
      return (row) => {
        const demanded = intersection(listedIn(row), boundOf(row));
        return intersects(demanded, row.effective) ? undefined : found(row, demanded);
      };
    case 'mustNot':
    case 'mustNotTogether':
      return (row) => found(row, findForbidden(invariant, row.effective, row.tenant.catalog));
    case 'mustSomeone':
      // `mustSomeone` is demanded of a tenant, not of each role.
      return () => undefined;
  }
}

/**
 * Finds the cells by which a set breaks a `mustNot` or `mustNotTogether`: what is listed and held, or one held cell for
 * each pattern; undefined if it breaks neither.
 */
export function findForbidden(
  { demand, patterns }: Invariant,
  held: Bits,
  catalog: Catalog,
): Bits | undefined {
  if (demand === 'mustNot') {
    const found = intersection(joinPatterns(patterns, catalog), held);
    return isEmpty(found) ? undefined : found;
  }
  const listed = patterns.map(({ text }) => matchCells(catalog, text));
  if (!listed.every((cells) => intersects(cells, held))) return undefined;
  const shown = emptyBits(held.length * 32);
  for (const cells of listed) add(shown, firstOf(intersection(cells, held)));
  return shown;
}

/** Returns true if an invariant is checked for a row; what the tenant lacks, no role holds there. */
export function isChecked({ roles, tenants, userTypes, portfolios, when }: Invariant, row: Row): boolean {
  const { role, tenant, effective } = row;
  const { catalog } = tenant;
  const holds = ({ text }: Pattern) => {
    const cells = matchCells(catalog, text);
    return !isEmpty(cells) && isSubset(cells, effective);
  };
  return (
    roles.has(role.name) &&
    tenants.has(tenant.name) &&
    userTypes.has(role.userType.name) &&
    (portfolios === undefined || reachesThrough(row, portfolios, catalog)) &&
    when.every(holds)
  );
}

/** Returns true if some effective cell of a row reaches records through one of some portfolios. */
function reachesThrough(
  { role, effective }: Row,
  portfolios: ReadonlySet<string>,
  { models }: Catalog,
): boolean {
  const isMeant = ({ names }: PortfolioItem) => names.some((name) => portfolios.has(name));
  if (![...role.portfolio.entries.values()].some(({ items }) => items.some(isMeant))) return false;
  return models.some(({ actions }) =>
    [...actions.values()].some(
      (cell) => has(effective, cell.index) && readPortfolio(role.portfolio, cell).items.some(isMeant),
    ),
  );
}

/** Returns the cells of a catalog that match some pattern of a list. */
export function joinPatterns(patterns: readonly Pattern[], catalog: Catalog): Bits {
  // Asked anew for each row.
  const known = joinedIn.get(catalog) ?? new WeakMap<readonly Pattern[], Bits>();
  joinedIn.set(catalog, known);
  const joined = known.get(patterns) ?? emptyBits(catalog.cells.length);
  if (!known.has(patterns)) for (const { text } of patterns) addAll(joined, matchCells(catalog, text));
  known.set(patterns, joined);
  return joined;
}

const joinedIn = new WeakMap<Catalog, WeakMap<readonly Pattern[], Bits>>();

function firstOf(cells: Bits): number {
  const word = cells.findIndex((bits) => bits !== 0);
  const bits = cells[word] ?? 0;
  return (word << 5) + 31 - Math.clz32(bits & -bits);
}

/** Returns a function that gives the cells which are demanded of a row at most. */
function findBound({ within }: Invariant, { policy, effectiveOf }: Matrix): (row: Row) => Bits {
  const { catalog } = policy;
  if (within === 'model') return findOpenCells;
  if (within === undefined) {
    const all = new Map<Catalog, Bits>();
    return ({ tenant }) => {
      const whole = all.get(tenant.catalog) ?? maskCells(tenant.catalog, () => true);
      all.set(tenant.catalog, whole);
      return whole;
    };
  }
  const known = new Map<string, Bits>();
  return ({ role, tenant }) => {
    const ceiling = within === 'ceilings' ? intersection(role.cap, ceilingOf(tenant, role)) : role.cap;
    const key = `${ceiling.join()} ${tenant.catalog === catalog ? '' : tenant.name}`;
    const most = known.get(key) ?? effectiveOf(ceiling, tenant);
    known.set(key, most);
    return most;
  };

  /** Leaves out the rights on properties whose model's action is not effective. */
  function findOpenCells({ effective, tenant }: Row): Bits {
    return maskCells(tenant.catalog, (cell) => {
      const action = gatingActionOf(cell);
      return cell.kind !== 'property' || (action !== undefined && has(effective, action.index));
    });
  }
}
