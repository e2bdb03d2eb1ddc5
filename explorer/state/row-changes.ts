import { type Bits, difference, isEmpty } from '../../compiler/model/bits.ts';
import { cellsIn } from '../../compiler/model/mask.ts';
import type { Matrix, Row } from '../../compiler/model/matrix.ts';
import { rowIn } from './find-row.ts';

/** The permissions that a role gains and loses. */
interface ChangedPermissions {
  readonly role: string;
  readonly gained: readonly string[];
  readonly lost: readonly string[];
}

/** The permissions that a role gains and loses alike in some tenants. */
export interface RowChanges extends ChangedPermissions {
  readonly tenants: readonly string[];
  /** The active users who have the role there; those of tenants that declare none are not known. */
  readonly people: number;
}

/** Compares the rows of two matrices whose cells are the same: the quick part of what `diff` says, of roles alone. */
export function listRowChanges(before: Matrix, after: Matrix): readonly RowChanges[] {
  const groups = new Map<string, { readonly change: ChangedPermissions; readonly rows: Row[] }>();
  for (const row of after.rows) {
    const was = rowIn(before, row.tenant.name, row.role.name);
    if (!was || was.tenant.catalog.cells.length !== row.tenant.catalog.cells.length) continue;
    const [more, less] = [difference(row.effective, was.effective), difference(was.effective, row.effective)];
    if (isEmpty(more) && isEmpty(less)) continue;
    const list = (bits: Bits) => cellsIn(bits, row.tenant.catalog).map(({ permission }) => permission);
    const change = { role: row.role.name, gained: list(more), lost: list(less) };
    const key = JSON.stringify(change);
    const known = groups.get(key);
    if (known) known.rows.push(row);
    else groups.set(key, { change, rows: [row] });
  }
  return [...groups.values()].map(({ change, rows }) => ({
    ...change,
    tenants: rows.map(({ tenant }) => tenant.name),
    people: rows.reduce((sum, one) => sum + countHolders(one), 0),
  }));
}

const countHolders = ({ tenant: { users = [] }, role }: Row): number =>
  users.filter(({ active, roles }) => active && roles.some(({ name }) => name === role.name)).length;
