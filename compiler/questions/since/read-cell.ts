import { has } from '../../model/bits.ts';
import type { Cell } from '../../model/catalog.ts';
import type { Matrix, Row, Trail } from '../../model/matrix.ts';
import type { Tenant, User } from '../../model/policy.ts';
import { keyOfReach } from '../../model/record-reach.ts';
import {
  findReachInUnion,
  joinRows,
  joinUserRoles,
  listBringers,
  type RowUnion,
} from '../../model/row-union.ts';
import { listUserPortfolios } from '../combine-roles.ts';
import { findUserTrail } from '../explain.ts';
import { findReach, listReachLabels } from '../find-reach.ts';
import type { CellQuery, PolicyRevision } from './policy-revision.ts';

/** The state of a cell in one revision. */
export interface CellState {
  readonly revision: PolicyRevision;
  readonly matrix: Matrix;
  /** The row of the role that is asked for; absent if the tenant is not there or is not offered the role. */
  readonly row?: Row;
  /** The user who is asked for; absent if the tenant is not there or does not declare the user. */
  readonly user?: User;
  /** The row, or the rows of the user together; absent if there is none, or if the user is not active. */
  readonly union?: RowUnion;
  /** The cell; absent if the catalog does not have it. */
  readonly cell?: Cell;
  /** The first of the three that is not there. */
  readonly missing?: MissingPart;
  readonly isEffective: boolean;
  /** A text that is equal exactly for equal states. */
  readonly key: string;
}

/** A part of a query that may not be there. */
export type MissingPart = 'tenant' | 'role' | 'user' | 'permission';

/** Returns the state of a cell in a revision; undefined if the revision does not compile. */
export function readCell(revision: PolicyRevision, query: CellQuery): CellState | undefined {
  const { matrix } = revision;
  if (!matrix) return undefined;
  const { policy } = matrix;
  const tenant = policy.tenants.find(({ name }) => name === query.tenant);
  const cell = (tenant ?? policy).catalog.cellOf.get(query.permission);
  const holder = tenant ? findHolder(matrix, tenant, query) : {};
  const { row, user, union } = holder;
  const missing = findMissing(query, tenant, row ?? user, cell);
  const isEffective = union !== undefined && cell !== undefined && has(union.effective, cell.index);
  const records = isEffective ? describeRecords(holder, union, cell) : null;
  return {
    revision,
    matrix,
    ...holder,
    ...(cell && { cell }),
    ...(missing && { missing }),
    isEffective,
    key: JSON.stringify([missing ?? null, isEffective, records]),
  };
}

type Holder = Pick<CellState, 'row' | 'user' | 'union'>;

function findHolder(matrix: Matrix, tenant: Tenant, query: CellQuery): Holder {
  if (query.user === undefined) {
    const row = matrix.rows.find((one) => one.tenant === tenant && one.role.name === query.role);
    return row ? { row, union: joinRows(matrix, tenant, [row]) } : {};
  }
  const user = tenant.users?.find(({ id }) => id === query.user);
  if (!user) return {};
  return { user, ...(user.active && { union: joinUserRoles(matrix, tenant, user) }) };
}

function findMissing(
  { user }: CellQuery,
  tenant: Tenant | undefined,
  holder: Row | User | undefined,
  cell: Cell | undefined,
): MissingPart | undefined {
  if (!tenant) return 'tenant';
  if (!holder) return user === undefined ? 'role' : 'user';
  return cell ? undefined : 'permission';
}

/** Returns a text that is equal exactly where a cell reaches records that are written alike. */
function describeRecords({ row }: Holder, union: RowUnion, cell: Cell): string {
  if (!row) return cell.model ? keyOfReach(findReachInUnion(union, cell)) : 'no-records';
  const found = findReach(row, cell);
  return found.kind === 'reach' ? keyOfReach(found.reach) : found.kind;
}

/** Returns the verdicts on a cell; undefined if there is nobody whose they could be. */
export function findTrail({ matrix, row, user, union, cell }: CellState): Trail | undefined {
  if (!cell) return undefined;
  if (row) return matrix.trailOf(row, cell);
  return user && union ? findUserTrail(matrix, union.tenant, user, cell) : undefined;
}

/** Lists the portfolios by which a cell reaches records, sorted; empty if no portfolio limits it. */
export function listPortfolios({ row, union, cell }: CellState): readonly string[] {
  if (!cell) return [];
  if (row) return listReachLabels(row, cell);
  return union ? listUserPortfolios(listBringers(union, cell), cell) : [];
}

/** Lists the same portfolios by the names that they had in the revision; undefined if those are the names asked for. */
export function listPortfoliosThen(state: CellState): readonly string[] | undefined {
  const { portfoliosThen } = state.revision;
  if (!portfoliosThen) return undefined;
  const now = listPortfolios(state);
  const nameThen = (label: string) =>
    label
      .split(' & ')
      .map((name) => portfoliosThen.get(name) ?? name)
      .join(' & ');
  const then = now.map(nameThen);
  return then.every((label, at) => label === now[at]) ? undefined : then;
}
