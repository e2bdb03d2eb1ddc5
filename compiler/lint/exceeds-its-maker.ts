import type { Report } from '../diagnostics/diagnostic.ts';
import { addAll, type Bits, difference, emptyBits, intersection, isEmpty, union } from '../model/bits.ts';
import { isLimited } from '../model/catalog.ts';
import type { Reach } from '../model/condition.ts';
import { placeIn, spanOf } from '../model/document.ts';
import { cellsIn, heldInRow, maskCells, uniteRows } from '../model/mask.ts';
import type { Matrix, Row } from '../model/matrix.ts';
import type { User } from '../model/policy.ts';
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
  const { catalog } = matrix.policy;
  const more = difference(uniteRows(matrix, made.rows), uniteRows(matrix, maker.rows));
  const describe = (verb: string, cells: Bits) =>
    `${verb} ${listFirstNames(cellsIn(cells, catalog).map(({ permission }) => permission))}`;
  if (!isEmpty(more)) return describe('may', more);
  const limited = maskCells(catalog, ({ model, action }) => model !== undefined && isLimited(model, action));
  const further = emptyBits(catalog.cells.length);
  for (const row of made.rows) {
    // Of each cell some role of the maker has to reach all that this role reaches.
    const covered = maker.rows
      .filter((other) => covers(other, maker.user, row, made.user))
      .map(heldInRow)
      .reduce(union, emptyBits(catalog.cells.length));
    addAll(further, difference(intersection(heldInRow(row), limited), covered));
  }
  const live = intersection(further, uniteRows(matrix, made.rows));
  return isEmpty(live) ? undefined : describe('reaches more records by', live);
}

/** Returns true if all that a row reaches for one user another row surely reaches for another user. */
function covers(wider: Row, widerUser: User, row: Row, user: User): boolean {
  const all = wider.role.portfolio.reach;
  if (all === 'all') return true;
  const reach = row.role.portfolio.reach;
  if (reach === 'all') return false;
  const there = new Set(spell(all, widerUser));
  return spell(reach, user).every((alternative) => there.has(alternative));
}

/** Spells the alternatives of a reach with the values of a user's attributes; those that match nothing are left out. */
function spell(reach: Exclude<Reach, 'all'>, { attributes }: User): readonly string[] {
  return reach.flatMap((alternative) => {
    const comparisons = alternative.map(({ property, operator, operand }) => {
      const isHole = typeof operand === 'object' && operand !== null && '$user' in operand;
      const value = isHole ? attributes.get(operand.$user) : operand;
      return value === undefined ? undefined : JSON.stringify([property, operator, value]);
    });
    return comparisons.includes(undefined) ? [] : [comparisons.sort().join()];
  });
}
