import type { Report } from '../diagnostics/diagnostic.ts';
import { listDistinctRows } from '../model/alike-rows.ts';
import { type Bits, has } from '../model/bits.ts';
import {
  type Catalog,
  type Cell,
  gatingActionOf,
  type Model,
  makeTypeReader,
  rightBehind,
} from '../model/catalog.ts';
import { findEntry, findReaches } from '../model/cell-reach.ts';
import { placeIn, spanOf } from '../model/document.ts';
import { guardComparisons } from '../model/guard.ts';
import { findHeldInRow } from '../model/mask.ts';
import type { Matrix, Row } from '../model/matrix.ts';
import { type Role, sharedOf, type User } from '../model/policy.ts';
import { intersect, type RecordReach } from '../model/record-reach.ts';
import { findReachInUnion, joinUserRoles, type RowUnion } from '../model/row-union.ts';
import {
  type CaslGap,
  findCaslGap,
  type ModelTypeOf,
  mostAlternatives,
  type RecordAlternative,
  spellOut,
} from '../model/spell-out.ts';
import { groupBy } from '../text/group-by.ts';
import { listFirstNames } from '../text/list.ts';
import type { Span } from '../text/source.ts';

/**
 * A demand that stock CASL does not read: one that no condition has a form for, comparisons for which one has no room, or more
 * alternatives than may become rules.
 */
type ReadingGap = CaslGap | { readonly kind: 'crowd' | 'alternatives'; readonly field: string };

/** A permission on records of which CASL's rules leave some out. */
export interface ClosedCell {
  readonly model: Model;
  readonly cell: Cell;
  readonly gap: ReadingGap;
}

/** An entry of a role's portfolio, with what it makes CASL's rules leave out. */
interface ClosedEntry {
  readonly role: Role;
  readonly at: Span;
  readonly gap: ReadingGap;
  readonly cells: Set<string>;
}

/**
 * Every way to reach a record has a rule of CASL, for each role and for the roles of each active user together. A record that is
 * reached without one is decided by the run time, and CASL alone denies it.
 */
export function reportReachesWithoutRules(matrix: Matrix, report: Report): void {
  const roles = new Map<Role, Map<string, ClosedEntry>>();
  const told = new Map<Role, Set<string>>();
  for (const row of listDistinctRows(matrix.rows))
    for (const closed of findClosedCells(row)) {
      const { model, cell, gap } = closed;
      const { role } = row;
      told.set(sharedOf(role), (told.get(sharedOf(role)) ?? new Set()).add(keyOf(closed)));
      const { at } = findEntry(role.portfolio, model, cell.action) ?? role.portfolio;
      const entries = roles.get(role) ?? new Map<string, ClosedEntry>();
      roles.set(role, entries);
      const key = [gap.kind, gap.field, ...at.path].join('\n');
      const entry = entries.get(key) ?? {
        role,
        at: spanOf(placeIn(at.document, at.path, 'key')),
        gap,
        cells: new Set(),
      };
      entries.set(key, entry);
      entry.cells.add(cell.permission);
    }
  for (const { role, at, gap, cells } of [...roles.values()].flatMap((entries) => [...entries.values()]))
    report(
      'closed-in-casl',
      at,
      { who: `role \`${role.name}\``, asks: asksOf(gap), permissions: listFirstNames([...cells]) },
      adviceFor(gap),
    );
  reportClosedUnions(matrix, told, report);
}

/** A demand by which the rules of a user's roles together leave records out, and those of none of the roles alone. */
interface ClosedUnion {
  readonly user: User;
  readonly joined: RowUnion;
  readonly gap: ReadingGap;
  readonly permissions: readonly string[];
}

function reportClosedUnions(
  matrix: Matrix,
  told: ReadonlyMap<Role, ReadonlySet<string>>,
  report: Report,
): void {
  const found: ClosedUnion[] = [];
  for (const tenant of matrix.policy.tenants) {
    const known = new Map<RowUnion, readonly ClosedCell[]>();
    for (const user of tenant.users ?? []) {
      if (!user.active || user.roles.length < 2) continue;
      const joined = joinUserRoles(matrix, tenant, user);
      const cells = known.get(joined) ?? findClosedByUnion(joined, told);
      known.set(joined, cells);
      for (const alike of groupBy(cells, ({ gap }) => `${gap.kind}\n${gap.field}`).values())
        found.push({
          user,
          joined,
          gap: alike[0].gap,
          permissions: [...new Set(alike.map(({ cell }) => cell.permission))],
        });
    }
  }
  for (const alike of groupBy(found, keyOfUnion).values()) {
    const [{ user, joined, gap, permissions }] = alike;
    const { document, path } = user.at;
    const roles = listFirstNames(joined.rows.map(({ role }) => role.name));
    const users = [...new Set(alike.map((one) => one.user.id))];
    report(
      'closed-in-casl',
      spanOf(placeIn(document, [...path.slice(0, -1), 'roles'])),
      {
        who: `${users.length > 1 ? 'each of the users' : 'user'} ${listFirstNames(users)}, by roles ${roles} together,`,
        asks: asksOf(gap),
        permissions: listFirstNames(permissions),
      },
      adviceFor(gap),
    );
  }
}

const findClosedByUnion = (joined: RowUnion, told: ReadonlyMap<Role, ReadonlySet<string>>) =>
  [...findClosedCellsOfUnion(joined)].filter(
    (closed) => !joined.rows.some(({ role }) => told.get(sharedOf(role))?.has(keyOf(closed))),
  );

const keyOf = ({ cell, gap }: ClosedCell): string => [gap.kind, gap.field, cell.permission].join('\n');

/** Users to whom the same roles close the same are one finding. */
const keyOfUnion = ({ joined, gap, permissions }: ClosedUnion): string =>
  JSON.stringify([
    ...joined.rows.map(({ role }) => `${role.tenant ?? '*'} ${role.name}`).sort(),
    gap.kind,
    gap.field,
    ...permissions,
  ]);

function asksOf({ kind, field }: ReadingGap): string {
  switch (kind) {
    case 'list':
      return 'asks one list twice';
    case 'absence':
      return `asks if \`${field}\` is missing`;
    case 'crowd':
      return `compares \`${field}\` more than once in one way`;
    case 'alternatives':
      return `reaches records in more than ${mostAlternatives} ways`;
  }
}

const instead: Readonly<Record<ReadingGap['kind'], string>> = {
  list: 'demand one portfolio through the list',
  absence: 'compare something that is there',
  crowd: 'compare it once by each operator',
  alternatives: 'name fewer portfolios',
};

const adviceFor = ({ kind }: ReadingGap): string =>
  `ask the facade or an adapter for these records, or ${instead[kind]}`;

/** Finds the permissions of a row on records of which CASL's rules leave some out, in the order of the catalog. */
export const findClosedCells = (row: Row): Iterable<ClosedCell> =>
  // By one role, a right on a property that requires nothing reaches as far as its action.
  findClosed(row.tenant.catalog, row.effective, findReaches(row), ({ requires }) => requires.length > 0);

/** Finds the permissions of roles together on records of which CASL's rules leave some out. */
export const findClosedCellsOfUnion = (joined: RowUnion): Iterable<ClosedCell> =>
  findClosed(
    joined.tenant.catalog,
    joined.effective,
    (cell) => findReachInUnion(joined, cell),
    mayReachLessIn(joined),
  );

/**
 * Returns the function that tells whether a right on a property may work on fewer records than its action: by several roles,
 * also where some of them hold only one of the two.
 */
function mayReachLessIn({ rows }: RowUnion): (property: Cell) => boolean {
  const held = rows.map(findHeldInRow);
  return (property) => {
    const action = gatingActionOf(property);
    return (
      property.requires.length > 0 ||
      !action ||
      held.some((cells) => has(cells, property.index) !== has(cells, action.index))
    );
  };
}

function* findClosed(
  catalog: Catalog,
  effective: Bits,
  reachOf: (cell: Cell) => RecordReach,
  mayReachLess: (property: Cell) => boolean,
): Iterable<ClosedCell> {
  const typeOf = makeTypeReader(catalog);
  for (const model of catalog.models)
    for (const cell of model.actions.values()) {
      if (!has(effective, cell.index)) continue;
      const reach = reachOf(cell);
      const gap = findGap(reach, typeOf);
      if (gap) yield { model, cell, gap };
      // The rule of an action is about the properties that it shows or changes, where both of them work.
      const right = rightBehind(cell.action);
      for (const { rights } of right === undefined ? [] : model.properties) {
        const property = right && rights.get(right);
        if (!property || !mayReachLess(property) || !has(effective, property.index)) continue;
        const ofProperty = reachOf(property);
        const gapOfBoth = ofProperty === reach ? undefined : findGapOfBoth(reach, ofProperty, typeOf);
        if (gapOfBoth) yield { model, cell: right === cell.action ? property : cell, gap: gapOfBoth };
      }
    }
}

const gaps = new WeakMap<object, ReadingGap | 'none'>();

function findGap(reach: RecordReach, typeOf: ModelTypeOf): ReadingGap | undefined {
  if (reach === 'all') return undefined;
  const known = gaps.get(reach) ?? searchGap(reach, typeOf) ?? 'none';
  gaps.set(reach, known);
  return known === 'none' ? undefined : known;
}

const common = new WeakMap<object, WeakMap<object, RecordReach>>();

function findGapOfBoth(one: RecordReach, other: RecordReach, typeOf: ModelTypeOf): ReadingGap | undefined {
  if (one === 'all') return findGap(other, typeOf);
  if (other === 'all') return findGap(one, typeOf);
  const ofOne = common.get(one) ?? new WeakMap<object, RecordReach>();
  common.set(one, ofOne);
  const both = ofOne.get(other) ?? intersect([one, other]);
  ofOne.set(other, both);
  return findGap(both, typeOf);
}

function searchGap(reach: Exclude<RecordReach, 'all'>, typeOf: ModelTypeOf): ReadingGap | undefined {
  const spelled = spellOut(reach, typeOf);
  if (!spelled) return { kind: 'alternatives', field: '' };
  for (const alternative of spelled.alternatives) {
    const gap = findCaslGap(alternative, spelled.links) ?? findCrowd(alternative);
    if (gap) return gap;
  }
  return undefined;
}

/** Finds a property that an alternative compares in more ways than a condition has room for. */
function findCrowd({ compared, linked }: RecordAlternative): ReadingGap | undefined {
  for (const comparisons of [compared, ...linked.flatMap(({ alternatives }) => alternatives)])
    for (const [field, ofField] of groupBy(comparisons, ({ property }) => property))
      if (guardComparisons(field, ofField, ofField[0].type).crowded.length > 0)
        return { kind: 'crowd', field };
  return undefined;
}
