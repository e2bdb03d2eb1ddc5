import { has } from '../../model/bits.ts';
import { type Cell, type Risk, risks } from '../../model/catalog.ts';
import { reachOf } from '../../model/cell-reach.ts';
import type { Matrix, Row } from '../../model/matrix.ts';
import type { User } from '../../model/policy.ts';
import { keyOfReach } from '../../model/record-reach.ts';
import { rowsOfUser } from '../../model/row-union.ts';
import { groupBy } from '../../text/group-by.ts';
import { byCodeUnit } from '../../text/order.ts';
import { listHeldCells } from '../combine-roles.ts';
import { type AssignedRole, listAssignedRoles } from '../evidence/assigned-roles.ts';
import { findManager } from './find-manager.ts';

/** A role of a person that their manager is to decide about. */
export interface ReviewItem extends AssignedRole {
  /** The manager by the column; empty where it names nobody. */
  readonly manager: string;
  /** The worst class of what the role permits; absent if it permits nothing. */
  readonly risk?: Risk;
  /** A text that is equal exactly while the person is what they were and their roles permit what they did. */
  readonly state: string;
}

/** Lists what there is to review, manager by manager; the column is one of the users' table or an attribute. */
export function listReviews(matrix: Matrix, column: string): readonly ReviewItem[] {
  const states = new Map<User, string>();
  const items = [...listAssignedRoles(matrix)].map((held): ReviewItem => {
    const { user, row } = held;
    const state = states.get(user) ?? describeState(matrix, held);
    states.set(user, state);
    const risk = risks.findLast((one) => listHeldCells(row).some((cell) => cell.risk === one));
    return { ...held, manager: findManager(user, column), state, ...(risk && { risk }) };
  });
  return [...groupBy(items, ({ manager }) => manager)]
    .sort(([a], [b]) => byCodeUnit(a, b))
    .flatMap(([, own]) => own);
}

const rowStates = new WeakMap<Row, string>();

function describeState(matrix: Matrix, { tenant, user }: AssignedRole): string {
  const { id, active, userType, seats } = user;
  const rows = rowsOfUser(matrix, tenant, user).map((row) => {
    const known = rowStates.get(row) ?? describeRow(row);
    rowStates.set(row, known);
    return known;
  });
  return JSON.stringify([tenant.name, id, active, userType.name, seats.map(({ name }) => name), rows]);
}

const describeRow = (row: Row): string =>
  JSON.stringify([
    row.role.name,
    ...listHeldCells(row).map((cell) => [cell.permission, cell.model ? keyOfReach(reachOf(row, cell)) : '']),
  ]);

/** Describes what a role permits in plain words: `create, view and export Company; view Invoice; use AdminAccess`. */
export function describeGifts(row: Row): string {
  const held = listHeldCells(row).filter(({ kind }) => kind !== 'property');
  const actionsOf = groupBy(held, ({ subject }) => subject);
  const subjects = [...actionsOf].map(([subject, cells]) => ({
    subject: cells[0].model?.title ?? subject,
    actions: inOrderOfCatalog(row, cells),
  }));
  return [...groupBy(subjects, ({ actions }) => actions)]
    .map(([actions, of]) => `${actions} ${of.map(({ subject }) => subject).join(', ')}`)
    .join('; ');
}

const inOrderOfCatalog = ({ tenant, effective }: Row, [first]: readonly [Cell, ...Cell[]]): string =>
  tenant.catalog.cells
    .filter(
      ({ kind, subject, index }) => kind !== 'property' && subject === first.subject && has(effective, index),
    )
    .map(({ action }) => action)
    .join(', ');
