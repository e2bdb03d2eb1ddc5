import type { Report } from '../diagnostics/diagnostic.ts';
import { add, type Bits, difference, emptyBits, has, intersection, isEmpty, union } from '../model/bits.ts';
import { placeIn, spanOf } from '../model/document.ts';
import { findDecidingSpan, relateInclusions } from '../model/layer.ts';
import { cellsIn, findHeldInRow, uniteRows } from '../model/mask.ts';
import type { Matrix, Row } from '../model/matrix.ts';
import type { Tenant, User } from '../model/policy.ts';
import { joinUserRoles } from '../model/row-union.ts';
import { groupBy } from '../text/group-by.ts';
import { listFirstNames } from '../text/list.ts';

/** No active user has a permission that each of their roles lacks something for, and only several of them give together. */
export function reportGivenBySeveral(matrix: Matrix, report: Report): void {
  const mask = maskReportedElsewhere(matrix);
  const found: JointPermissions[] = [];
  for (const tenant of matrix.policy.tenants) {
    const known = new Map<unknown, Pick<JointPermissions, 'rows' | 'cells'> | undefined>();
    for (const user of tenant.users ?? []) {
      if (!user.active || user.roles.length < 2) continue;
      const joined = joinUserRoles(matrix, tenant, user);
      if (!known.has(joined)) {
        const alone = joined.rows.map(({ effective }) => effective).reduce(union, mask);
        known.set(joined, findNeeded(matrix, joined.rows, difference(joined.effective, alone)));
      }
      const needed = known.get(joined);
      if (needed) found.push({ tenant, user, ...needed });
    }
  }
  for (const alike of groupBy(found, keyOf).values()) reportAlike(alike, report);
}

interface JointPermissions {
  readonly tenant: Tenant;
  readonly user: User;
  /** The rows of the roles that give it together. */
  readonly rows: readonly Row[];
  readonly cells: Bits;
}

/** Returns the cells that another rule reports: escalation capabilities that several roles complete. */
function maskReportedElsewhere({ policy: { catalog } }: Matrix): Bits {
  const mask = emptyBits(catalog.cells.length);
  for (const { cell } of catalog.capabilities) if (cell.risk === 'escalation') add(mask, cell.index);
  return mask;
}

/** Finds the rows without any of which some of the cells would not be effective; undefined if there are no cells. */
function findNeeded(
  matrix: Matrix,
  rows: readonly Row[],
  cells: Bits,
): Pick<JointPermissions, 'rows' | 'cells'> | undefined {
  if (isEmpty(cells)) return undefined;
  let needed = rows;
  for (const row of rows) {
    const others = needed.filter((one) => one !== row);
    if (isEmpty(difference(cells, uniteRows(matrix, others)))) needed = others;
  }
  return { rows: needed, cells };
}

/** Users to whom the same roles give the same are one finding. */
const keyOf = ({ rows, cells, tenant }: JointPermissions): string =>
  JSON.stringify([
    ...rows.map(({ role }) => `${role.tenant ?? '*'} ${role.name}`).sort(),
    ...cellsIn(cells, tenant.catalog).map(({ permission }) => permission),
  ]);

function reportAlike(alike: readonly [JointPermissions, ...JointPermissions[]], report: Report): void {
  const [{ tenant, user, rows, cells }] = alike;
  const { document, path } = user.at;
  const users = [...new Set(alike.map((one) => one.user.id))];
  report(
    'given-by-several-roles',
    spanOf(placeIn(document, [...path.slice(0, -1), 'roles'])),
    {
      who: users.length > 1 ? `users ${listFirstNames(users)} have` : `user ${listFirstNames(users)} has`,
      permissions: listFirstNames(cellsIn(cells, tenant.catalog).map(({ permission }) => permission)),
      roles: listFirstNames(rows.map(({ role }) => role.name)),
      tenants: listFirstNames([...new Set(alike.map((one) => one.tenant.name))]),
    },
    'if it is not meant, take one of the roles away; if it is, one role that gives it all says so',
    {
      related: rows.flatMap((row) => {
        const [first] = cellsIn(intersection(cells, findHeldInRow(row)), tenant.catalog);
        if (!first || !has(row.role.layer.held, first.index)) return [];
        return [
          {
            at: findDecidingSpan(row.role.layer, first),
            note: `role \`${row.role.name}\` grants \`${first.permission}\``,
          },
          ...relateInclusions(row.role.layer, first),
        ];
      }),
    },
  );
}
