import type { Report } from '../diagnostics/diagnostic.ts';
import { add, type Bits, difference, emptyBits, isEmpty } from '../model/bits.ts';
import type { Catalog, Cell } from '../model/catalog.ts';
import { isHole, type ReachComparison } from '../model/condition.ts';
import { placeIn, spanOf } from '../model/document.ts';
import { cellsIn } from '../model/mask.ts';
import type { Matrix } from '../model/matrix.ts';
import type { User } from '../model/policy.ts';
import { intersect, isInside, linkTo, noRecord, type RecordReach, unite } from '../model/record-reach.ts';
import { findReachInUnion, joinUserRoles, type RowUnion } from '../model/row-union.ts';
import { groupBy } from '../text/group-by.ts';
import { listFirstNames } from '../text/list.ts';

/** No active user may do, or reach, what the user who made it may not; a maker who cannot sign in may do nothing. */
export function reportUsersAboveTheirMakers(matrix: Matrix, report: Report): void {
  for (const rows of groupBy(matrix.rows, ({ tenant }) => tenant).values()) {
    const [{ tenant }] = rows;
    const holderOf = (user: User): Holder => ({
      user,
      union: joinUserRoles(matrix, tenant, user.active ? user : { roles: [] }),
    });
    for (const user of tenant.users ?? []) {
      const maker = tenant.users?.find(({ id }) => id === user.madeBy);
      if (!user.active || !maker) continue;
      const does = describeExcess(tenant.catalog, holderOf(user), holderOf(maker));
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

/** A user with what the roles that they can use give together. */
interface Holder {
  readonly user: User;
  readonly union: RowUnion;
}

/** Describes what one user does and another does not, as `may Company:export`; undefined if that is nothing. */
function describeExcess(catalog: Catalog, made: Holder, maker: Holder): string | undefined {
  const more = difference(made.union.effective, maker.union.effective);
  const describe = (verb: string, cells: Bits) =>
    `${verb} ${listFirstNames(cellsIn(cells, catalog).map(({ permission }) => permission))}`;
  if (!isEmpty(more)) return describe('may', more);
  const further = emptyBits(catalog.cells.length);
  for (const cell of cellsIn(made.union.effective, catalog))
    if (cell.model && !covers(maker, made, cell)) add(further, cell.index);
  return isEmpty(further) ? undefined : describe('reaches more records by', further);
}

/** Returns true if all that one user reaches with a cell another user surely reaches too. */
function covers(wider: Holder, narrower: Holder, cell: Cell): boolean {
  const [all, some] = [findReachInUnion(wider.union, cell), findReachInUnion(narrower.union, cell)];
  if (all === 'all') return true;
  return some !== 'all' && isInside(fillReach(some, narrower.user), fillReach(all, wider.user));
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
