import { has } from '../../model/bits.ts';
import { type Cell, listNotes, listWhere } from '../../model/catalog.ts';
import type { Matrix, Row } from '../../model/matrix.ts';
import type { Pair } from '../../model/pair.ts';
import type { Role, Tenant } from '../../model/policy.ts';
import type { ProductState } from './product-state.ts';

/** A permission that changes for a role, and what is to be seen of it. */
export interface PermissionCheck {
  readonly cell: Cell;
  /** True if it must be there; false if it must not be. */
  readonly isThere: boolean;
  readonly where: readonly string[];
  readonly notes: readonly string[];
}

/** The permissions of one role that are to be looked at. */
export interface RoleVerification {
  readonly role: Role;
  /** An active user who has this role alone, if there is one. */
  readonly user?: string;
  readonly permissions: readonly PermissionCheck[];
  /** The portfolio before and after, if it is another one. */
  readonly portfolio?: Pair<string>;
}

/** Lists what is to be looked at in a tenant: for every role each permission whose effect changes. */
export function listChecks(
  { base, head }: Pair<Matrix>,
  tenant: Tenant,
  { before, after }: { readonly before: ProductState; readonly after: ProductState },
  oldNames: ReadonlyMap<string, string>,
): readonly RoleVerification[] {
  const rows = head.rows.filter((row) => row.tenant === tenant);
  return rows.flatMap((row): RoleVerification[] => {
    const { name } = row.role;
    const oldName = oldNames.get(name) ?? name;
    const earlier = base.rows.find((one) => one.tenant.name === tenant.name && one.role.name === oldName);
    const permissions = comparePermissions(earlier, row);
    const [was, is] = [before.roles.get(oldName), after.roles.get(name)];
    const isMoved = was !== undefined && is !== undefined && was.portfolio !== is.portfolio;
    if (permissions.length === 0 && !isMoved) return [];
    const user = (tenant.users ?? []).find(
      ({ active, roles }) => active && roles.length === 1 && roles[0] === row.role,
    );
    return [
      {
        role: row.role,
        ...(user && { user: user.id }),
        permissions,
        ...(isMoved && { portfolio: { base: was.portfolioWords, head: is.portfolioWords } }),
      },
    ];
  });
}

function comparePermissions(
  earlier: Row | undefined,
  { tenant, effective }: Row,
): readonly PermissionCheck[] {
  const { catalog } = tenant;
  return catalog.cells.flatMap((cell): PermissionCheck[] => {
    const known = earlier?.tenant.catalog.cellOf.get(cell.permission);
    const wasThere = known !== undefined && earlier !== undefined && has(earlier.effective, known.index);
    const isThere = has(effective, cell.index);
    if (wasThere === isThere) return [];
    return [{ cell, isThere, where: listWhere(catalog, cell), notes: listNotes(catalog, cell) }];
  });
}
