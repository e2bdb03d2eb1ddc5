import type { Report } from '../diagnostics/diagnostic.ts';
import { add, type Bits, difference, emptyBits, has, intersection, isEmpty } from '../model/bits.ts';
import type { Cell } from '../model/catalog.ts';
import { reachOf } from '../model/cell-reach.ts';
import { isHole, type ReachComparison } from '../model/condition.ts';
import { placeIn, spanOf } from '../model/document.ts';
import { cellsIn, heldInRow, uniteRows } from '../model/mask.ts';
import type { Matrix, Row } from '../model/matrix.ts';
import type { User } from '../model/policy.ts';
import { intersect, isInside, linkTo, noRecord, type RecordReach, unite } from '../model/record-reach.ts';
import { groupBy } from '../text/group-by.ts';
import { listFirstNames } from '../text/list.ts';

/** No active user may do, or reach, what the user who made it may not; a maker who cannot sign in may do nothing. */
export function reportUsersAboveTheirMakers(matrix: Matrix, report: Report): void {
  for (const rows of groupBy(matrix.rows, ({ tenant }) => tenant).values()) {
    const [{ tenant }] = rows;
    const rowsOf = (user: User) => (user.active ? rows.filter(({ role }) => user.roles.includes(role)) : []);
    for (const user of tenant.users ?? []) {
      const maker = tenant.users?.find(({ id }) => id === user.madeBy);
      if (!user.active || !maker) continue;
      const does = describeExcess(matrix, { user, rows: rowsOf(user) }, { user: maker, rows: rowsOf(maker) });
      if (does === undefined) continue;
      report(
        'exceeds-its-maker',
        spanOf(placeIn(user.at.document, [...user.at.path.slice(0, -1), 'madeBy'])),
        { user: user.id, maker: maker.id, does, tenant: tenant.name },
        maker.active
          ? 'take it from the roles of what was made, or have somebody make it who has it'
          : `\`${maker.id}\` cannot sign in any more: have somebody else answer for it`,
        { related: [{ at: spanOf(maker.at), note: 'the maker is declared here' }] },
      );
    }
  }
}

/** A user with the rows of the roles that they can use. */
interface Holder {
  readonly user: User;
  readonly rows: readonly Row[];
}

/** Describes what one user does and another does not, as `may Company:export`; undefined if that is nothing. */
function describeExcess(matrix: Matrix, made: Holder, maker: Holder): string | undefined {
  const [row] = made.rows;
  if (!row) return undefined;
  const { catalog } = row.tenant;
  const more = difference(uniteRows(matrix, made.rows), uniteRows(matrix, maker.rows));
  const describe = (verb: string, cells: Bits) =>
    `${verb} ${listFirstNames(cellsIn(cells, catalog).map(({ permission }) => permission))}`;
  if (!isEmpty(more)) return describe('may', more);
  const further = emptyBits(catalog.cells.length);
  for (const row of made.rows)
    for (const cell of cellsIn(heldInRow(row), catalog)) {
      // Some role of the maker has to reach all that this role reaches.
      const isCovered = maker.rows.some(
        (other) => has(heldInRow(other), cell.index) && covers(other, maker.user, row, made.user, cell),
      );
      if (cell.model && !isCovered) add(further, cell.index);
    }
  const live = intersection(further, uniteRows(matrix, made.rows));
  return isEmpty(live) ? undefined : describe('reaches more records by', live);
}

/** Returns true if all that a row reaches with a cell for one user another row surely reaches for another user. */
function covers(wider: Row, widerUser: User, row: Row, user: User, cell: Cell): boolean {
  const [all, some] = [reachOf(wider, cell), reachOf(row, cell)];
  if (all === 'all') return true;
  return some !== 'all' && isInside(fillReach(some, user), fillReach(all, widerUser));
}

/** Returns a reach with the values of a user's attributes; alternatives that need what the user lacks select nothing. */
function fillReach(reach: Exclude<RecordReach, 'all'>, user: User): RecordReach {
  if (reach.kind !== 'linked') {
    const parts = reach.of.map((part) => fillReach(part, user));
    return reach.kind === 'union' ? unite(parts) : intersect(parts);
  }
  const alternatives = reach.alternatives.flatMap((alternative) => {
    const filled = alternative.flatMap((comparison): readonly ReachComparison[] => {
      const operand = isHole(comparison.operand)
        ? user.attributes.get(comparison.operand.$user)
        : comparison.operand;
      return operand === undefined ? [] : [{ ...comparison, operand }];
    });
    return filled.length === alternative.length ? [filled] : [];
  });
  return alternatives.length > 0 ? linkTo(reach.on, reach.path, alternatives) : noRecord;
}
