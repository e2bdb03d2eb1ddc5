import { type Bits, has } from '../../model/bits.ts';
import type { Cell } from '../../model/catalog.ts';
import { ceilingOf, findTenantBound } from '../../model/ceiling.ts';
import { findHeldInCap } from '../../model/mask.ts';
import type { Matrix, Row } from '../../model/matrix.ts';
import type { Pair } from '../../model/pair.ts';
import type { Tenant } from '../../model/policy.ts';
import { namePermissions } from './list-requests.ts';

/** The permissions that a role is newly asked to have, and that the tenant does not let it have: there is nothing to click for them. */
export interface IdlePermissions {
  readonly role: string;
  readonly permissions: readonly string[];
  /** The words for what refuses them. */
  readonly because: string;
  /** The words for what would let them through. */
  readonly remedy: string;
}

/** Lists what the roles of a tenant newly ask for to no effect: of a role that is new, only what it names. */
export function listIdlePermissions(
  { base, head }: Pair<Matrix>,
  tenant: Tenant,
): readonly IdlePermissions[] {
  const earlier = new Map(
    base.rows.filter((row) => row.tenant.name === tenant.name).map((row) => [row.role.name, row]),
  );
  return head.rows
    .filter((row) => row.tenant === tenant)
    .flatMap((row) => listOfRole(row, earlier.get(row.role.name)));
}

function listOfRole(row: Row, earlier: Row | undefined): readonly IdlePermissions[] {
  const { role, tenant } = row;
  const allowed = ceilingOf(tenant, role);
  const asked: Bits = earlier ? findHeldInCap(role) : role.layer.named;
  const wasAsked = earlier && findHeldInCap(earlier.role);
  const isNew = ({ permission }: Cell) => {
    const known = earlier?.tenant.catalog.cellOf.get(permission);
    return known === undefined || !wasAsked || !has(wasAsked, known.index);
  };
  const idle = tenant.catalog.cells.filter(
    (cell) =>
      cell.kind !== 'capability' &&
      has(asked, cell.index) &&
      has(role.cap, cell.index) &&
      !has(allowed, cell.index) &&
      isNew(cell),
  );
  const groups = new Map<string, { readonly remedy: string; readonly cells: Cell[] }>();
  for (const cell of idle) {
    const { words, remedy } = findTenantBound(tenant, role, cell);
    const group = groups.get(words) ?? { remedy, cells: [] };
    group.cells.push(cell);
    groups.set(words, group);
  }
  return [...groups].map(([because, { remedy, cells }]) => ({
    role: role.name,
    permissions: namePermissions(cells),
    because: `${because} does not hold ${cells.length === 1 ? 'it' : 'them'}`,
    remedy,
  }));
}
