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

/** What sessions are made from: who there is, and the milliseconds since 1970. */
export interface Source {
  readonly database: Database;
  readonly now: () => number;
}

export const cookieName = 'signed-in';

/** The seconds for which somebody stays signed in. */
export const lifetime = 12 * 60 * 60;

/** What the cookie of a user says, to be signed. It names its time, since a browser need not forget it in time. */
export const cookieOf = ({ now }: Source, { id }: UserRow): string => `${now()}.${id}`;

/**
 * The session of a request. The cookie says who asks and since when, and is signed; everything else comes from the
 * user's own row, read anew for every request, so that a client never chooses its roles and a role taken away is gone
 * at once.
 */
export async function sessionOf(source: Source, request: FastifyRequest): Promise<Session> {
  const { valid, value } = request.unsignCookie(request.cookies[cookieName] ?? '');
  const user = valid ? await userIn(source, value) : undefined;
  if (!user) throw new Refusal(401, 'Sign in first');
  return sessionFor(user);
}

/** The user that a signed cookie names, as long as it lasts. */
async function userIn({ database, now }: Source, cookie: string): Promise<UserRow | undefined> {
  const { since, id } = /^(?<since>\d+)\.(?<id>.+)$/s.exec(cookie)?.groups ?? {};
  if (id === undefined || now() - Number(since) >= lifetime * 1000) return undefined;
  return findUser(database, id);
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
