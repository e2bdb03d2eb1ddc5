import { emptyBits, has } from '../model/bits.ts';
import type { Cell } from '../model/catalog.ts';
import { type Place, placeIn } from '../model/document.ts';
import { explainNotAssignable } from '../model/explain-not-assignable.ts';
import { decidedBy, layerNames, type Matrix, type Row, type Trail } from '../model/matrix.ts';
import type { Role, Tenant, User } from '../model/policy.ts';
import { listFirst } from '../text/list.ts';
import { type Limit, limitOf } from './limit.ts';
import { gives, portfoliosOf, rowsOf } from './matrix.ts';
import { type Unlock, unlock } from './unlock/unlock.ts';

/** Why a role, or a user, may do something or may not. */
export interface Explanation {
  readonly tenant: Tenant;
  /** The role whose trail this is; absent for a user who holds none. */
  readonly role?: Role;
  readonly user?: User;
  readonly trail: Trail;
  /** The names of the portfolios it holds for: of a user, those of all roles that give it. */
  readonly portfolio: readonly string[];
  /** Which records it reaches, by role: one for each role that gives it, or for the role of the trail. */
  readonly limits: readonly { readonly role: Role; readonly limit: Limit }[];
  /** What the catalog says to whoever asks. */
  readonly notes: readonly string[];
  /** What would allow it; empty where it is allowed. */
  readonly unlock: readonly Unlock[];
}

/** Explains one cell of one row. */
export function explainRole(matrix: Matrix, row: Row, cell: Cell): Explanation {
  return explained(matrix, row, cell, [row]);
}

/**
 * Explains a cell for a user, who may do it if one of their roles gives it. The trail is that of the first
 * such role, in the order in which the user lists them; else of the role that gets furthest.
 */
export function explainUser(matrix: Matrix, tenant: Tenant, user: User, cell: Cell): Explanation {
  const rows = rowsOf(matrix, tenant, user);
  const giving = rows.filter((row) => gives(matrix.policy.catalog, row, user, cell));
  const shown = giving[0] ?? furthest(rows, cell);
  if (!shown) return explainedWithoutRole(matrix, tenant, user, cell);
  const { unlock: edits, ...explanation } = explained(
    matrix,
    shown,
    cell,
    giving.length > 0 ? giving : [shown],
  );
  const trail = withOtherRoles(matrix, explanation.trail, rows, user);
  return { ...explanation, trail, user, unlock: edits.map((edit) => withNeedsOf(user, edit)) };
}

/**
 * A trail that says by which other role a user has what this one lacks: roles are joined only after each was closed
 * over its own prerequisites, so it does not help, and without a word the trail would deny what the user has.
 */
function withOtherRoles({ policy }: Matrix, trail: Trail, rows: readonly Row[], user: User): Trail {
  const had = trail.missing.flatMap(({ oneOf }) =>
    oneOf.flatMap((cell) => {
      const giving = rows.find((row) => gives(policy.catalog, row, user, cell));
      return giving ? [`\`${cell.permission}\` comes by role \`${giving.role.name}\``] : [];
    }),
  );
  if (had.length === 0) return trail;
  const also = `${listFirst(had, 3)}, and each role needs its own prerequisites`;
  return {
    ...trail,
    verdicts: trail.verdicts.map((verdict) =>
      verdict.layer === 'requires' ? { ...verdict, because: `${verdict.because}; ${also}` } : verdict,
    ),
  };
}

function explained(matrix: Matrix, row: Row, cell: Cell, rows: readonly Row[]): Explanation {
  return {
    tenant: row.tenant,
    role: row.role,
    trail: matrix.trailOf(row, cell),
    portfolio: rows.length === 1 ? row.role.portfolio.names : portfoliosOf(rows),
    limits: rows.map(({ role }) => ({ role, limit: limitOf(cell, role.portfolio) })),
    notes: notesOn(cell),
    unlock: unlock(matrix, row, cell),
  };
}

/** The row whose first refusal comes last; of equals the first. */
function furthest(rows: readonly Row[], cell: Cell): Row | undefined {
  const reached = (row: Row) => layerNames.indexOf(decidedBy(row, cell) ?? 'requires');
  return rows.toSorted((a, b) => reached(b) - reached(a))[0];
}

const notesOn = ({ model, action }: Cell): readonly string[] =>
  ['*', action].flatMap((key) => model?.notes.get(key) ?? []);

/** A clone that a user's own type and seats do not reach is of no use to them: says what they would need. */
function withNeedsOf(user: User, edit: Unlock): Unlock {
  if (edit.change.kind !== 'clone') return edit;
  const reason = explainNotAssignable(user, edit.change);
  return reason === undefined
    ? edit
    : { ...edit, edit: `${edit.edit}; to be given to \`${user.id}\`, ${reason}` };
}

/** A user without a role may do nothing: their trail is that of a role that grants nothing. */
function explainedWithoutRole(matrix: Matrix, tenant: Tenant, user: User, cell: Cell): Explanation {
  const row = rowWithoutGrants(matrix, tenant, user);
  const { verdicts, missing } = matrix.trailOf(row, cell);
  const because = `user \`${user.id}\` holds no role`;
  const [, ...others] = verdicts;
  const trail: Trail = {
    cell,
    verdicts: [{ layer: 'role', holds: false, at: user.at, because }, ...others],
    effective: false,
    findDecidingLayer: 'role',
    missing,
  };
  return {
    tenant,
    user,
    trail,
    portfolio: [],
    limits: [],
    notes: notesOn(cell),
    unlock: assigning(matrix, tenant, user, cell),
  };
}

function rowWithoutGrants({ policy }: Matrix, tenant: Tenant, user: User): Row {
  const none = emptyBits(policy.catalog.cells.length);
  const at = rolesOf(user);
  const { userType, seats, cap } = user;
  const portfolio = { at, names: [], reach: [] };
  const layer = { ...tenant.ceiling, held: none, named: none, at };
  return { tenant, role: { name: user.id, at, userType, seats, portfolio, layer, cap }, effective: none };
}

const rolesOf = ({ at }: User): Place =>
  placeIn(at.document, at.path.at(-1) === 'id' ? [...at.path.slice(0, -1), 'roles'] : [...at.path, 'roles']);

/** The role to give to a user who has none: one that has the cell, else the one that needs the fewest edits. */
function assigning(matrix: Matrix, tenant: Tenant, user: User, cell: Cell): readonly Unlock[] {
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
        edit: `no role of tenant \`${tenant.name}\` can be given to \`${user.id}\`; \`plafond assign ${user.id} --tenant ${tenant.name}\` says why`,
        change: { kind: 'none' },
      },
    ];
  const { name } = best.row.role;
  const which = best.edits.length === 0 ? `, which has it` : '';
  const edit = `give user \`${user.id}\` role \`${name}\`${which}: \`roles: [${name}]\``;
  return [{ layer: 'role', at, edit, change: { kind: 'assign', role: best.row.role } }, ...best.edits];
}
