import { type Bits, difference, has, intersection, isEmpty, union } from '../model/bits.ts';
import type { Cell } from '../model/catalog.ts';
import { ceilingOf } from '../model/ceiling.ts';
import { findHeldInCap } from '../model/mask.ts';
import type { AbstractRole, Policy, Portfolio, Role, Seat, Tenant, UserType } from '../model/policy.ts';
import { printGrantsLines, printRoleYaml, printSchemaLine } from '../print/role/yaml.ts';
import { cloneRole } from '../questions/clone/clone-role.ts';
import { findDropped, findOffered, measureClone, readCloneSource } from '../questions/clone/measure-clone.ts';
import { type IsClosed, spellGrants } from '../questions/spell-grants.ts';
import { capOf } from '../questions/unlock/find-cap.ts';
import { encodeFileName } from '../text/file-name.ts';
import { byCodeUnit } from '../text/order.ts';

/** A new role, before it has grants. */
export interface RoleWish {
  readonly name: string;
  readonly title: string | undefined;
  readonly tenant: Tenant | undefined;
  readonly userType: UserType;
  readonly seats: readonly Seat[];
}

/** Returns the portfolios that a role of a tenant, or of all tenants, may name. */
export const listPortfoliosFor = ({ portfolios }: Policy, tenant: Tenant | undefined): readonly Portfolio[] =>
  portfolios.filter((one) => one.tenant === undefined || one.tenant === tenant?.name);

/** Writes the document of a role with everything that its user type and seats hold, to be cut down. */
export function writeNewRole(policy: Policy, wish: RoleWish, portfolio: readonly string[]): string {
  const { name, title, tenant, userType, seats } = wish;
  const cap = capOf(userType, seats);
  return printRoleYaml({
    ...{ name, title, portfolio },
    tenant: tenant?.name,
    userType: userType.name,
    seats: seats.map((seat) => seat.name),
    grants: spellGrants(
      policy.catalog,
      tenant
        ? intersection(cap, ceilingOf(tenant, { tenant: tenant.name }))
        : holdableAnywhere(policy, seats, cap),
    ),
  });
}

/**
 * Returns the cells of a cap that a shared role with some seats can hold in at least one of the tenants that can have
 * it.
 */
function holdableAnywhere({ tenants }: Policy, seats: readonly Seat[], cap: Bits): Bits {
  const offered = tenants.filter(({ packages }) =>
    seats.every((seat) => seat.package === undefined || packages.has(seat.package)),
  );
  if (offered.length === 0) return cap;
  return intersection(cap, offered.map((tenant) => ceilingOf(tenant, {})).reduce(union));
}

/** The document of a copy of a role, with what the copy holds less or could hold more. */
export interface WrittenCopy {
  readonly yaml: string;
  /** The permissions that the role asks for and does not hold, and the copy could. */
  readonly more: readonly Cell[];
  /** Lists the permissions inside its cap that the copy, once it is linked, does not have. */
  readonly listDropped: (copy: Role) => readonly Cell[];
}

/** Writes the document of a copy of a role, with another user type or other seats if wanted. */
export function writeCopy(policy: Policy, from: Role, wish: RoleWish, isWidened: boolean): WrittenCopy {
  const { name, title, tenant, userType, seats } = wish;
  const { role, left, isElsewhere } = readCloneSource(from, policy, tenant);
  const ceiling = tenant && ceilingOf(tenant, { tenant: tenant.name });
  const { catalog } = tenant ?? policy;
  const cap = capIn(tenant, userType, seats);
  const held = ceiling ? intersection(cap, ceiling) : cap;
  const own = policy.tenants.find((one) => one.name === role.tenant);
  const { wanted, kept, more } = measureClone(role, held, own);
  const tenants = tenant || role.tenant !== undefined ? [] : policy.tenants;
  const isMore = !isEmpty(more) || tenants.some((one) => reachesMore(role, policy, one, wish));
  const isSpelled = isElsewhere || !canInclude(role, tenant) || (!isWidened && isMore);
  const yaml = cloneRole(role, {
    ...{ name, title },
    tenant: tenant?.name,
    userType: userType.name,
    seats: seats.map((seat) => seat.name),
    mayName: (permission) => has(held, catalog.cellOf.get(permission)?.index ?? -1),
    grants: isSpelled
      ? printGrantsLines(
          spellGrants(catalog, isWidened ? wanted : kept, findClosed(role, policy, tenants, isWidened)),
        )
      : undefined,
  });
  const cellsIn = (bits: Bits) => catalog.byPermission.filter(({ index }) => has(bits, index));
  return {
    yaml,
    more: cellsIn(more),
    listDropped(copy) {
      const lost = findDropped(role, copy);
      const dropped = [...cellsIn(isWidened ? lost : difference(lost, more)), ...left];
      return dropped.sort((a, b) => byCodeUnit(a.permission, b.permission));
    },
  };
}

/** Returns the cells of a tenant's own properties. */
const listOwnCells = ({ catalog }: Policy, tenant: Tenant): readonly Cell[] =>
  tenant.catalog.cells.slice(catalog.cells.length);

/** Tells whether what a shared role asks for reaches more of a tenant's own properties in a copy with another cap. */
function reachesMore(role: Role, policy: Policy, tenant: Tenant, wish: RoleWish): boolean {
  const offered = findOffered(role, tenant);
  if (!offered) return false;
  const copied = intersection(offered.layer.held, capIn(tenant, wish.userType, wish.seats));
  const more = difference(copied, offered.cap);
  return listOwnCells(policy, tenant).some(({ index }) => has(more, index));
}

/**
 * Returns the rights on tenants' own properties that a shared role does not hold, though it may hold the action of their
 * model; of a copy that is widened those that it does not ask for.
 */
function findClosed(role: Role, policy: Policy, tenants: readonly Tenant[], isWidened: boolean): IsClosed {
  const closed = new Set(
    tenants.flatMap((tenant) => {
      const offered = findOffered(role, tenant);
      if (!offered) return [];
      const held = isWidened ? offered.layer.held : findHeldInCap(offered);
      const lacking = listOwnCells(policy, tenant).filter(({ index }) => !has(held, index));
      return lacking.map(({ subject, action }) => `${subject}:${action}`);
    }),
  );
  return (model, right) => closed.has(`${model}:${right}`);
}

/** Returns the cells that a user type and seats hold together in a tenant, which may have properties of its own. */
function capIn(tenant: Tenant | undefined, userType: UserType, seats: readonly Seat[]): Bits {
  const local = <T extends UserType | Seat>(things: readonly T[] | undefined, thing: T) =>
    things?.find(({ name }) => name === thing.name) ?? thing;
  return capOf(
    local(tenant?.caps.userTypes, userType),
    seats.map((seat) => local(tenant?.caps.seats, seat)),
  );
}

/** Returns true if a copy that a tenant has, or every tenant, can include the same roles. */
export const canInclude = ({ layer }: Role | AbstractRole, tenant: Tenant | undefined): boolean =>
  layer.includes.every((inclusion) => inclusion.tenant === undefined || inclusion.tenant === tenant?.name);

/** The path of a role's file below the policies folder, and its text. */
export interface RoleFile {
  readonly path: string;
  readonly text: string;
}

/** Returns the file for a role of a tenant, or of all tenants, with the comment that names its schema. */
export function placeRole(
  { settings }: Policy,
  { name, tenant }: Pick<RoleWish, 'name' | 'tenant'>,
  yaml: string,
): RoleFile {
  const folder = tenant === undefined ? 'roles' : `tenants/${encodeFileName(tenant.name)}/roles`;
  const path = `${folder}/${encodeFileName(name)}.yaml`;
  return { path, text: printSchemaLine('role', path, settings.out) + yaml };
}
