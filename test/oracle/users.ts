/** Section 8 read literally: who can be given what, and what somebody has. */
import { ofKind, type Role, type User } from './documents.ts';
import { isOffered, type Row } from './resolve.ts';

/**
 * Returns true if a role can be given to somebody. Section 8: "their types are of one audience, the user's type ranks at
 * least the role's and the user has all its seats".
 */
export function isAssignable(
  documents: readonly unknown[],
  role: Role,
  { userType, seats = [] }: Pick<User, 'userType' | 'seats'>,
): boolean {
  const types = ofKind(documents, 'UserType');
  const theirs = types.find(({ name }) => name === userType);
  const its = types.find(({ name }) => name === role.userType);
  if (theirs === undefined || its === undefined || role.abstract === true) return false;
  if (audienceOf(theirs) !== audienceOf(its)) return false;
  return theirs.rank >= its.rank && (role.seats ?? []).every((seat) => seats.includes(seat));
}

/** Section 6: "audience: member (default)". */
export const audienceOf = ({ audience = 'member' }: { readonly audience?: string }): string => audience;

/** Returns the names of the roles that can be given to somebody in a tenant, sorted. */
export function assignable(
  documents: readonly unknown[],
  tenantName: string,
  holder: Pick<User, 'userType' | 'seats'>,
): readonly string[] {
  const tenant = ofKind(documents, 'Tenant').find(({ name }) => name === tenantName);
  if (tenant === undefined) return [];
  return ofKind(documents, 'Role')
    .filter((role) => isOffered(documents, tenant, role) && isAssignable(documents, role, holder))
    .map(({ name }) => name)
    .sort();
}

/** Returns the users of a tenant. */
export function usersOf(documents: readonly unknown[], tenant: string): readonly User[] {
  return ofKind(documents, 'Users')
    .filter((document) => document.tenant === tenant)
    .flatMap(({ users }) => users);
}

/** Returns the rows of the roles that a user of a tenant has. */
export function rowsOf(rows: readonly Row[], tenant: string, user: User): readonly Row[] {
  return rows.filter((row) => row.tenant === tenant && (user.roles ?? []).includes(row.role.name));
}
