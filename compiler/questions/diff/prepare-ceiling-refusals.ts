import { has } from '../../model/bits.ts';
import { type Cell, gatingActionOf } from '../../model/catalog.ts';
import { findTenantBound } from '../../model/ceiling.ts';
import type { ChangedDocument, Difference, SidePlace } from '../../model/change.ts';
import { findRefusingLayer, type Row } from '../../model/matrix.ts';

/** The permissions that a role asks for and that one tenant refuses while another one lets them through. */
export interface CeilingRefusal {
  readonly tenant: string;
  /** Sorted. */
  readonly permissions: readonly string[];
  /** The line of the ceiling that refuses. */
  readonly by: SidePlace;
}

/**
 * Prepares finding, for a changed document of a role, the ceilings that refuse what it newly asks for and gains
 * elsewhere.
 */
export function prepareCeilingRefusals({
  base,
  head,
  changes,
}: Difference): (document: ChangedDocument) => readonly CeilingRefusal[] {
  const gained = new Map<string, Set<string>>();
  for (const { kind, role, row, permission } of changes)
    if (kind === 'gained' && row.role.tenant === undefined) {
      const known = gained.get(role);
      if (known) known.add(permission);
      else gained.set(role, new Set([permission]));
    }
  const rowsOf = new Map<string, Row[]>();
  for (const row of head.rows) {
    const { name, tenant } = row.role;
    if (tenant !== undefined || !gained.has(name)) continue;
    const known = rowsOf.get(name);
    if (known) known.push(row);
    else rowsOf.set(name, [row]);
  }
  return ({ kind, name, tenant, head: now }) => {
    if (kind !== 'Role' || tenant !== undefined || !now) return [];
    const shared = base.policy.sharedRoles.find((role) => role.name === name);
    return (rowsOf.get(name) ?? []).flatMap((row) => {
      const earlier = base.policy.tenants.find((one) => one.name === row.tenant.name);
      const before = (earlier?.roles.find((role) => role.name === name) ?? shared)?.layer;
      const cells = [...(gained.get(name) ?? [])].flatMap((permission) => {
        const cell = row.tenant.catalog.cellOf.get(permission);
        const was = (earlier ?? base.policy).catalog.cellOf.get(permission);
        if (!cell || (was && before && has(before.held, was.index))) return [];
        return findRefusingLayer(row, cell) === 'tenant' ? [cell] : [];
      });
      const ownRefusals = cells.filter((cell) => !isShadow(cell, cells));
      const [first] = ownRefusals;
      return first ? [makeRefusal(row, first, ownRefusals)] : [];
    });
  };
}

const makeRefusal = ({ tenant, role }: Row, first: Cell, cells: readonly Cell[]): CeilingRefusal => ({
  tenant: tenant.name,
  permissions: cells.map(({ permission }) => permission).sort(),
  by: { side: 'head', place: findTenantBound(tenant, role, first).findPlace() },
});

/** Returns true for a right on a property that is refused with the action that gates it. */
function isShadow(cell: Cell, refused: readonly Cell[]): boolean {
  const gate = gatingActionOf(cell);
  return gate !== undefined && refused.includes(gate);
}
