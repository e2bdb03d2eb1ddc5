import { type Bits, has, intersection, isSubset, remove, union } from '../../model/bits.ts';
import type { Cell } from '../../model/catalog.ts';
import { listPackages } from '../../model/ceiling.ts';
import { placeIn } from '../../model/document.ts';
import { findEffective } from '../../model/find-effective.ts';
import { listClosedCells } from '../../model/generations.ts';
import { readSaying } from '../../model/layer.ts';
import type { Matrix, Row } from '../../model/matrix.ts';
import type { Policy } from '../../model/policy.ts';
import { heldAfter, type Piece, valueAfter } from './pieces.ts';

/**
 * Returns the edits without those that a cell needs no longer once the others are made: one edit may bring along what
 * another is for.
 */
export function dropNeedless(
  { policy }: Pick<Matrix, 'policy'>,
  row: Row,
  cell: Cell,
  pieces: readonly Piece[],
): readonly Piece[] {
  let needed = pieces;
  for (let isDone = false; !isDone; ) {
    const needless = needed.findLast((piece) =>
      wouldAllow(
        policy,
        row,
        cell,
        needed.filter((one) => one !== piece),
      ),
    );
    if (needless) needed = needed.filter((piece) => piece !== needless);
    else isDone = true;
  }
  return needed;
}

/** Returns true if a cell of a row would be effective, and nothing mistaken, after edits of layers, packages, generations and the role's cap. */
export function wouldAllow(
  policy: Policy,
  { role, tenant, effective }: Row,
  cell: Cell,
  pieces: readonly Piece[],
): boolean {
  const { catalog, ceiling, customRoles } = tenant;
  const held = (layer: Parameters<typeof heldAfter>[0]) => heldAfter(layer, catalog.cells, pieces);
  if (!isMonotone(policy, pieces)) return false;
  const clone = pieces.flatMap(({ change }) => (change.kind === 'clone' ? [change] : []))[0];
  const { userType, seats } = clone ?? role;
  const packages = packagesAfter(tenant, pieces);
  if (seats.some((seat) => seat.package !== undefined && !packages.has(seat.package))) return false;
  const cap = seats.reduce((all, { layer }) => union(all, held(layer)), held(userType.layer));
  const own = held(role.layer);
  if (namesMore(valueAfter(role.layer.at, pieces), catalog.cells, cap)) return false;
  let inside = intersection(own, intersection(cap, held(ceiling)));
  if (role.tenant !== undefined && customRoles) inside = intersection(inside, held(customRoles));
  const lacking = [...listPackages(catalog)].flatMap(([name, cells]) => (packages.has(name) ? [] : cells));
  const closed = listClosedCells(catalog, generationsAfter(tenant, pieces));
  for (const { index } of [...lacking, ...closed]) remove(inside, index);
  // A move to another generation also takes away what requires the cells that it closes.
  const isKept = !closed.some(({ index }) => has(effective, index));
  return has(findEffective(catalog, inside, isKept ? effective : undefined), cell.index);
}

function packagesAfter({ at, packages }: Row['tenant'], pieces: readonly Piece[]): ReadonlySet<unknown> {
  const written = valueAfter(placeIn(at.document, ['packages']), pieces);
  return Array.isArray(written) ? new Set(written) : packages;
}

function generationsAfter(
  { at, generations }: Row['tenant'],
  pieces: readonly Piece[],
): Row['tenant']['generations'] {
  return new Map(
    [...generations].map(([name, chosen]) => {
      const written = valueAfter(placeIn(at.document, ['generations', name]), pieces);
      if (typeof written === 'string') return [name, { ...chosen, names: [written] }];
      const names = (written as { readonly names?: readonly string[] } | undefined)?.names;
      return [name, names ? { ...chosen, names } : chosen];
    }),
  );
}

/** Returns true if what a role names after edits is more than its cap holds. */
const namesMore = (grants: unknown, cells: readonly Cell[], cap: Bits): boolean =>
  grants !== undefined &&
  cells.some((cell) => !has(cap, cell.index) && readSaying(grants, cell).how === 'named');

/** Returns true if each user type holds all that those of a lower rank and the same audience do. */
function isMonotone({ catalog, userTypes }: Policy, pieces: readonly Piece[]): boolean {
  const held = userTypes.map(({ layer }) => heldAfter(layer, catalog.cells, pieces));
  return userTypes.every((lower, at) =>
    userTypes.every(
      ({ audience, rank }, above) =>
        lower.audience !== audience ||
        lower.rank >= rank ||
        isSubset(held[at] ?? lower.layer.held, held[above] ?? lower.layer.held),
    ),
  );
}
