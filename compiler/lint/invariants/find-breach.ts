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
import type { Catalog } from '../../model/catalog.ts';
import { ceilingOf } from '../../model/ceiling.ts';
import { readPortfolio } from '../../model/cell-reach.ts';
import type { Invariant, Pattern } from '../../model/invariant.ts';
import { removeIdleRights } from '../../model/mask.ts';
import type { Matrix, Row } from '../../model/matrix.ts';
import { matchCells } from '../../model/pattern.ts';
import type { PortfolioItem, Tenant } from '../../model/policy.ts';

/** A row that falls short of an invariant, with the cells that show it: held, or if they are demanded lacking. */
export interface Breach {
  readonly row: Row;
  readonly cells: Bits;
}

/** Prepares the reading of one invariant: returns a function that finds by which cells a checked row breaks it. */
export function findBreach(invariant: Invariant, matrix: Matrix): (row: Row) => Breach | undefined {
  const { demand } = invariant;
  const demandedOf = (row: Row) => findDemanded(invariant, row, matrix);
  const found = (row: Row, cells: Bits | undefined): Breach | undefined =>
    cells === undefined || isEmpty(cells) ? undefined : { row, cells };
  switch (demand) {
    case 'must':
      return (row) => found(row, difference(demandedOf(row), row.effective));
    case 'mustSome':
      return (row) => {
        const demanded = demandedOf(row);
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

/**
 * Returns true if some effective cell of a row reaches records through one of some portfolios. `portfolio: all` stands for all
 * that reach every record, new ones included, of which no portfolio in a list says anything.
 */
function reachesThrough(
  { role, effective }: Row,
  portfolios: ReadonlySet<string>,
  { models }: Catalog,
): boolean {
  const isMeant = ({ names }: PortfolioItem) => names.some((name) => portfolios.has(name));
  const meant = [...role.portfolio.entries.values()].flatMap(({ items }) => items.filter(isMeant));
  if (meant.length === 0) return false;
  const isWhole = meant.some(({ parts }) => parts.length === 0);
  return models.some(({ actions }) =>
    [...actions.values()].some((cell) => {
      if (!has(effective, cell.index)) return false;
      const { kind, items } = readPortfolio(role.portfolio, cell);
      return items.some(isMeant) || (isWhole && kind === 'new-record');
    }),
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

/** Returns the cells that an invariant demands of a row: those which its patterns list and the bound of its `within` leaves. */
function findDemanded({ patterns, within }: Invariant, row: Row, matrix: Matrix): Bits {
  const { role, tenant, effective } = row;
  const listed = joinPatterns(patterns, tenant.catalog);
  if (within === undefined) return listed;
  if (within === 'model') return removeIdleRights(listed, tenant.catalog, effective);
  return intersection(
    listed,
    findMost(within === 'cap' ? role.cap : intersection(role.cap, ceilingOf(tenant, role)), tenant, matrix),
  );
}

/** Returns what is effective of all that a cap or a ceiling lets through. Invariants and roles ask for the same again and again. */
function findMost(ceiling: Bits, tenant: Tenant, matrix: Matrix): Bits {
  const known = mostIn.get(matrix) ?? new Map<string, Bits>();
  mostIn.set(matrix, known);
  const key = `${ceiling.join()} ${tenant.catalog === matrix.policy.catalog ? '' : tenant.name}`;
  const most = known.get(key) ?? matrix.effectiveOf(ceiling, tenant);
  known.set(key, most);
  return most;
}

const mostIn = new WeakMap<Matrix, Map<string, Bits>>();
