import type { Cell } from '../../compiler/model/catalog.ts';
import { describeReach } from '../../compiler/model/describe-reach.ts';
import type { Matrix } from '../../compiler/model/matrix.ts';
import type { Tenant, User } from '../../compiler/model/policy.ts';
import { findReachInUnion, joinUserRoles } from '../../compiler/model/row-union.ts';
import { combineRoles } from '../../compiler/questions/combine-roles.ts';
import { type Assignment, listAssignments } from '../../compiler/questions/list-assignments.ts';
import { supposeTypeAndSeats } from '../../compiler/questions/suppose-type-and-seats.ts';

/** A user as they are supposed to be; what is absent stays as it is. */
export interface SupposedPerson {
  readonly userType?: string | undefined;
  readonly seats?: readonly string[] | undefined;
  /** The roles by name. */
  readonly roles?: readonly string[] | undefined;
}

/** A permission that a user has, with the roles that bring it and the records it works on. */
export interface PersonPermission {
  readonly cell: Cell;
  readonly roles: readonly string[];
  readonly records: string;
}

/** All that the page tells of a user. */
export interface PersonAnswer {
  readonly user: User;
  /** The names of the roles that they have, or are supposed to have, with those that fall away. */
  readonly wanted: readonly string[];
  readonly assignments: readonly Assignment[];
  readonly permissions: readonly PersonPermission[];
  /** The number of permissions that only one role brings, by that role. */
  readonly alone: ReadonlyMap<string, number>;
}

/** Tells what a user may do, or would as somebody else: roles that they could not be given then bring nothing. */
export function readPerson(
  matrix: Matrix,
  tenant: Tenant,
  known: User,
  supposed: SupposedPerson,
): PersonAnswer {
  const { userType, seats, roles } = supposed;
  const { policy } = matrix;
  const typed =
    userType === undefined && seats === undefined
      ? known
      : supposeTypeAndSeats(policy, tenant, known, { userType, seats });
  const wanted = roles === undefined ? typed.roles : tenant.roles.filter(({ name }) => roles.includes(name));
  const assignments = listAssignments(policy, tenant, { ...typed, roles: wanted });
  const fitting = new Set(assignments.flatMap(({ role, assignable }) => (assignable ? role : [])));
  const user = { ...typed, roles: wanted.filter((role) => fitting.has(role)) };
  const union = joinUserRoles(matrix, tenant, user);
  const permissions = combineRoles(matrix, tenant, user).granted.map(
    ({ cell, roles: by }): PersonPermission => ({
      cell,
      roles: by,
      get records() {
        return describeRecords(cell, findReachInUnion(union, cell));
      },
    }),
  );
  const alone = new Map<string, number>();
  for (const { roles: by } of permissions) {
    const [only, more] = by;
    if (only !== undefined && more === undefined) alone.set(only, (alone.get(only) ?? 0) + 1);
  }
  return { user, wanted: wanted.map(({ name }) => name), assignments, permissions, alone };
}

/** Reads names that an address joins by `|`; `-` stands for none, and what is absent is not supposed. */
export function readSupposedNames(names: string | undefined): readonly string[] | undefined {
  if (names === undefined) return undefined;
  return names === '-' ? [] : names.split('|');
}

/** Writes names for an address; nothing if they are what somebody has anyway. */
export function writeSupposedNames(
  names: readonly string[],
  real: readonly { readonly name: string }[] | undefined,
): string | undefined {
  const isReal = real?.length === names.length && real.every(({ name }) => names.includes(name));
  return isReal ? undefined : names.join('|') || '-';
}

/** Describes in a few words what somebody is given and loses of type, seats and roles; undefined if that is nothing. */
export function describePersonChange(is: PersonAnswer, would: PersonAnswer): string | undefined {
  const list = ({ user: { userType, seats, roles } }: PersonAnswer) =>
    [userType, ...seats, ...roles].map(({ name }) => name);
  const [had, has] = [list(is), list(would)];
  const words = [
    ...has.filter((name) => !had.includes(name)).map((name) => `+ ${name}`),
    ...had.filter((name) => !has.includes(name)).map((name) => `− ${name}`),
  ];
  return words.length === 0 ? undefined : words.join(', ');
}

function describeRecords({ model }: Cell, reach: ReturnType<typeof findReachInUnion>): string {
  if (!model) return '';
  return reach === 'all' ? 'every record' : `records of which ${describeReach(reach)}`;
}

/** The permissions that one answer has and another has not, both ways. */
export interface PersonDifference {
  readonly gained: readonly string[];
  readonly lost: readonly string[];
}

/** Compares what somebody may do with what they would. */
export function comparePersons(is: PersonAnswer, would: PersonAnswer): PersonDifference {
  const list = ({ permissions }: PersonAnswer) => new Set(permissions.map(({ cell }) => cell.permission));
  const [has, gets] = [list(is), list(would)];
  return {
    gained: [...gets].filter((permission) => !has.has(permission)),
    lost: [...has].filter((permission) => !gets.has(permission)),
  };
}
