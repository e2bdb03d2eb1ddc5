import type { Bits } from './bits.ts';
import type { Row } from './matrix.ts';
import type { Role } from './policy.ts';

/*
 * Rows of many tenants are alike: their role is one, and so is what is effective of it. Where that is one object, so are the
 * catalog and all that the role holds inside the ceilings: see `resolve`. So one answer serves all of them if it follows from no
 * more of the tenant than that, which every layer that refuses a cell does.
 */

/** Returns a function that finds something out about a row, once for all rows that are alike. */
export function rememberAlike<T>(find: (row: Row) => T): (row: Row) => T {
  const known = new WeakMap<Bits, Map<Role, T>>();
  return (row) => {
    const ofEffect = known.get(row.effective) ?? new Map<Role, T>();
    known.set(row.effective, ofEffect);
    const found = ofEffect.get(row.role) ?? find(row);
    ofEffect.set(row.role, found);
    return found;
  };
}

/** Lists the rows without those that are alike to an earlier one. */
export function listDistinctRows(rows: readonly Row[]): readonly Row[] {
  const findFirst = rememberAlike((row) => row);
  return rows.filter((row) => findFirst(row) === row);
}
