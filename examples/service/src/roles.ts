import type { Transaction } from '@electric-sql/pglite';
import { type RoleDocument, type RoleEditor, roles, type StoredRole } from '@planhat/permissions/roles';
import type { Queryable } from './database.ts';
import { forbidden, notFound, Refusal } from './refusals.ts';
import type { Session, Source } from './session.ts';

/** A role that the tenant's administrators made, as its row has it. */
export interface RoleRow {
  readonly name: string;
  readonly version: number;
  readonly compiled: StoredRole;
}

/**
 * The part of the service's settings that changing roles needs: the database, the clock, and if somebody may give more
 * than they hold.
 */
export type RoleSource = Pick<Source, 'database' | 'now' | 'mayExceed'>;

/** An action on roles; each is a permission of the policies. */
export type RoleAction = 'create' | 'view' | 'update' | 'remove';

/**
 * Refuses who may not do it. Roles are kept in the settings, which Admin Access opens; seeing them is asked of everybody
 * there, and what they do beyond it has a permission of its own.
 */
export function requireRoleAction({ policy }: Session, action: RoleAction): void {
  const reasons = [
    ...(policy.uses('AdminAccess') ? [] : [policy.why('use', 'AdminAccess')]),
    ...(['view', action] as const)
      .filter((one) => !policy.canSome(one, 'UserRole'))
      .map((one) => policy.why(one, 'UserRole')),
  ];
  if (reasons.length > 0)
    throw forbidden(
      `You may not ${action} roles`,
      [...new Set(reasons)].map((reason) => ({ reason })),
    );
}

/** The roles that the tenant has in the database, by name. */
export async function readRoles(database: Queryable, tenant: string): Promise<readonly RoleRow[]> {
  const { rows } = await database.query<RoleRow>(
    'SELECT name, version, compiled FROM roles AS record WHERE record.tenant = $1 ORDER BY name',
    [tenant],
  );
  return rows;
}

/** Opens the editor of the session's tenant: the same that the page has, but this one decides. */
export const openEditor = ({ user }: Session, rows: readonly RoleRow[], now: () => number): RoleEditor =>
  roles({
    tenant: user.tenant,
    stored: rows.map(({ compiled }) => compiled),
    today: new Date(now()).toISOString().slice(0, 10),
  });

/**
 * Returns the findings and effects that saving a role would have. `before` is the name of the stored role that it is to
 * replace.
 */
export async function checkRole(
  { database, now, mayExceed }: RoleSource,
  session: Session,
  document: RoleDocument,
  before: string | undefined,
) {
  const { editor, replaced } = await readFor(database, session, now, before);
  return editor.check(document, {
    by: session.policy,
    mayExceed,
    ...(replaced && { before: replaced.compiled }),
  });
}

/** Adds a role; refused where there is one of its name, so that two who begin alike do not overwrite each other. */
export async function addRole(
  { database, now, mayExceed }: RoleSource,
  session: Session,
  document: RoleDocument,
): Promise<RoleRow> {
  const { tenant } = session.user;
  return database.transaction(async (transaction) => {
    const { editor } = await readFor(transaction, session, now, undefined);
    const compiled = editor.compile(document, { by: session.policy, mayExceed });
    const { name } = compiled.role;
    const { rows } = await transaction.query<RoleRow>(
      `INSERT INTO roles (tenant, name, document, compiled, digest) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT DO NOTHING RETURNING name, version, compiled`,
      [tenant, name, compiled.role, compiled, compiled.digest],
    );
    return rows[0] ?? refuseConflict(`There is a role ${name} already`);
  });
}

/**
 * Replaces a role, which may get another name; whoever has it keeps it. `version` is that of the row that was edited: where
 * somebody else has saved since, nothing is written.
 */
export async function replaceRole(
  { database, now, mayExceed }: RoleSource,
  session: Session,
  name: string,
  version: number,
  document: RoleDocument,
): Promise<RoleRow> {
  const { tenant } = session.user;
  return database.transaction(async (transaction) => {
    const { editor, replaced } = await readFor(transaction, session, now, name);
    refuseStale(replaced, version);
    const compiled = editor.compile(document, {
      by: session.policy,
      mayExceed,
      ...(replaced && { before: replaced.compiled }),
    });
    const { name: after } = compiled.role;
    if (after !== name) await rename(transaction, tenant, name, after);
    const { rows } = await transaction.query<RoleRow>(
      `UPDATE roles SET document = $3, compiled = $4, digest = $5, version = version + 1
       WHERE tenant = $1 AND name = $2 RETURNING name, version, compiled`,
      [tenant, after, compiled.role, compiled, compiled.digest],
    );
    return rows[0] ?? refuseConflict('Somebody else has removed this role');
  });
}

/** Removes a role that nobody has. */
export async function removeRole(
  { database }: RoleSource,
  { user }: Session,
  name: string,
  version: number,
): Promise<void> {
  await database.transaction(async (transaction) => {
    const rows = await lockRoles(transaction, user.tenant);
    refuseStale(
      rows.find((row) => row.name === name),
      version,
    );
    const holders = await transaction.query<{ readonly name: string }>(
      'SELECT name FROM users AS record WHERE record.tenant = $1 AND $2 = ANY (roles) ORDER BY name FOR UPDATE',
      [user.tenant, name],
    );
    if (holders.rows.length > 0)
      throw new Refusal(
        409,
        'Somebody has this role',
        holders.rows.map((one) => ({ reason: `${one.name} has it: give them another one first` })),
      );
    await transaction.query('DELETE FROM roles WHERE tenant = $1 AND name = $2', [user.tenant, name]);
  });
}

/**
 * Compiles again what an older package compiled, once when the service starts, so that no request has to. A role can only
 * shrink by it; one that has errors now stays as it is, and gives nothing.
 */
export async function renewRoles({ database }: Pick<Source, 'database'>, tenants: readonly string[]) {
  for (const tenant of tenants) {
    const rows = await readRoles(database, tenant);
    const stored = rows.map(({ compiled }) => compiled);
    const editor = rows.length > 0 && roles({ tenant: tenant as StoredRole['tenant'], stored });
    for (const { name, version, compiled } of editor ? rows : []) {
      const renewed = attempt(() => (editor ? editor.renew(compiled) : undefined));
      if (renewed === undefined || renewed.digest === compiled.digest) continue;
      await database.query(
        'UPDATE roles SET compiled = $4, digest = $5 WHERE tenant = $1 AND name = $2 AND version = $3',
        [tenant, name, version, renewed, renewed.digest],
      );
    }
  }
}

function attempt<Value>(make: () => Value): Value | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}

/** The editor among all other roles of the tenant, and the row that is to be replaced. */
async function readFor(
  database: Queryable,
  session: Session,
  now: () => number,
  replacedName: string | undefined,
): Promise<{ readonly editor: RoleEditor; readonly replaced: RoleRow | undefined }> {
  const rows = await lockRoles(database, session.user.tenant);
  const replaced = rows.find(({ name }) => name === replacedName);
  if (replacedName !== undefined && !replaced) throw notFound('role');
  const others = rows.filter((row) => row !== replaced);
  return { editor: openEditor(session, others, now), replaced };
}

/** Reads the roles and holds them until the transaction ends: their names and their number decide too. */
async function lockRoles(database: Queryable, tenant: string): Promise<readonly RoleRow[]> {
  const { rows } = await database.query<RoleRow>(
    'SELECT name, version, compiled FROM roles AS record WHERE record.tenant = $1 ORDER BY name FOR UPDATE',
    [tenant],
  );
  return rows;
}

async function rename(transaction: Transaction, tenant: string, before: string, after: string) {
  const taken = await transaction.query('SELECT 1 FROM roles WHERE tenant = $1 AND name = $2', [
    tenant,
    after,
  ]);
  if (taken.rows.length > 0) refuseConflict(`There is a role ${after} already`);
  await transaction.query('UPDATE roles SET name = $3 WHERE tenant = $1 AND name = $2', [
    tenant,
    before,
    after,
  ]);
  await transaction.query(
    'UPDATE users SET roles = array_replace(roles, $2, $3) WHERE tenant = $1 AND $2 = ANY (roles)',
    [tenant, before, after],
  );
}

function refuseStale(row: RoleRow | undefined, version: number): void {
  if (!row) throw notFound('role');
  if (row.version !== version) refuseConflict('Somebody else has changed this role since you opened it');
}

function refuseConflict(message: string): never {
  throw new Refusal(409, message);
}
