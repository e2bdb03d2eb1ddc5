import type { Report } from '../diagnostics/diagnostic.ts';
import { groupRowsByTenant } from '../model/artifact.ts';
import { has } from '../model/bits.ts';
import type { Catalog, Cell } from '../model/catalog.ts';
import { findTenantBound } from '../model/ceiling.ts';
import { placeIn, spanOf } from '../model/document.ts';
import { findDecidingPlace } from '../model/layer.ts';
import { findRefusingLayer, layerNames, type Matrix, type Row } from '../model/matrix.ts';
import type { Tenant } from '../model/policy.ts';
import { findRefusal } from '../model/refusal.ts';
import { joinUserRoles } from '../model/row-union.ts';
import { listFirstNames } from '../text/list.ts';
import { quoteArgument } from '../text/quote-argument.ts';

/**
 * In every tenant some role gives each escalation capability and, if users are declared, an active one holds it. This
 * is so whatever a change takes it by, and also if a change takes it in every tenant.
 */
export function reportLockOuts(matrix: Matrix, report: Report): void {
  const keys = keysOf(matrix.policy.catalog);
  if (keys.length === 0) return;
  for (const [tenant, rows] of groupRowsByTenant(matrix)) {
    const { users } = tenant;
    const unions = (users ?? [])
      .filter(({ active }) => active)
      .map((user) => joinUserRoles(matrix, tenant, user));
    const isHeld = (cell: Cell) => unions.some(({ effective }) => has(effective, cell.index));
    const isGiven = (cell: Cell) => rows.some(({ effective }) => has(effective, cell.index));
    const notGiven = keys.filter((cell) => !isGiven(cell) && !isHeld(cell));
    if (notGiven.length > 0) reportNotGiven(matrix, tenant, rows, notGiven, report);
    if (!users) continue;
    const notHeld = keys.filter((cell) => isGiven(cell) && !isHeld(cell));
    if (notHeld.length > 0) reportNotHeld(tenant, rows, notHeld, report);
  }
}

/**
 * Lists the cells without which nobody can change rights: escalation capabilities, or escalation features if there
 * are none.
 */
function keysOf({ capabilities, features }: Catalog): readonly Cell[] {
  const escalating = (toggles: Catalog['features']) =>
    toggles.flatMap(({ cell }) => (cell.risk === 'escalation' ? [cell] : []));
  const derived = escalating(capabilities);
  return derived.length > 0 ? derived : escalating(features);
}

/** Reports a cell that no role gives, with the line that takes it from the role that gets furthest. */
function reportNotGiven(
  matrix: Matrix,
  tenant: Tenant,
  rows: readonly Row[],
  lost: readonly Cell[],
  report: Report,
): void {
  const [first] = lost;
  if (!first) return;
  const refusals = rows.map((row) => ({ row, ...findRefusal(matrix, row, first) }));
  const [nearest] = refusals.sort((a, b) => layerNames.indexOf(b.layer) - layerNames.indexOf(a.layer));
  report(
    'locked-out',
    spanOf(tenant.at),
    {
      tenant: tenant.name,
      who: 'role',
      capabilities: listFirstNames(lost.map(({ permission }) => permission)),
    },
    nearest
      ? `let a role have it: \`plafond explain ${first.permission} --role ${quoteArgument(nearest.row.role.name)} --tenant ${quoteArgument(tenant.name)}\` says what it takes`
      : 'offer the tenant a role that holds it',
    { related: nearest ? [relateRefusal(nearest.row, nearest.cell)] : [] },
  );
}

function relateRefusal(row: Row, cell: Cell) {
  const { role, tenant } = row;
  const bound = findTenantBound(tenant, role, cell);
  const [at, who] =
    findRefusingLayer(row, cell) === 'tenant'
      ? [bound.findPlace(), bound.words]
      : findRefusingLayer(row, cell) === 'userType'
        ? [findDecidingPlace(role.userType.layer, cell), `user type \`${role.userType.name}\``]
        : [findDecidingPlace(role.layer, cell), `role \`${role.name}\``];
  return {
    at: spanOf(at),
    note: `${who} does not hold \`${cell.permission}\``,
  };
}

/** Reports a cell that roles give and no active user holds. */
function reportNotHeld(tenant: Tenant, rows: readonly Row[], lost: readonly Cell[], report: Report): void {
  const [first] = lost;
  const giving = first && rows.find(({ effective }) => has(effective, first.index));
  if (!giving) return;
  const [someone] = tenant.users ?? [];
  report(
    'locked-out',
    spanOf(someone ? placeIn(someone.at.document, ['tenant']) : tenant.at),
    {
      tenant: tenant.name,
      who: 'active user',
      capabilities: listFirstNames(lost.map(({ permission }) => permission)),
    },
    `give an active user a role that holds it, such as \`${giving.role.name}\``,
    { related: [{ at: spanOf(giving.role.at), note: `role \`${giving.role.name}\` would give it` }] },
  );
}
