import type { Catalog } from '../../model/catalog.ts';
import type { Change } from '../../model/change.ts';
import type { Document } from '../../model/document.ts';
import type { Matrix, Row } from '../../model/matrix.ts';
import type { Side } from '../../model/pair.ts';
import type { Layer, Role, Seat, Tenant, UserType } from '../../model/policy.ts';
import { type ReadTypes, readTypes } from './read-types.ts';

/** One side of a comparison, with everything in it found by name. */
export interface View {
  readonly side: Side;
  readonly matrix: Matrix;
  readonly tenantOf: ReadonlyMap<string, Tenant>;
  /**
   * Returns the catalog of a tenant, which may have properties of its own; that of the policy for an unknown tenant.
   */
  readonly catalogOf: (tenant: string) => Catalog;
  /** Returns the types of what conditions read in a tenant; without a tenant, in all of them. */
  readonly typesIn: (tenant: string | undefined) => ReadTypes;
  readonly userTypeOf: ReadonlyMap<string, UserType>;
  readonly seatOf: ReadonlyMap<string, Seat>;
  /** Returns the row of a role in a tenant; undefined if the role is not offered there. */
  readonly rowOf: (tenant: string, role: string) => Row | undefined;
  /** Returns the role of a name in a tenant, offered or not: the tenant's own, or one that every tenant has. */
  readonly roleOf: (tenant: string, role: string) => Role | undefined;
  /**
   * Returns the rows that something governs: the layer of a role, or a user type, a seat or a tenant, as `seat
   * Service`.
   */
  readonly rowsUnder: (ruler: Layer | string) => readonly Row[];
  /** Returns the names of the roles that are offered in a tenant. */
  readonly rolesIn: (tenant: string) => Iterable<string>;
}

/** Opens one side of a comparison. */
export function openView(matrix: Matrix, side: Side): View {
  const { policy, rows } = matrix;
  const rowsOf = new Map<string, Map<string, Row>>();
  for (const row of rows) {
    const known = rowsOf.get(row.tenant.name);
    if (known) known.set(row.role.name, row);
    else rowsOf.set(row.tenant.name, new Map([[row.role.name, row]]));
  }
  const tenantOf = mapByName(policy.tenants);
  const shared = mapByName(policy.sharedRoles);
  const rowOf = (tenant: string, role: string) => rowsOf.get(tenant)?.get(role);
  const catalogOf = (tenant: string) => tenantOf.get(tenant)?.catalog ?? policy.catalog;
  return {
    side,
    matrix,
    tenantOf,
    catalogOf,
    typesIn: (tenant) => readTypes(policy, tenant === undefined ? policy.catalog : catalogOf(tenant)),
    userTypeOf: mapByName(policy.userTypes),
    seatOf: mapByName(policy.seats),
    rowOf,
    roleOf: (tenant, role) => rowOf(tenant, role)?.role ?? shared.get(role),
    rowsUnder: indexRows(rows),
    rolesIn: (tenant) => rowsOf.get(tenant)?.keys() ?? [],
  };
}

/** Indexes rows by everything that governs them, when they are first asked for. */
function indexRows(rows: readonly Row[]): View['rowsUnder'] {
  let known: ReadonlyMap<Document | string, readonly Row[]> | undefined;
  return (ruler) => {
    known ??= gatherRows(rows);
    return known.get(typeof ruler === 'string' ? ruler : ruler.at.document) ?? [];
  };
}

function gatherRows(rows: readonly Row[]): ReadonlyMap<Document | string, readonly Row[]> {
  const found = new Map<Document | string, Row[]>();
  const file = (key: Document | string, row: Row) => {
    const known = found.get(key);
    if (!known) found.set(key, [row]);
    else if (known.at(-1) !== row) known.push(row);
  };
  const fileLayer = (layer: Layer, row: Row): void => {
    file(layer.at.document, row);
    for (const inclusion of layer.includes) fileLayer(inclusion.layer, row);
  };
  for (const row of rows) {
    const { tenant, role } = row;
    fileLayer(role.layer, row);
    file(`tenant ${tenant.name}`, row);
    file(`userType ${role.userType.name}`, row);
    for (const seat of role.seats) file(`seat ${seat.name}`, row);
  }
  return found;
}

const usersOf = new WeakMap<Row, Change['users']>();

/** Counts the active users who hold the role of a row; null if the tenant declares no users. */
export function countUsers(row: Row): Change['users'] {
  const { tenant, role } = row;
  const known = usersOf.get(row);
  if (known !== undefined) return known;
  const users = tenant.users?.filter(({ active, roles }) => active && roles.includes(role)).length ?? null;
  usersOf.set(row, users);
  return users;
}

const mapByName = <T extends { readonly name: string }>(things: readonly T[]): ReadonlyMap<string, T> =>
  new Map(things.map((thing) => [thing.name, thing]));
