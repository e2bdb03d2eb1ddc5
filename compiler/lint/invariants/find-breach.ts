import {
  add,
  addAll,
  type Bits,
  difference,
  emptyBits,
  has,
  intersection,
  intersects,
  isEmpty,
} from '../../model/bits.ts';
import type { Catalog } from '../../model/catalog.ts';
import type { Invariant } from '../../model/invariant.ts';
import type { Row } from '../../model/matrix.ts';

/** A row that falls short of an invariant, with the cells that show it: held, or for `must` lacking. */
export interface Breach {
  readonly row: Row;
  readonly cells: Bits;
}

/** Prepares the reading of one invariant: whether a row that it is checked for breaks it, and by which cells. */
export function findBreach(invariant: Invariant, catalog: Catalog): (row: Row) => Breach | undefined {
  const { patterns, demand, withinCap } = invariant;
  const listed = emptyBits(catalog.cells.length);
  for (const { cells } of patterns) addAll(listed, cells);
  const holdable = holdableIn(catalog);
  const found = (row: Row, cells: Bits): Breach | undefined => (isEmpty(cells) ? undefined : { row, cells });
  switch (demand) {
    case 'must':
      return (row) => {
        const demanded = withinCap ? intersection(listed, holdable(row.role.cap)) : listed;
        return found(row, difference(demanded, row.effective));
      };
    case 'mustNot':
      return (row) =>
        intersects(listed, row.effective) ? found(row, intersection(listed, row.effective)) : undefined;
    case 'mustNotTogether':
      return (row) => {
        const cells = findHeldTogether(invariant, row.effective);
        return cells && found(row, cells);
      };
  }
}

/** One held cell for each pattern; nothing where a pattern has none, for then they are not held together. */
export function findHeldTogether({ patterns }: Invariant, held: Bits): Bits | undefined {
  if (!patterns.every(({ cells }) => intersects(cells, held))) return undefined;
  const shown = emptyBits(held.length * 32);
  for (const { cells } of patterns) add(shown, firstOf(intersection(cells, held)));
  return shown;
}

/** Whether an invariant is checked for a row. */
export const isChecked = ({ roles, userTypes }: Invariant, { role }: Row): boolean =>
  roles.has(role.name) && userTypes.has(role.userType.name);

function firstOf(cells: Bits): number {
  const word = cells.findIndex((bits) => bits !== 0);
  const bits = cells[word] ?? 0;
  return (word << 5) + 31 - Math.clz32(bits & -bits);
}

/** What a cap can hold: the cells it holds, and the capabilities all of whose prerequisites it can hold. */
function holdableIn(catalog: Catalog): (cap: Bits) => Bits {
  const known = new Map<Bits, Bits>();
  return (cap) => {
    const before = known.get(cap);
    if (before) return before;
    const holdable = cap.slice();
    for (const { kind, index, requires } of catalog.inOrder)
      if (
        kind === 'capability' &&
        requires.every(({ oneOf }) => oneOf.some(({ index: one }) => has(holdable, one)))
      )
        add(holdable, index);
    known.set(cap, holdable);
    return holdable;
  };
}
