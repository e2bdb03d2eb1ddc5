import { add, type Bits, has, intersection } from '../../model/bits.ts';
import type { Cell } from '../../model/catalog.ts';
import { type Place, placeIn, valueIn } from '../../model/document.ts';
import type { LayerName, Matrix, Row } from '../../model/matrix.ts';
import type { Layer, Policy, Role, Seat, UserType } from '../../model/policy.ts';
import { type Holder, holderOf } from './holder.ts';
import { needsOf } from './needs.ts';
import { raise } from './raise.ts';
import { additionWords, buyWords, ceilingWords, cloneWords, grantWords, userTypeWords } from './words.ts';

/** One edit towards allowing a cell. */
export interface Unlock {
  /** The refusal it lifts: `requires` where it is for something that the cell requires. */
  readonly layer: LayerName;
  /** Where the edit is made. */
  readonly at: Place;
  /** A sentence that a person can act on, with the YAML to write. */
  readonly edit: string;
  readonly change: Change;
}

/** What an edit does, for machines: a value is written at a place, or a role is cloned with another cap. */
export type Change =
  | { readonly kind: 'write'; readonly at: Place; readonly value: unknown }
  | { readonly kind: 'clone'; readonly userType: UserType; readonly seats: readonly Seat[] }
  | { readonly kind: 'assign'; readonly role: Role }
  | { readonly kind: 'none' };

/**
 * The smallest edits after which a cell of a row that is denied would be effective, in the order to make them.
 * All of them together are needed. Nothing for a cell that is effective.
 */
export function unlock(matrix: Matrix, row: Row, asked: Cell): readonly Unlock[] {
  if (has(row.effective, asked.index)) return [];
  const { policy } = matrix;
  const needs = needsOf(matrix, row, asked);
  const refusedBy = (layer: LayerName) =>
    needs.filter(({ refused }) => refused.some((one) => one === layer)).map(({ cell }) => cell);
  const { role, tenant } = row;
  const above = refusedBy('userType');
  const isHeld = (cell: Cell) =>
    [...policy.userTypes, ...policy.seats].some(({ layer }) => has(layer.held, cell.index));
  const holder = above.some(isHeld)
    ? holderOf(policy, row, capWanted(role, above.filter(isHeld)))
    : undefined;
  const held = holder ? above.filter(isHeld) : [];
  const mayName = (cell: Cell) => has(role.cap, cell.index) || above.includes(cell);
  const unlocks = [
    ...(holder ? cloned(row, held, holder) : []),
    ...raised(role.layer, refusedBy('role'), { mayName, exactly: false }, 'role', (words) =>
      grantWords(row, holder, words),
    ),
    ...raisedTypes(
      policy,
      holder?.userType ?? role.userType,
      above.filter((cell) => !held.includes(cell)),
    ),
    ...raised(tenant.ceiling, refusedBy('tenant'), anything, 'tenant', (words) =>
      ceilingWords(tenant, words),
    ),
  ].map(({ cells, layer, at, edit, change }): Unlock => {
    const isForAsked = cells.includes(asked);
    const needed = cells.map(({ permission }) => permission);
    return isForAsked
      ? { layer, at, edit, change }
      : { layer: 'requires', at, edit: additionWords(needed, edit), change };
  });
  return unlocks.toSorted((a, b) => turnOf(a) - turnOf(b));
}

/** A clone is made first, since others are edits of it; what is for prerequisites comes last. */
const turnOf = ({ layer, change }: Unlock): number =>
  change.kind === 'clone' ? 0 : layer === 'requires' ? 2 : 1;

interface Piece extends Unlock {
  readonly cells: readonly Cell[];
}

const anything = { mayName: () => true, exactly: false };

/** What a role must still hold with another cap: all that it holds with its own, and what it lacks. */
function capWanted(role: Role, more: readonly Cell[]): Bits {
  const wanted = intersection(role.layer.held, role.cap);
  for (const { index } of more) add(wanted, index);
  return wanted;
}

function raised(
  { at }: Layer,
  cells: readonly Cell[],
  options: Parameters<typeof raise>[2],
  layer: LayerName,
  words: (words: { readonly root: Place; readonly change: ReturnType<typeof raise>[number] }) => string,
): readonly Piece[] {
  return raise(valueIn(at), cells, options).map((change) => {
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

function cloned({ role, tenant }: Row, cells: readonly Cell[], holder: Holder): readonly Piece[] {
  const { userType, seats, packages } = holder;
  const { document } = role.at;
  const isSeatsOnly = userType === role.userType && role.seats.length > 0;
  const clone: Piece = {
    layer: 'userType',
    at: placeIn(document, [isSeatsOnly ? 'seats' : 'userType']),
    edit: cloneWords(role, holder, cells),
    change: { kind: 'clone', userType, seats },
    cells,
  };
  if (packages.length === 0) return [clone];
  const at = placeIn(tenant.at.document, ['packages']);
  const bought = [...tenant.packages, ...packages].sort();
  return [
    clone,
    {
      layer: 'userType',
      at,
      edit: buyWords(tenant, holder, bought),
      change: { kind: 'write', at, value: bought },
      cells,
    },
  ];
}

/** What no user type and no seat holds must be allowed to the type and to every higher one. */
function raisedTypes(policy: Policy, lowest: UserType, cells: readonly Cell[]): readonly Piece[] {
  return policy.userTypes
    .filter(({ rank }) => rank >= lowest.rank)
    .toReversed()
    .flatMap((userType) => {
      const lacking = cells.filter(({ index }) => !has(userType.layer.held, index));
      const options = { mayName: () => true, exactly: true };
      return raised(userType.layer, lacking, options, 'userType', (words) =>
        userTypeWords(userType, lacking, words),
      );
    });
}
