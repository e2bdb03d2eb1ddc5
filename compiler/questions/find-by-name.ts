import { nearest } from '../diagnostics/suggest.ts';
import type { Cell } from '../model/catalog.ts';
import type { Matrix, Row } from '../model/matrix.ts';
import { findMatchingCells, isPattern } from '../model/pattern.ts';
import { findPermission, type NoPermission } from '../model/permission.ts';
import {
  type AbstractRole,
  type Policy,
  type Role,
  rolesOf,
  type Seat,
  type Tenant,
  type User,
  type UserType,
} from '../model/policy.ts';
import { listFirstNames, listThereAre } from '../text/list.ts';
import { explainNotOffered } from './list-assignments.ts';
import { QuestionError } from './question-error.ts';

/** Returns the tenant of a name. Throws `QuestionError`, with the nearest name, if there is none. */
export function findTenant({ tenants }: Policy, name: string): Tenant {
  const found = tenants.find((tenant) => tenant.name === name);
  if (!found)
    throw refuseName(
      `tenant \`${name}\``,
      name,
      tenants.map((tenant) => tenant.name),
    );
  return found;
}

/** Returns the row of a role in a tenant. Throws `QuestionError` if the tenant has no such role or is not offered it. */
export function findRow({ policy, rows }: Matrix, tenant: Tenant, name: string): Row {
  const found = rows.find((row) => row.tenant === tenant && row.role.name === name);
  if (found) return found;
  const shared = policy.sharedRoles.find((role) => role.name === name);
  if (shared)
    throw new QuestionError(`role \`${name}\` is not offered: ${explainNotOffered(tenant, shared)}`);
  if (findAbstractRole(policy, name, tenant.name))
    throw new QuestionError(
      `role \`${name}\` is abstract: it exists to be included, and nobody can be given it`,
    );
  throw refuseName(
    `role \`${name}\` in tenant \`${tenant.name}\``,
    name,
    tenant.roles.map((role) => role.name),
  );
}

/** Returns the abstract role of a name that a tenant has of its own, or else that every tenant has. */
export const findAbstractRole = (
  { abstractRoles }: Policy,
  name: string,
  tenant: string | undefined,
): AbstractRole | undefined => {
  const found = abstractRoles.filter((role) => role.name === name);
  return found.find((role) => role.tenant === tenant) ?? found.find((role) => role.tenant === undefined);
};

/** Returns all roles of a name, in any tenant. Throws `QuestionError`, with the nearest name, if there is none. */
export function findRoles(policy: Policy, name: string): readonly Role[] {
  const roles = rolesOf(policy);
  const found = roles.filter((role) => role.name === name);
  if (found.length === 0)
    throw refuseName(
      `role \`${name}\``,
      name,
      roles.map((role) => role.name),
    );
  return found;
}

/** Returns the user of an id in a tenant. Throws `QuestionError`, with the nearest id, if there is none. */
export function findUser(tenant: Tenant, id: string): User {
  const found = tenant.users?.find((user) => user.id === id);
  if (found) return found;
  if (!tenant.users)
    throw new QuestionError(
      `no users are declared for tenant \`${tenant.name}\`; declare them in a document of kind \`Users\``,
    );
  throw refuseName(
    `user \`${id}\` in tenant \`${tenant.name}\``,
    id,
    tenant.users.map((user) => user.id),
  );
}

/** Returns every tenant that declares a user of an id, with that user. Throws `QuestionError` if none does. */
export function findUsers({ tenants }: Policy, id: string): readonly (readonly [Tenant, User])[] {
  const found = tenants.flatMap((tenant) =>
    (tenant.users ?? []).filter((user) => user.id === id).map((user) => [tenant, user] as const),
  );
  if (found.length > 0) return found;
  throw refuseName(
    `user \`${id}\``,
    id,
    tenants.flatMap(({ users }) => (users ?? []).map((user) => user.id)),
  );
}

/** Returns the cell of a permission. Throws `QuestionError`, with the reason and a suggestion, if there is none. */
export function findCell({ catalog }: Pick<Tenant, 'catalog'>, text: string): Cell {
  if (isPattern(text)) throw new QuestionError(`\`${text}\` is a pattern; name one permission`);
  const found = findPermission(catalog, text);
  if ('reason' in found) throw refusePermission(text, found);
  return found;
}

/** Returns the cells of a permission or a pattern. Throws `QuestionError`, with the reason, if there are none. */
export function findCells({ catalog }: Pick<Tenant, 'catalog'>, text: string): readonly Cell[] {
  const found = findMatchingCells(catalog, text);
  if ('reason' in found) throw refusePermission(text, found);
  return found;
}

/**
 * Returns the function that finds the cells of a permission or a pattern in the catalog of a tenant, which may have properties
 * of its own. Throws `QuestionError`, with the reason, if neither the policy nor any of its tenants has such a cell.
 */
export function prepareCells(policy: Policy, text: string): (tenant: Tenant) => readonly Cell[] {
  const catalogs = new Set([policy, ...policy.tenants].map(({ catalog }) => catalog));
  const found = new Map([...catalogs].map((catalog) => [catalog, findMatchingCells(catalog, text)]));
  const isAnywhere = [...found.values()].some((cells) => !('reason' in cells));
  if (!isAnywhere) findCells(policy, text);
  return ({ catalog }) => {
    const cells = found.get(catalog) ?? [];
    return 'reason' in cells ? [] : cells;
  };
}

const refusePermission = (text: string, { reason, suggestion }: NoPermission): QuestionError =>
  new QuestionError(
    `no permission \`${text}\`: ${reason}${suggestion ? `; did you mean \`${suggestion}\`?` : ''}`,
  );

/** The most names that a sentence lists where none is near. */
const mostListed = 8;

/** Returns the error for a name that nothing has, with the nearest one, or those there are. */
export function refuseName(what: string, written: string, names: readonly string[]): QuestionError {
  const near = nearest(written, names);
  return new QuestionError(
    `no ${what}${near === undefined ? listChoices(names) : `; did you mean \`${near}\`?`}`,
  );
}

/** Returns the end of a sentence that says which names there are, the first few of them; empty if there are none. */
export const listChoices = (names: readonly string[]): string =>
  names.length > 0 ? `; ${listThereAre([...new Set(names)].sort(), mostListed)}` : '';

/** Lists the tenants of which one is to be named, the first few of them. */
export const listTenants = (names: readonly string[]): string =>
  listFirstNames([...names].sort(), mostListed);

/** Returns the user type of a name. Throws `QuestionError`, with the nearest name, if there is none. */
export function findUserType({ userTypes }: Policy, name: string): UserType {
  const found = userTypes.find((userType) => userType.name === name);
  if (!found)
    throw refuseName(
      `user type \`${name}\``,
      name,
      userTypes.map((one) => one.name),
    );
  return found;
}

/** Returns the seats of a list of names, or of names joined by commas; `none` means no seat. Throws `QuestionError` if one is unknown. */
export function findSeats({ seats }: Policy, names: string | readonly string[] | undefined): readonly Seat[] {
  if (names === undefined || names === 'none') return [];
  const wanted = typeof names === 'string' ? splitNames(names) : names;
  return wanted.map((name) => {
    const found = seats.find((seat) => seat.name === name);
    if (!found)
      throw refuseName(
        `seat \`${name}\``,
        name,
        seats.map((one) => one.name),
      );
    return found;
  });
}

/** Splits names that are joined by commas, and returns each once. */
export const splitNames = (names: string): readonly string[] => [
  ...new Set(
    names
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== ''),
  ),
];
