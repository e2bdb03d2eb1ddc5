import { type Bits, difference } from '../../model/bits.ts';
import type { Catalog } from '../../model/catalog.ts';
import { listPackages } from '../../model/ceiling.ts';
import type { Matrix, Row } from '../../model/matrix.ts';
import type { PortfolioUse, Tenant } from '../../model/policy.ts';
import type { RecordReach } from '../../model/record-reach.ts';
import { rememberByEffects } from '../../model/row-at-most.ts';
import { listScopes } from '../../model/write-reach.ts';
import type { Json, RepeatedObjects } from '../../text/json.ts';
import { prepareExtensions } from './extensions.ts';
import { shareWritten } from './share-written.ts';

/** All that tenants are written with: each set, reach and extension has one number in the whole bundle. */
interface TenantContext {
  readonly packaged: ReturnType<typeof listPackages>;
  readonly extensions: ReturnType<typeof prepareExtensions>;
  readonly numberOfSet: (bits: Bits) => Json;
  readonly scopesOf: ScopesOf;
  readonly shared: ReturnType<typeof shareWritten>;
  /** Writes the roles of a tenant that has no properties of its own. */
  readonly rolesOf: (tenant: Tenant, rows: readonly Row[]) => Json;
}

/** Writes what a bundle says of tenants. */
interface TenantWriter {
  readonly write: (tenant: Tenant, rows: readonly Row[]) => Json;
  /** Returns what tenants add to the catalog, once all are written. */
  readonly extensions: () => readonly Json[];
  /** Returns the objects that stand in it for many tenants. */
  readonly repeated: () => RepeatedObjects;
}

/** Prepares writing tenants: what alike tenants have in common is written once. */
export function prepareTenantWriter(
  matrix: Matrix,
  numberOfSet: (bits: Bits) => number,
  numberOfReach: (reach: RecordReach) => number,
): TenantWriter {
  const { catalog } = matrix.policy;
  const shared = shareWritten();
  const scopesOf = prepareScopes(numberOfReach);
  const rolesOf = rememberByEffects(matrix, (rows) =>
    writeRoles(rows, (row) => {
      const writeAnew = () => writeRole(row, numberOfSet, scopesOf);
      return row.role.tenant === undefined ? shared.ofRole(row, writeAnew) : writeAnew();
    }),
  );
  const extensions = prepareExtensions(catalog, numberOfSet);
  const packaged = listPackages(catalog);
  const context: TenantContext = { packaged, extensions, numberOfSet, scopesOf, shared, rolesOf };
  return {
    write: (tenant, rows) => writeTenant(tenant, rows, context),
    extensions: extensions.all,
    repeated: shared.repeated,
  };
}

const writeRoles = (rows: readonly Row[], write: (row: Row) => Json): Json =>
  Object.fromEntries(rows.map((row) => [row.role.name, write(row)]));

function writeTenant(tenant: Tenant, rows: readonly Row[], context: TenantContext): Json {
  const { packaged, extensions, numberOfSet, scopesOf, rolesOf, shared } = context;
  const { ceiling, closed, customRoles } = tenant;
  const extension = extensions.of(tenant);
  const write = extension?.write ?? numberOfSet;
  const roles = extension
    ? writeRoles(rows, (row) => writeRole(row, extension.write, scopesOf))
    : rolesOf(tenant, rows);
  // The models of generations that the tenant does not have are above its ceiling, whatever that says.
  const ceilingSet = write(closed ? difference(ceiling.held, closed) : ceiling.held);
  const bought = [...tenant.packages].filter((one) => packaged.has(one)).sort();
  const written = {
    ...(extension && { extension: extension.number }),
    ceiling: ceilingSet,
    ...(packaged.size > 0 && { packages: bought }),
    ...(customRoles && { custom: write(customRoles.held) }),
    roles,
  };
  if (extension || rows.some(({ role }) => role.tenant !== undefined)) return written;
  return shared.ofTenant([ceilingSet, JSON.stringify(bought), roles], written);
}

function writeRole(
  { role, tenant: { catalog, customRoles }, effective }: Row,
  write: (bits: Bits) => Json,
  scopesOf: ScopesOf,
): Json {
  return {
    userType: role.userType.name,
    seats: role.seats.map((seat) => seat.name),
    scopes: scopesOf(role.portfolio, catalog, write),
    grants: write(role.layer.held),
    ...(role.tenant !== undefined && customRoles && { custom: write(customRoles.held) }),
    effective: write(effective),
  };
}

type ScopesOf = ReturnType<typeof prepareScopes>;

/** Prepares writing on which records the cells of a role work: the same for all roles whose portfolios say the same. */
function prepareScopes(numberOfReach: (reach: RecordReach) => number) {
  const known = new Map<string, ReturnType<typeof listScopes>>();
  const numbers = new Map<unknown, number>();
  const numberOf = (thing: unknown) => {
    const number = numbers.get(thing) ?? numbers.size;
    numbers.set(thing, number);
    return number;
  };
  return (use: PortfolioUse, catalog: Catalog, write: (bits: Bits) => Json): readonly Json[] => {
    const key = JSON.stringify([
      numberOf(catalog),
      ...[...use.entries.values()].map(({ pattern, items }) => [
        pattern,
        items.map(({ parts }) => parts.map(({ on, reach }) => [on, numberOf(reach)])),
      ]),
    ]);
    const scopes = known.get(key) ?? listScopes(use, catalog);
    known.set(key, scopes);
    return scopes.map(([bits, reach]) => [write(bits), numberOfReach(reach)]);
  };
}
