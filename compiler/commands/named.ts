import { nearest } from '../diagnostics/suggest.ts';
import type { Cell } from '../model/catalog.ts';
import type { Matrix, Row } from '../model/matrix.ts';
import { findMatchingCells, isPattern } from '../model/pattern.ts';
import { findPermission, type NoPermission } from '../model/permission.ts';
import {
  type Policy,
  type Role,
  rolesOf,
  type Seat,
  type Tenant,
  type User,
  type UserType,
} from '../model/policy.ts';
import { whyNotOffered } from '../questions/assign.ts';
import { Misuse } from './command.ts';

/** The tenant of a name. Throws `Misuse`, with the nearest name, where there is none. */
export function tenantNamed({ tenants }: Policy, name: string): Tenant {
  const found = tenants.find((tenant) => tenant.name === name);
  if (!found)
    throw unknown(
      `tenant \`${name}\``,
      name,
      tenants.map((tenant) => tenant.name),
    );
  return found;
}

/** The row of a role in a tenant. Throws `Misuse` where the tenant has no such role, or is not offered it. */
export function rowNamed({ policy, rows }: Matrix, tenant: Tenant, name: string): Row {
  const found = rows.find((row) => row.tenant === tenant && row.role.name === name);
  if (found) return found;
  const shared = policy.sharedRoles.find((role) => role.name === name);
  if (shared) throw new Misuse(`role \`${name}\` is not offered: ${whyNotOffered(tenant, shared)}`);
  throw unknown(
    `role \`${name}\` in tenant \`${tenant.name}\``,
    name,
    tenant.roles.map((role) => role.name),
  );
}

/** Every role of a name, in whatever tenant. Throws `Misuse`, with the nearest name, where there is none. */
export function rolesNamed(policy: Policy, name: string): readonly Role[] {
  const roles = rolesOf(policy);
  const found = roles.filter((role) => role.name === name);
  if (found.length === 0)
    throw unknown(
      `role \`${name}\``,
      name,
      roles.map((role) => role.name),
    );
  return found;
}

/** The user of an id in a tenant. Throws `Misuse`, with the nearest id, where there is none. */
export function userNamed(tenant: Tenant, id: string): User {
  const found = tenant.users?.find((user) => user.id === id);
  if (found) return found;
  if (!tenant.users) throw new Misuse(`no users are declared for tenant \`${tenant.name}\``);
  throw unknown(
    `user \`${id}\` in tenant \`${tenant.name}\``,
    id,
    tenant.users.map((user) => user.id),
  );
}

/** Every tenant that declares a user of an id, with that user. Throws `Misuse` where none does. */
export function usersNamed({ tenants }: Policy, id: string): readonly (readonly [Tenant, User])[] {
  const found = tenants.flatMap((tenant) =>
    (tenant.users ?? []).filter((user) => user.id === id).map((user) => [tenant, user] as const),
  );
  if (found.length > 0) return found;
  throw unknown(
    `user \`${id}\``,
    id,
    tenants.flatMap(({ users }) => (users ?? []).map((user) => user.id)),
  );
}

/** The cell that a permission names. Throws `Misuse` with the reason, and what was most likely meant. */
export function cellNamed({ catalog }: Policy, text: string): Cell {
  if (isPattern(text)) throw new Misuse(`\`${text}\` is a pattern; name one permission`);
  const found = findPermission(catalog, text);
  if ('reason' in found) throw noPermission(text, found);
  return found;
}

/** The cells that a permission or a pattern names. Throws `Misuse` as `cellNamed` does. */
export function cellsNamed({ catalog }: Policy, text: string): readonly Cell[] {
  const found = findMatchingCells(catalog, text);
  if ('reason' in found) throw noPermission(text, found);
  return found;
}

const noPermission = (text: string, { reason, suggestion }: NoPermission): Misuse =>
  new Misuse(`no permission \`${text}\`: ${reason}${suggestion ? `; did you mean \`${suggestion}\`?` : ''}`);

function unknown(what: string, written: string, names: readonly string[]): Misuse {
  const near = nearest(written, names);
  return new Misuse(`no ${what}${near === undefined ? '' : `; did you mean \`${near}\`?`}`);
}

/** The user type of a name. Throws `Misuse`, with the nearest name, where there is none. */
export function userTypeNamed({ userTypes }: Policy, name: string): UserType {
  const found = userTypes.find((userType) => userType.name === name);
  if (!found)
    throw unknown(
      `user type \`${name}\``,
      name,
      userTypes.map((one) => one.name),
    );
  return found;
}

/** The seats of names joined by commas, `none` for no seat. Throws `Misuse` where one is unknown. */
export function seatsNamed({ seats }: Policy, names: string | undefined): readonly Seat[] {
  if (names === undefined || names === 'none') return [];
  return listed(names).map((name) => {
    const found = seats.find((seat) => seat.name === name);
    if (!found)
      throw unknown(
        `seat \`${name}\``,
        name,
        seats.map((one) => one.name),
      );
    return found;
  });
}

/** Names joined by commas, each once. */
export const listed = (names: string): readonly string[] => [
  ...new Set(
    names
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== ''),
  ),
];
