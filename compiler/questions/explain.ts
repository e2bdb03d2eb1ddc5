import { emptyBits, has } from '../model/bits.ts';
import { type Cell, listNotes, listWhere, requiredActionOf } from '../model/catalog.ts';
import { type Place, placeIn } from '../model/document.ts';
import { explainNotAssignable } from '../model/explain-not-assignable.ts';
import { findRefusingLayer, layerNames, type Matrix, type Row, type Trail } from '../model/matrix.ts';
import type { Role, Tenant, User } from '../model/policy.ts';
import { joinRows, joinUserRoles, listBringers, type RowUnion } from '../model/row-union.ts';
import { listFirst } from '../text/list.ts';
import { quoteArgument } from '../text/quote-argument.ts';
import { listUserPortfolios } from './combine-roles.ts';
import { type CellReach, findReachByRow, listReachLabels } from './find-reach.ts';
import type { Unlock } from './unlock/pieces.ts';
import { unlock } from './unlock/unlock.ts';

/** The reasons why a role or a user may do something or may not. */
export interface Explanation {
  readonly tenant: Tenant;
  /** The role whose trail this is; absent for a user who holds no role. */
  readonly role?: Role;
  readonly user?: User;
  readonly trail: Trail;
  /** The names of the portfolios of the role, or of all roles that bring it to the user. */
  readonly portfolio: readonly string[];
  /** The records it reaches, for each role that gives it, or else for the role of the trail. */
  readonly reaches: readonly { readonly role: Role; readonly limit: CellReach }[];
  /** The notes of the catalog on the permission. */
  readonly notes: readonly string[];
  /** The places in the product where it is met. */
  readonly where: readonly string[];
  /** The edits that would allow it; empty if it is allowed. */
  readonly unlock: readonly Unlock[];
}

/** Explains one cell of one row. */
export function explainRole(matrix: Matrix, row: Row, cell: Cell): Explanation {
  return explainRows(matrix, joinRows(matrix, row.tenant, [row]), row, cell);
}

/**
 * Explains a cell for a user, who may do it if one of their roles brings it and they have what it requires by whichever. The
 * trail is that of the first role that brings it, in the order in which the user lists them, or else that of the role that
 * passes the most layers; prerequisites are asked of all of them together.
 */
export function explainUser(matrix: Matrix, tenant: Tenant, user: User, cell: Cell): Explanation {
  const union = joinUserRoles(matrix, tenant, user);
  const [first] = listBringers(union, cell);
  const shown = first ?? findFurthest(union, cell);
  if (!shown) return explainWithoutRole(matrix, tenant, user, cell);
  const { unlock: edits, ...explanation } = explainRows(matrix, union, shown, cell);
  const trail = nameOtherRoles(explanation.trail, union, shown);
  return { ...explanation, trail, user, unlock: edits.map((edit) => addNeedsOf(user, edit)) };
}

/** Returns the trail of a user alone, as `explainUser` has it. */
export function findUserTrail(matrix: Matrix, tenant: Tenant, user: User, cell: Cell): Trail {
  const union = joinUserRoles(matrix, tenant, user);
  const shown = listBringers(union, cell)[0] ?? findFurthest(union, cell);
  if (!shown) return findTrailWithoutRole(matrix, tenant, user, cell);
  return nameOtherRoles(matrix.trailOf(withOthers(shown, union), cell), union, shown);
}

/** Returns a row as it is where its role comes with others: they may bring what the role lacks of prerequisites. */
const withOthers = (row: Row, { effective }: RowUnion): Row => ({ ...row, effective });

/** Lists what a cell requires, of the catalog and, of a property, its action; an export shows what is viewed. */
function listNeeded(cell: Cell): readonly Cell[] {
  const gate = requiredActionOf(cell);
  return [...cell.requires.flatMap(({ oneOf }) => oneOf), ...(gate ? [gate] : [])];
}

/** Adds to a trail which prerequisites come by other roles of the user than the one whose trail it is. */
function nameOtherRoles(trail: Trail, union: RowUnion, shown: Row): Trail {
  const needed = trail.effective ? listNeeded(trail.cell) : [];
  const others = needed.flatMap((one) => {
    const bringing = listBringers(union, one);
    const [row] = bringing;
    return row && !bringing.includes(shown)
      ? [`\`${one.permission}\` comes by role \`${row.role.name}\``]
      : [];
  });
  if (others.length === 0) return trail;
  return {
    ...trail,
    verdicts: trail.verdicts.map((verdict) =>
      verdict.layer === 'requires'
        ? { ...verdict, because: `${verdict.because}; ${listFirst(others, 3)}` }
        : verdict,
    ),
  };
}

function explainRows(matrix: Matrix, union: RowUnion, row: Row, cell: Cell): Explanation {
  const bringing = listBringers(union, cell);
  const rows = bringing.length > 0 ? bringing : [row];
  const together = withOthers(row, union);
  return {
    tenant: row.tenant,
    role: row.role,
    trail: matrix.trailOf(together, cell),
    portfolio: rows.length === 1 ? listReachLabels(row, cell) : listUserPortfolios(rows, cell),
    reaches: rows.map((one) => ({ role: one.role, limit: findReachByRow(union, one, cell) })),
    notes: listNotes(row.tenant.catalog, cell),
    where: listWhere(row.tenant.catalog, cell),
    unlock: unlock(matrix, together, cell),
  };
}

/** Returns the row whose first refusal comes last; the first of several. */
function findFurthest(union: RowUnion, cell: Cell): Row | undefined {
  const reached = (row: Row) =>
    layerNames.indexOf(findRefusingLayer(withOthers(row, union), cell) ?? 'requires');
  return union.rows.toSorted((a, b) => reached(b) - reached(a))[0];
}

/** Adds to the edit of a clone what the user would need to be given it, if their own type and seats do not do. */
function addNeedsOf(user: User, edit: Unlock): Unlock {
  if (edit.change.kind !== 'clone') return edit;
  const reason = explainNotAssignable(user, edit.change);
  return reason === undefined
    ? edit
    : { ...edit, edit: `${edit.edit}; to be given to \`${user.id}\`, ${reason}` };
}

/** Returns the trail of a user without a role: that of a role which grants nothing. */
function findTrailWithoutRole(matrix: Matrix, tenant: Tenant, user: User, cell: Cell): Trail {
  const row = makeEmptyRow(tenant, user);
  const { verdicts, missing } = matrix.trailOf(row, cell);
  const because = `user \`${user.id}\` holds no role`;
  const [, ...others] = verdicts;
  return {
    cell,
    verdicts: [{ layer: 'role', holds: false, at: user.at, because }, ...others],
    effective: false,
    decidingLayer: 'role',
    missing,
  };
}

/** Explains a cell for a user without a role. */
function explainWithoutRole(matrix: Matrix, tenant: Tenant, user: User, cell: Cell): Explanation {
  return {
    tenant,
    user,
    trail: findTrailWithoutRole(matrix, tenant, user, cell),
    portfolio: [],
    reaches: [],
    notes: listNotes(tenant.catalog, cell),
    where: listWhere(tenant.catalog, cell),
    unlock: chooseRole(matrix, tenant, user, cell),
  };
}

function makeEmptyRow(tenant: Tenant, user: User): Row {
  const none = emptyBits(tenant.catalog.cells.length);
  const at = rolesOf(user);
  const { userType, seats, cap } = user;
  const portfolio = { at, entries: new Map() };
  const layer = { ...tenant.ceiling, held: none, own: none, named: none, at };
  return { tenant, role: { name: user.id, at, userType, seats, portfolio, layer, cap }, effective: none };
}

const rolesOf = ({ at }: User): Place =>
  placeIn(at.document, at.path.at(-1) === 'id' ? [...at.path.slice(0, -1), 'roles'] : [...at.path, 'roles']);

/** Chooses the role to give to a user who has none: one that has the cell, or else the one with the fewest edits. */
function chooseRole(matrix: Matrix, tenant: Tenant, user: User, cell: Cell): readonly Unlock[] {
  const at = rolesOf(user);
  const possible = matrix.rows
    .filter((row) => row.tenant === tenant && explainNotAssignable(user, row.role) === undefined)
    .map((row) => ({ row, edits: has(row.effective, cell.index) ? [] : unlock(matrix, row, cell) }))
    .sort((a, b) => a.edits.length - b.edits.length);
  const [best] = possible;
  if (!best)
    return [
      {
        layer: 'role',
        at,
        edit: `no role of tenant \`${tenant.name}\` can be given to \`${user.id}\`; \`plafond assign ${quoteArgument(user.id)} --tenant ${quoteArgument(tenant.name)}\` says why`,
        change: { kind: 'none' },
      },
    ];
  const { name } = best.row.role;
  const which = best.edits.length === 0 ? `, which has it` : '';
  const edit = `give user \`${user.id}\` role \`${name}\`${which}: \`roles: [${name}]\``;
  return [{ layer: 'role', at, edit, change: { kind: 'assign', role: best.row.role } }, ...best.edits];
}
