import { add, type Bits, has, intersection } from '../../model/bits.ts';
import type { Cell } from '../../model/catalog.ts';
import { type Place, placeIn, valueIn } from '../../model/document.ts';
import { findClosingChoice, listGenerationsWith } from '../../model/generations.ts';
import { readSaying } from '../../model/layer.ts';
import type { LayerName, Matrix, Row } from '../../model/matrix.ts';
import type { Layer, Role, Tenant, UserType } from '../../model/policy.ts';
import {
  describeCeiling,
  describeClone,
  describeCustomRoles,
  describeGeneration,
  describeGrant,
  describePackages,
  describePrerequisite,
  describePurchase,
  describeUserType,
} from './describe-edits.ts';
import { dropNeedless, wouldAllow } from './drop-needless.ts';
import { editPortfolios } from './edit-portfolios.ts';
import { type CapChoice, findCap } from './find-cap.ts';
import { findNeeds } from './find-needs.ts';
import type { Piece, Unlock } from './pieces.ts';
import { raiseLayer, writeValueAt } from './raise-layer.ts';

/**
 * Returns the smallest edits after which a denied cell of a row would be effective, in the order to make them; none if it
 * is effective. All of them together are needed.
 */
export function unlock(matrix: Matrix, row: Row, deniedCell: Cell): readonly Unlock[] {
  if (has(row.effective, deniedCell.index)) return [];
  const { caps } = row.tenant;
  const needs = findNeeds(matrix, row, deniedCell);
  const refusedBy = (layer: LayerName) =>
    needs.filter(({ refused }) => refused.some((one) => one === layer)).map(({ cell }) => cell);
  const { role } = row;
  const above = refusedBy('userType');
  const isHeld = (cell: Cell) =>
    [...caps.userTypes, ...caps.seats].some(({ layer }) => has(layer.held, cell.index));
  const holder = above.some(isHeld) ? findCap(row, findWantedCap(role, above.filter(isHeld))) : undefined;
  const held = holder ? above.filter(isHeld) : [];
  const mayName = (cell: Cell) => has(role.cap, cell.index) || above.includes(cell);
  const editAll = (isBeside: boolean): readonly Piece[] => [
    ...(holder ? editClone(row, held, holder, withheldPackages(row.tenant, refusedBy('tenant'))) : []),
    ...editLayer(
      role.layer,
      refusedBy('role'),
      { mayName, exactly: false, isShared: role.tenant === undefined },
      'role',
      (words) => describeGrant(row, holder, words),
    ),
    ...editUserTypes(
      row.tenant,
      holder?.userType ?? role.userType,
      above.filter((cell) => !held.includes(cell)),
    ),
    ...editTenant(row, refusedBy('tenant'), holder, isBeside ? [] : needs.map(({ cell }) => cell)),
  ];
  const wouldBeEffective = (pieces: readonly Piece[]) => wouldAllow(matrix.policy, row, deniedCell, pieces);
  const moved = editAll(false);
  // A move may close cells that are effective now and needed too.
  const beside = wouldBeEffective(moved) ? moved : editAll(true);
  const pieces = wouldBeEffective(beside) ? beside : moved;
  const needed = dropNeedless(matrix, row, deniedCell, pieces);
  const unlocks = [...needed, ...editPortfolios(matrix.policy, row, needed)].map((piece): Unlock => {
    const { cells, layer, at, edit, change } = piece;
    const isForAsked = cells.includes(deniedCell);
    const permissions = cells.map(({ permission }) => permission);
    return isForAsked
      ? { layer, at, edit, change }
      : { layer: 'requires', at, edit: describePrerequisite(permissions, edit), change };
  });
  return unlocks.toSorted((a, b) => turnOf(a) - turnOf(b));
}

/** Returns the turn of an edit: a clone comes first, since others are edits of it; edits for prerequisites come last. */
const turnOf = ({ layer, change }: Unlock): number =>
  change.kind === 'clone' ? 0 : layer === 'requires' ? 2 : 1;

const anything = { mayName: () => true, exactly: false };

/** Returns the cells that another cap must hold: all that the role holds with its own, and those it lacks. */
function findWantedCap(role: Role, more: readonly Cell[]): Bits {
  const wanted = intersection(role.layer.held, role.cap);
  for (const { index } of more) add(wanted, index);
  return wanted;
}

function editLayer(
  { at }: Layer,
  cells: readonly Cell[],
  options: Parameters<typeof raiseLayer>[2],
  layer: LayerName,
  words: (words: { readonly root: Place; readonly change: ReturnType<typeof raiseLayer>[number] }) => string,
): readonly Piece[] {
  return raiseLayer(valueIn(at), cells, options).map((change) => {
    const place = placeIn(at.document, [...at.path, ...change.path]);
    return {
      layer,
      at: place,
      edit: words({ root: at, change }),
      change: { kind: 'write', at: place, value: change.after },
      cells: change.cells,
    };
  });
}

/**
 * Returns the edits that let a tenant's roles hold cells: of its ceiling, and for its own roles of the settings. One generation takes
 * the place of those that the tenant has if it has all the cells that are needed.
 */
function editTenant(
  { role, tenant }: Row,
  cells: readonly Cell[],
  holder: CapChoice | undefined,
  needed: readonly Cell[],
): readonly Piece[] {
  const { ceiling, customRoles } = tenant;
  const lackingIn = ({ held }: Layer) => cells.filter(({ index }) => !has(held, index));
  const ofCeiling = editLayer(ceiling, lackingIn(ceiling), anything, 'tenant', (words) =>
    describeCeiling(tenant, words),
  );
  // Packages that seats need are bought together with these.
  const packages = holder && holder.packages.length > 0 ? [] : editPackages(tenant, cells);
  const bought = [...editGenerations(tenant, cells, needed), ...packages];
  if (role.tenant === undefined || !customRoles) return [...bought, ...ofCeiling];
  const ofSettings = editLayer(
    customRoles,
    lackingIn(customRoles),
    { ...anything, isShared: true },
    'tenant',
    describeCustomRoles,
  );
  return [...bought, ...ofCeiling, ...ofSettings];
}

/**
 * Returns the edits by which a tenant has the generations that cells belong to, if it lacks any: one in place of those it has, or
 * beside them where no single one has all that is needed, or nobody says what is.
 */
function editGenerations(
  { name, at, generations, closed }: Tenant,
  cells: readonly Cell[],
  needed: readonly Cell[],
): readonly Piece[] {
  const lacking = cells.filter(({ index }) => closed && has(closed, index));
  return [...generations.values()].flatMap(({ of, names }): readonly Piece[] => {
    const own = lacking.filter((cell) => findClosingChoice(generations, cell)?.of === of);
    if (own.length === 0) return [];
    const subjects = needed.flatMap(({ model, subject }) =>
      model && listGenerationsWith(of, subject).length > 0 ? [subject] : [],
    );
    const single = of.all.findLast(
      ({ models }) => subjects.length > 0 && subjects.every((subject) => models.has(subject)),
    );
    const more = own.flatMap(({ subject }) => listGenerationsWith(of, subject).slice(-1));
    const value = single?.name ?? {
      names: of.all.flatMap((one) => (names.includes(one.name) || more.includes(one.name) ? one.name : [])),
      because: 'While it moves.',
    };
    const place = placeIn(at.document, ['generations', of.name]);
    const edit = describeGeneration(name, of.name, value);
    return [{ layer: 'tenant', at: place, edit, change: { kind: 'write', at: place, value }, cells: own }];
  });
}

/** Returns the edit that buys the packages which cells belong to, if the tenant lacks any. */
function editPackages(tenant: Tenant, cells: readonly Cell[]): readonly Piece[] {
  const { name, at, packages } = tenant;
  const wanted = withheldPackages(tenant, cells);
  if (wanted.length === 0) return [];
  const lacking = cells.filter((cell) => cell.package !== undefined && wanted.includes(cell.package));
  const place = placeIn(at.document, ['packages']);
  const bought = [...packages, ...wanted].sort();
  const edit = describePackages(name, wanted, bought);
  const change = { kind: 'write', at: place, value: bought } as const;
  return [{ layer: 'tenant', at: place, edit, change, cells: lacking }];
}

/** Returns the packages that cells belong to and a tenant lacks. */
const withheldPackages = (
  { packages }: Pick<Tenant, 'packages'>,
  cells: readonly Cell[],
): readonly string[] =>
  [...new Set(cells.flatMap((cell) => cell.package ?? []))].filter((name) => !packages.has(name)).sort();

function editClone(
  { role, tenant }: Row,
  cells: readonly Cell[],
  holder: CapChoice,
  otherPackages: readonly string[],
): readonly Piece[] {
  const { userType, seats, packages } = holder;
  const { document } = role.at;
  const isSeatsOnly = userType === role.userType && role.seats.length > 0;
  const clone: Piece = {
    layer: 'userType',
    at: placeIn(document, [isSeatsOnly ? 'seats' : 'userType']),
    edit: describeClone(role, holder, cells),
    change: { kind: 'clone', userType, seats },
    cells,
  };
  if (packages.length === 0) return [clone];
  const at = placeIn(tenant.at.document, ['packages']);
  const others = otherPackages.filter((name) => !packages.includes(name));
  const bought = [...tenant.packages, ...packages, ...others].sort();
  return [
    clone,
    {
      layer: 'userType',
      at,
      edit: describePurchase(tenant, holder, others, bought),
      change: { kind: 'write', at, value: bought },
      cells,
    },
  ];
}

/**
 * Returns the edits that give cells which no user type and no seat holds to a type and to every higher one of its audience.
 * With an action in a list a type holds the rights on properties too, so each higher type is given these as well: it may
 * hold no less.
 */
function editUserTypes(
  { caps, catalog }: Tenant,
  lowest: UserType,
  cells: readonly Cell[],
): readonly Piece[] {
  const pieces: Piece[] = [];
  let wanted = cells;
  for (const userType of caps.userTypes
    .filter(({ audience, rank }) => audience === lowest.audience && rank >= lowest.rank)
    .toReversed()) {
    const { layer } = userType;
    const lacking = wanted.filter(({ index }) => !has(layer.held, index));
    if (lacking.length === 0) continue;
    const options = { mayName: () => true, exactly: true, isShared: true };
    const edits = editLayer(layer, lacking, options, 'userType', (words) =>
      describeUserType(userType, lacking, words),
    );
    // An edit that only brings a piece along belongs to the piece that asked for it.
    const isAsked = (piece: Piece) => piece.cells.some((cell) => cells.includes(cell));
    pieces.push(...edits.map((piece) => (isAsked(piece) ? piece : { ...piece, cells })));
    const raised = edits.reduce(
      (value, { change }) =>
        change.kind === 'write'
          ? writeValueAt(value, change.at.path.slice(layer.at.path.length), change.value)
          : value,
      valueIn(layer.at),
    );
    wanted = [
      ...wanted,
      ...catalog.cells.filter(
        (cell) => !wanted.includes(cell) && !has(layer.held, cell.index) && readSaying(raised, cell).holds,
      ),
    ];
  }
  return pieces;
}
