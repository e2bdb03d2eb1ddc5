import { impossible } from '../../diagnostics/impossible.ts';
import type { Catalog } from '../../model/catalog.ts';
import type { Cause, CauseLayer, ChangeKind } from '../../model/change.ts';
import { type Place, placeIn } from '../../model/document.ts';
import type { Matrix } from '../../model/matrix.ts';
import type { Side } from '../../model/pair.ts';
import { findReachInUnion } from '../../model/row-union.ts';
import type { Commit } from '../../text/commit.ts';
import type { ReachRelation } from '../diff/compare-reaches.ts';
import { prepareTenantComparison } from '../diff/compare-tenants.ts';
import { findDeclaration } from '../diff/find-declaration.ts';
import { groupAlikeCells } from '../diff/group-alike-cells.ts';
import { openView } from '../diff/open-view.ts';
import { prepareCauseSearch } from '../diff/prepare-cause-search.ts';
import { prepareMoveSearch } from '../diff/prepare-move-search.ts';
import type { CellState } from './read-cell.ts';

/** A kind of transition; a cell that is effective neither before nor after can only appear or disappear. */
export type TransitionKind = ChangeKind | 'appeared' | 'disappeared';

/** The line that caused a transition; in the layer `users` it says what a user has. */
export interface TransitionCause {
  readonly layer: CauseLayer | 'users';
  readonly at: Place;
  /** The commit that holds the line: the one before, if the line is gone. Absent for the work tree. */
  readonly commit?: Commit;
  /** The prerequisites through which the line works, the nearest first. */
  readonly through: readonly string[];
}

/** Finds the cause of a transition. `isElsewhere`: the role grants the cell before and after, so the line is elsewhere. */
export function findCause(
  kind: TransitionKind,
  older: CellState,
  newer: CellState,
  permission: string,
): { readonly because: TransitionCause; readonly isElsewhere: boolean } {
  const [base, head] = [openView(older.matrix, 'base'), openView(newer.matrix, 'head')];
  const makeResult = (cause: Cause, isElsewhere = false) => ({
    because: placeCause(cause, older, newer),
    isElsewhere,
  });
  switch (kind) {
    case 'gained': {
      const { cause, isElsewhere } = prepareCauseSearch(base, head)(newer.row ?? refuseNobody(), permission);
      return makeResult(cause, isElsewhere);
    }
    case 'lost': {
      const { cause, isElsewhere } = prepareCauseSearch(head, base)(older.row ?? refuseNobody(), permission);
      return makeResult(cause, isElsewhere);
    }
    case 'widened':
    case 'shifted':
    case 'narrowed': {
      const [before, after] = [older.row ?? refuseNobody(), newer.row ?? refuseNobody()];
      const [was, is] = [older.cell ?? refuseNobody(), newer.cell ?? refuseNobody()];
      return makeResult(
        kind === 'narrowed'
          ? prepareMoveSearch(head, base)(after, before, is, was)
          : prepareMoveSearch(base, head)(before, after, was, is),
      );
    }
    case 'appeared':
      return makeResult(findPresenceCause('head', newer, older));
    case 'disappeared':
      return makeResult(findPresenceCause('base', older, newer));
  }
}

const refuseNobody = (): never => impossible('a transition without a row or a cell');

/** Returns how the records that a cell reaches differ before and after. */
export function relateReaches(older: CellState, newer: CellState, permission: string): ReachRelation {
  if (!older.union || !newer.union) return 'same';
  const { name } = newer.union.tenant;
  const [base, head] = [openView(older.matrix, 'base'), openView(newer.matrix, 'head')];
  const { joint, relationOf } = prepareTenantComparison(base, head)(name);
  const number = joint.cells.findIndex((cell) => cell.permission === permission);
  const alike = groupAlikeCells(joint).find(({ numbers }) => numbers.includes(number));
  if (!alike) return 'same';
  return relationOf(
    findReachInUnion(older.union, alike.base),
    findReachInUnion(newer.union, alike.head),
    alike.columns,
  );
}

/** Returns a cause with the line in the newer revision if that has one, or else in the older. */
export function placeCause(
  { layer, at, other, through }: Cause,
  older: CellState,
  newer: CellState,
): TransitionCause {
  const { side, place } = [at, other].find((one) => one?.side === 'head') ?? at;
  const { commit } = (side === 'head' ? newer : older).revision;
  return { layer, at: place, ...(commit && { commit }), through };
}

const catalogIn = ({ policy }: Matrix, tenant: string): Catalog =>
  (policy.tenants.find(({ name }) => name === tenant) ?? policy).catalog;

/** Returns the declaration of the tenant, role or permission that only one side has, as the cause. */
export function findPresenceCause(
  side: Side,
  { matrix, row, union, cell }: CellState,
  { missing, matrix: other }: CellState,
): Cause {
  const of = (layer: CauseLayer, place: Place): Cause => ({ layer, at: { side, place }, through: [] });
  const tenant = union?.tenant ?? matrix.policy.tenants[0];
  if (!tenant || !cell) return refuseNobody();
  if (missing === 'tenant') return of('tenant', tenant.at);
  if (missing === 'permission')
    return of('catalog', findDeclaration(cell, tenant.catalog, catalogIn(other, tenant.name)).at);
  const { role } = row ?? refuseNobody();
  const isKnown =
    role.tenant === undefined && other.policy.sharedRoles.some(({ name }) => name === role.name);
  return isKnown ? of('tenant', placeIn(tenant.at.document, ['packages'])) : of('role', role.at);
}
