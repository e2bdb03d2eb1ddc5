import { type Policy, permissions, type SignedIn } from '@planhat/permissions';
import type { FastifyRequest } from 'fastify';
import type { Database } from './database.ts';
import { Refusal } from './refusals.ts';

/** Who asks, and what they may do. */
export interface Session {
  readonly user: UserRow;
  readonly policy: Policy;
}

export interface UserRow {
  readonly tenant: SignedIn['tenant'];
  readonly id: string;
  readonly name: string;
  readonly userType: SignedIn['userType'];
  readonly seats: NonNullable<SignedIn['seats']>;
  readonly roles: SignedIn['roles'];
  readonly managedUserIds: readonly string[];
}

export const cookieName = 'signed-in';

/**
 * The session of a request. The cookie says who asks and is signed; everything else comes from the user's own row,
 * read anew for every request, so that a client never chooses its roles and a role taken away is gone at once.
 */
export async function sessionOf(database: Database, request: FastifyRequest): Promise<Session> {
  const { valid, value } = request.unsignCookie(request.cookies[cookieName] ?? '');
  const user = valid ? await findUser(database, value) : undefined;
  if (!user) throw new Refusal(401, 'Sign in first');
  return sessionFor(user);
}

/** What a user may do. Throws a `PermissionsError` where their row says what does not exist or fit. */
export function sessionFor(user: UserRow): Session {
  const { tenant, roles, userType, seats, id, managedUserIds } = user;
  return { user, policy: permissions({ tenant, roles, userType, seats, user: { id, managedUserIds } }) };
}

/** A user by their id. */
export async function findUser(database: Database, id: string): Promise<UserRow | undefined> {
  const { rows } = await database.query<UserRow>(`${selectUsers} WHERE id = $1`, [id]);
  return rows[0];
}

/** Everybody whom the demo has. */
export async function demoUsers(database: Database): Promise<readonly UserRow[]> {
  const { rows } = await database.query<UserRow>(`${selectUsers} ORDER BY tenant, user_type, id`);
  return rows;
}

const selectUsers = `SELECT tenant, id, name, user_type AS "userType", seats, roles,
  managed_user_ids AS "managedUserIds" FROM users`;
