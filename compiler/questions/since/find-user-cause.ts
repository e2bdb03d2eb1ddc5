import { impossible } from '../../diagnostics/impossible.ts';
import { has } from '../../model/bits.ts';
import type { Cell } from '../../model/catalog.ts';
import type { Cause } from '../../model/change.ts';
import { type Place, placeIn, valueIn } from '../../model/document.ts';
import { findHeldInRow } from '../../model/mask.ts';
import type { Row } from '../../model/matrix.ts';
import type { User } from '../../model/policy.ts';
import { keyOfReach } from '../../model/record-reach.ts';
import { findReachThroughRow, listBringers, type RowUnion } from '../../model/row-union.ts';
import { findDeclaration } from '../diff/find-declaration.ts';
import { openView, type View } from '../diff/open-view.ts';
import { prepareCauseSearch } from '../diff/prepare-cause-search.ts';
import { prepareMoveSearch } from '../diff/prepare-move-search.ts';
import { findPresenceCause, placeCause, type TransitionCause, type TransitionKind } from './find-cause.ts';
import type { CellState } from './read-cell.ts';

/** A cause of what changes for a user; without one it is what the document of the users says of them. */
interface FoundUserCause {
  readonly cause?: Cause;
  readonly isElsewhere: boolean;
}

/** One of two neighbouring revisions. */
interface UserSide {
  readonly state: CellState;
  readonly view: View;
}

const ofUsers: FoundUserCause = { isElsewhere: false };

/** Finds the cause of a transition for a user: a role that was given or taken, or a line that changed one of their roles. */
export function findUserCause(
  kind: TransitionKind,
  older: CellState,
  newer: CellState,
  permission: string,
): { readonly because: TransitionCause; readonly isElsewhere: boolean } {
  const before: UserSide = { state: older, view: openView(older.matrix, 'base') };
  const after: UserSide = { state: newer, view: openView(newer.matrix, 'head') };
  const { cause, isElsewhere } = find();
  const because = cause ? placeCause(cause, older, newer) : placeInUsers(older, newer);
  return { because, isElsewhere };

  function find(): FoundUserCause {
    const isMissing = (state: CellState) => state.missing !== undefined && state.missing !== 'permission';
    switch (kind) {
      case 'gained':
        return isMissing(older) ? findPresence('head', newer, older) : findGain(before, after, permission);
      case 'lost':
        return isMissing(newer) ? findPresence('base', older, newer) : findGain(after, before, permission);
      case 'widened':
      case 'shifted':
        return findMove(before, after);
      case 'narrowed':
        return findMove(after, before);
      case 'appeared':
        return findPresence('head', newer, older);
      case 'disappeared':
        return findPresence('base', older, newer);
    }
  }
}

const findPresence = (side: 'base' | 'head', there: CellState, other: CellState): FoundUserCause =>
  other.missing === 'user' ? ofUsers : { cause: findPresenceCause(side, there, other), isElsewhere: false };

/** Finds what lets a user hold a permission on the side `to`, which they do not on the side `from`. */
function findGain(
  from: UserSide,
  to: UserSide,
  permission: string,
  walked: ReadonlySet<string> = new Set(),
): FoundUserCause {
  const [had, holds] = [from.state.union, to.state.union];
  const cell = holds?.tenant.catalog.cellOf.get(permission);
  if (!had || !holds || !cell) return ofUsers;
  for (const row of listBringers(holds, cell)) {
    const before = findSameRow(had, row);
    if (!before) continue;
    const was = had.tenant.catalog.cellOf.get(permission);
    if (was?.kind === cell.kind && isHeld(before, was))
      return findMissingPart(from, to, { ...before, effective: had.effective }, was, walked);
    return findRowCause(from, to, row, permission);
  }
  return ofUsers;
}

const findRowCause = (from: UserSide, to: UserSide, row: Row, permission: string): FoundUserCause =>
  prepareCauseSearch(from.view, to.view)(row, permission);

const findSameRow = ({ rows }: RowUnion, { role }: Row): Row | undefined =>
  rows.find((row) => row.role.name === role.name);

/** Tells whether a role holds a cell inside its ceilings; no role holds a capability, which follows from what it requires. */
const isHeld = (row: Row, cell: Cell): boolean =>
  cell.kind === 'capability' || has(findHeldInRow(row), cell.index);

/** Finds what brought the first prerequisite that was missing, or the line that no longer asks for it. */
function findMissingPart(
  from: UserSide,
  to: UserSide,
  before: Row,
  was: Cell,
  walked: ReadonlySet<string>,
): FoundUserCause {
  const { union } = to.state;
  const catalog = union?.tenant.catalog;
  const seen = new Set([...walked, was.permission]);
  for (const { oneOf } of from.state.matrix.missingOf(before, was)) {
    const met = oneOf.flatMap(({ permission }) => catalog?.cellOf.get(permission) ?? []);
    for (const { permission, index } of met) {
      if (seen.has(permission) || !union || !has(union.effective, index)) continue;
      const { cause, isElsewhere } = findGain(from, to, permission, seen);
      return cause
        ? { cause: { ...cause, layer: 'requires', through: [permission, ...cause.through] }, isElsewhere }
        : ofUsers;
    }
  }
  const place = findDeclaration(was, before.tenant.catalog).at;
  return {
    cause: { layer: 'requires', at: { side: from.view.side, place }, through: [] },
    isElsewhere: true,
  };
}

/** Finds what lets a user reach records on the side `to` which they do not on the side `from`. */
function findMove(from: UserSide, to: UserSide): FoundUserCause {
  const [had, holds] = [from.state.union, to.state.union];
  const [was, cell] = [from.state.cell, to.state.cell];
  if (!had || !holds || !was || !cell) return impossible('a move of a cell that is not there');
  const [before, after] = [listBringers(had, was), listBringers(holds, cell)];
  const isGiven =
    after.some((row) => !findSameRow(had, row)) || before.some((row) => !findSameRow(holds, row));
  if (isGiven) return ofUsers;
  for (const row of after) {
    const earlier = before.find(({ role }) => role.name === row.role.name);
    if (!earlier) return findRowCause(from, to, row, cell.permission);
    if (
      keyOfReach(findReachThroughRow(had, earlier, was)) !== keyOfReach(findReachThroughRow(holds, row, cell))
    )
      return { cause: prepareMoveSearch(from.view, to.view)(earlier, row, was, cell), isElsewhere: false };
  }
  const lost = before.find((row) => !after.some(({ role }) => role.name === row.role.name));
  if (lost) return findRowCause(to, from, lost, was.permission);
  const [earlier] = before;
  const row = earlier && findSameRow(holds, earlier);
  return earlier && row
    ? { cause: prepareMoveSearch(from.view, to.view)(earlier, row, was, cell), isElsewhere: false }
    : ofUsers;
}

/** Places a cause in what the document of the users says: of the newer revision, or of the older if the user is gone. */
function placeInUsers(older: CellState, newer: CellState): TransitionCause {
  const { user, revision } = newer.user ? newer : older;
  if (!user) return impossible('a transition without a user');
  const isSwitched = older.user && newer.user && older.user.active !== newer.user.active;
  const isNew = !older.user || !newer.user;
  const at = isNew ? user.at : locateInUser(user, isSwitched ? 'active' : 'roles');
  return { layer: 'users', at, ...(revision.commit && { commit: revision.commit }), through: [] };
}

/** Locates a field of a user, or the user where it is not written. */
function locateInUser({ at }: User, field: string): Place {
  const entry = at.path.at(-1) === 'id' ? at.path.slice(0, -1) : at.path;
  const place = placeIn(at.document, [...entry, field]);
  return valueIn(place) === undefined ? at : place;
}
