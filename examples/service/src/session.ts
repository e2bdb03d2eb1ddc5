import { createHash, randomBytes } from 'node:crypto';
import type { CookieSerializeOptions } from '@fastify/cookie';
import { type Policy, permissions, type SignedIn } from '@planhat/permissions';
import type { StoredRole } from '@planhat/permissions/roles';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Database, Queryable } from './database.ts';
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
  /** Roles of the policies and of the tenant's own, by name. */
  readonly roles: readonly string[];
  readonly managedUserIds: readonly string[];
}

/** The sources of a session: the database, the clock in milliseconds since 1970, and if browsers come by TLS. */
export interface Source {
  readonly database: Database;
  readonly now: () => number;
  readonly isPublic: boolean;
  /** True if somebody may put into a role what they do not hold themselves. */
  readonly mayExceed: boolean;
}

/** The seconds for which somebody stays signed in. */
export const lifetime = 12 * 60 * 60;

/** The cookie's name. With this prefix a browser takes it from this host alone, by TLS, for every path. */
export const cookieName = ({ isPublic }: Pick<Source, 'isPublic'>): string =>
  isPublic ? '__Host-signed-in' : 'signed-in';

const cookieOptions = ({ isPublic }: Source): CookieSerializeOptions => ({
  httpOnly: true,
  sameSite: 'strict',
  secure: isPublic,
  path: '/',
});

/**
 * Starts a session under a token that nobody had before, and ends the one that the browser came with: a token that was
 * planted in it, or is known to somebody, signs in nobody afterwards.
 */
export async function startSession(
  source: Source,
  request: FastifyRequest,
  reply: FastifyReply,
  user: UserRow,
): Promise<void> {
  await endSession(source, request, reply);
  const { database, now } = source;
  const token = randomBytes(32).toString('base64url');
  // Tokens that have expired sign in nobody; kept, they would only fill the table.
  await database.query('DELETE FROM sessions WHERE tenant = $1 AND expires_at <= $2', [
    user.tenant,
    new Date(now()),
  ]);
  await database.query(
    'INSERT INTO sessions (tenant, token_hash, user_id, expires_at) VALUES ($1, $2, $3, $4)',
    [user.tenant, hashOf(token), user.id, new Date(now() + lifetime * 1000)],
  );
  reply.setCookie(cookieName(source), token, { ...cookieOptions(source), signed: true, maxAge: lifetime });
}

/** Ends the session of a request here and not only in the browser: whoever kept a copy of its cookie is nobody. */
export async function endSession(
  source: Source,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const token = tokenIn(source, request);
  if (token !== undefined)
    await source.database.query('DELETE FROM sessions WHERE token_hash = $1', [hashOf(token)]);
  reply.clearCookie(cookieName(source), cookieOptions(source));
}

/**
 * Returns the session of a request. The cookie holds a token that was made up here and means nothing by itself;
 * everything else comes from the user's own row, read anew for every request, so that a client never chooses its
 * roles, and a role taken away or a session ended is gone at once.
 */
export async function sessionOf(source: Source, request: FastifyRequest): Promise<Session> {
  const token = tokenIn(source, request);
  const row = token === undefined ? undefined : await findSignedIn(source, token);
  if (!row) throw new Refusal(401, 'Sign in first');
  return sessionFor(row);
}

/** Returns the token of a request's cookie; undefined if it was not signed here: the database is not even asked. */
function tokenIn(source: Source, request: FastifyRequest): string | undefined {
  const { valid, value } = request.unsignCookie(request.cookies[cookieName(source)] ?? '');
  return valid ? value : undefined;
}

async function findSignedIn({ database, now }: Source, token: string): Promise<SessionRow | undefined> {
  const { rows } = await database.query<SessionRow>(
    `${selectSession} JOIN sessions AS session ON session.tenant = record.tenant AND session.user_id = record.id
     WHERE session.token_hash = $1 AND session.expires_at > $2`,
    [hashOf(token), new Date(now())],
  );
  return rows[0];
}

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

/** A user with those of their roles that are in the database, by name. */
interface SessionRow extends UserRow {
  readonly stored: Readonly<Record<string, StoredRole>>;
}

/**
 * Returns the session of a user, with what they may do. Throws a `PermissionsError` if their row names what does not
 * exist or fit.
 */
function sessionFor({ stored, ...user }: SessionRow): Session {
  const { tenant, userType, seats, id, managedUserIds } = user;
  // A row stands beside the roles of the policies; a name that is neither is refused.
  const roles = user.roles.map((name) => (Object.hasOwn(stored, name) ? stored[name] : name));
  // Nobody here signs in to a portal: who belongs to no company reaches nothing by theirs.
  const known = { id, managedUserIds, companyId: '' };
  return {
    user,
    policy: permissions({ tenant, roles: roles as SignedIn['roles'], userType, seats, user: known }),
  };
}

/** Reads the session of the user with an id, with what they may do by their row as it is now. */
export async function readSession(database: Queryable, id: string): Promise<Session> {
  const { rows } = await database.query<SessionRow>(`${selectSession} WHERE record.id = $1`, [id]);
  if (!rows[0]) throw new Refusal(401, 'Sign in first');
  return sessionFor(rows[0]);
}

/** A user by what they sign in with, which is unique among all tenants. */
export async function findUser(database: Database, id: string): Promise<UserRow | undefined> {
  const { rows } = await database.query<UserRow>(`${selectUsers} WHERE record.id = $1`, [id]);
  return rows[0];
}

/** Everybody whom the demo has. */
export async function demoUsers(database: Database): Promise<readonly UserRow[]> {
  const { rows } = await database.query<UserRow>(
    `${selectUsers} ORDER BY record.tenant, record.user_type, record.id`,
  );
  return rows;
}

const userColumns = `record.tenant, record.id, record.name, record.user_type AS "userType", record.seats,
  record.roles, record.managed_user_ids AS "managedUserIds"`;

const selectUsers = `SELECT ${userColumns} FROM users AS record`;

const selectSession = `SELECT ${userColumns}, coalesce(
    (SELECT json_object_agg(role.name, role.compiled) FROM roles AS role
     WHERE role.tenant = record.tenant AND role.name = ANY (record.roles)), '{}') AS stored
  FROM users AS record`;
