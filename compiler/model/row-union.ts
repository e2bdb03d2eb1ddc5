import { type Bits, has, intersection, union } from './bits.ts';
import type { Cell } from './catalog.ts';
import {
  closeReachesOfRoles,
  type LinkedCell,
  type ReachingRole,
  reachOf,
  readPortfolio,
} from './cell-reach.ts';
import { findHeldInRow, uniteRows } from './mask.ts';
import type { Matrix, Row } from './matrix.ts';
import type { Role, Tenant, User } from './policy.ts';
import { intersect, type RecordReach } from './record-reach.ts';

/*
 * What somebody has by several roles, by section 8 of the language: the roles are joined first, and prerequisites are asked
 * of all that they hold together.
 */

/** Some rows of one tenant, joined. */
export interface RowUnion {
  readonly tenant: Tenant;
  readonly rows: readonly Row[];
  /** The cells that are effective by all of them together. */
  readonly effective: Bits;
}

/** Joins rows of one tenant. */
export function joinRows(matrix: Matrix, tenant: Tenant, rows: readonly Row[]): RowUnion {
  const [only, more] = rows;
  return { tenant, rows, effective: only && !more ? only.effective : uniteRows(matrix, rows) };
}

const rowsOfMatrices = new WeakMap<Matrix, ReadonlyMap<Tenant, ReadonlyMap<Role, Row>>>();

/** Returns the rows of a user's roles, in the order in which the user lists them. */
export function rowsOfUser(matrix: Matrix, tenant: Tenant, { roles }: Pick<User, 'roles'>): readonly Row[] {
  const known = rowsOfMatrices.get(matrix) ?? indexRows(matrix);
  rowsOfMatrices.set(matrix, known);
  return roles.flatMap((role) => known.get(tenant)?.get(role) ?? []);
}

function indexRows({ rows }: Matrix): ReadonlyMap<Tenant, ReadonlyMap<Role, Row>> {
  const known = new Map<Tenant, Map<Role, Row>>();
  for (const row of rows) {
    const own = known.get(row.tenant) ?? new Map<Role, Row>();
    known.set(row.tenant, own.set(row.role, row));
  }
  return known;
}

const unionsOfMatrices = new WeakMap<Matrix, Map<string, RowUnion>>();

/** Joins the roles of a user; those who have the same share what comes of it. */
export function joinUserRoles(matrix: Matrix, tenant: Tenant, user: Pick<User, 'roles'>): RowUnion {
  const known = unionsOfMatrices.get(matrix) ?? new Map<string, RowUnion>();
  unionsOfMatrices.set(matrix, known);
  const key = JSON.stringify([tenant.name, ...user.roles.map(({ name }) => name)]);
  const joined = known.get(key) ?? joinRows(matrix, tenant, rowsOfUser(matrix, tenant, user));
  known.set(key, joined);
  return joined;
}

/** Returns the rows that bring a cell which a union holds: that hold it themselves, wherever its prerequisites come from. */
export function listBringers(joined: RowUnion, cell: Cell): readonly Row[] {
  const { rows, effective } = joined;
  if (!has(effective, cell.index)) return [];
  if (cell.kind !== 'capability') return rows.filter((row) => has(findHeldInRow(row), cell.index));
  const alone = rows.filter((row) => has(row.effective, cell.index));
  if (alone.length > 0) return alone;
  // No layer speaks of a capability: it comes from whoever brings what it requires.
  const needed = cell.requires.flatMap(({ oneOf }) => oneOf);
  const bringing = new Set(needed.flatMap((one) => listBringers(joined, one)));
  return rows.filter((row) => bringing.has(row));
}

const reachesOfUnions = new WeakMap<RowUnion, (cell: LinkedCell) => RecordReach>();

/** Returns the records on which an effective cell of a union works. */
export function findReachInUnion(joined: RowUnion, cell: LinkedCell): RecordReach {
  const { rows, effective } = joined;
  const [only, more] = rows;
  if (only && !more) return reachOf(only, cell);
  const known =
    reachesOfUnions.get(joined) ??
    closeReachesOfRoles(({ index }) => has(effective, index), rows.map(makeReachingRole));
  reachesOfUnions.set(joined, known);
  return known(cell);
}

function makeReachingRole(row: Row): ReachingRole {
  const { portfolio } = row.role;
  const known = new Map<unknown, Map<string, RecordReach>>();
  return {
    held: findHeldInRow(row),
    own: (cell) => {
      const { model, action } = cell as Cell;
      const ofModel = known.get(model) ?? new Map<string, RecordReach>();
      const reach = ofModel.get(action) ?? readPortfolio(portfolio, cell as Cell).reach;
      known.set(model, ofModel.set(action, reach));
      return reach;
    },
  };
}

/** Returns the records that one row of a union adds to those on which an effective cell works. */
export function findReachThroughRow(joined: RowUnion, row: Row, cell: Cell): RecordReach {
  if (joined.rows.length === 1) return reachOf(row, cell);
  return intersect([readPortfolio(row.role.portfolio, cell).reach, findReachInUnion(joined, cell)]);
}

/**
 * Returns, by the row of a role, the cells that the role brings to active users who have other roles too, where these roles
 * together make the cells effective.
 */
export function mapJointCells(matrix: Matrix): ReadonlyMap<Row, Bits> {
  const brought = new Map<Row, Bits>();
  for (const tenant of matrix.policy.tenants) {
    const done = new Set<RowUnion>();
    for (const user of tenant.users ?? []) {
      if (!user.active || user.roles.length < 2) continue;
      const joined = joinUserRoles(matrix, tenant, user);
      if (done.has(joined)) continue;
      done.add(joined);
      for (const row of joined.rows) {
        const cells = intersection(findHeldInRow(row), joined.effective);
        const known = brought.get(row);
        brought.set(row, known ? union(known, cells) : cells);
      }
    }
  }
  return brought;
}
