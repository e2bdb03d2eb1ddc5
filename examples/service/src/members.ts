import type { Queryable } from './database.ts';
import { forbidden, notFound, type Reason, Refusal } from './refusals.ts';
import { openEditor, type RoleSource, readRoles } from './roles.ts';
import { readSession, type Session } from './session.ts';

/** A user of the tenant, as the settings show them. */
export interface Member {
  readonly id: string;
  readonly name: string;
  readonly userType: string;
  readonly seats: readonly string[];
  readonly roles: readonly string[];
}

/** The fields of a user that a request changes. */
export type MemberChanges = Partial<Pick<Member, 'userType' | 'seats' | 'roles'>>;

/** The users of the tenant, by name. */
export async function readMembers(database: Queryable, tenant: string): Promise<readonly Member[]> {
  const { rows } = await database.query<Member>(`${selectMembers} ORDER BY name`, [tenant]);
  return rows;
}

/**
 * Gives somebody another user type, other seats or other roles. All roles must be assignable to them then, and no more users
 * be of a type or have a seat than the tenant has bought. The tenant's users are locked meanwhile, or two who ask at the
 * same time would each see the last one free.
 */
export async function changeMember(
  { database, now }: RoleSource,
  session: Session,
  id: string,
  changes: MemberChanges,
): Promise<Member> {
  const { tenant } = session.user;
  if (!session.policy.uses('ApplyUserRoles'))
    throw forbidden('You may not give roles', [{ reason: session.policy.why('use', 'ApplyUserRoles') }]);
  return database.transaction(async (transaction) => {
    const { rows: members } = await transaction.query<Member>(`${selectMembers} ORDER BY id FOR UPDATE`, [
      tenant,
    ]);
    const before = members.find((member) => member.id === id);
    if (!before) throw notFound('user');
    const after = { ...before, ...changes };
    const editor = openEditor(session, await readRoles(transaction, tenant), now);
    const reasons = [...listMisfits(editor, after), ...listOverLimits(editor, members, before, after)];
    if (reasons.length > 0) throw new Refusal(409, `${before.name} cannot be changed so`, reasons);
    await transaction.query(
      'UPDATE users SET user_type = $3, seats = $4, roles = $5 WHERE tenant = $1 AND id = $2',
      [tenant, id, after.userType, after.seats, after.roles],
    );
    if (id === session.user.id && !(await readSession(transaction, id)).policy.uses('ApplyUserRoles'))
      throw new Refusal(409, 'You would not get in here any more: let somebody else change you');
    return after;
  });
}

type Editor = ReturnType<typeof openEditor>;

/** Returns why a user cannot be of their type, have their seats and be given their roles; no reasons if they can. */
function listMisfits(editor: Editor, { userType, seats, roles }: Member): readonly Reason[] {
  const type = editor.choices.userTypes.find(({ name }) => name === userType);
  if (!type) throw new Refusal(400, 'There is no such user type');
  const misfit = seats.find((seat) => !type.seats.some((name) => name === seat));
  if (misfit !== undefined)
    throw new Refusal(400, `${userType} does not combine with a seat of that name here`);
  const assignable = editor.assignable({
    userType: type.name,
    seats: [...type.seats].filter((seat) => seats.includes(seat)),
  });
  return roles.flatMap((role): Reason[] => {
    const found = assignable.find((one) => one.role === role);
    if (!found) throw new Refusal(400, 'There is no such role');
    return found.because === undefined ? [] : [{ property: role, reason: found.because }];
  });
}

/** Which limits a change would go beyond: what somebody has already is theirs, also where there are too many. */
function listOverLimits(
  { choices }: Editor,
  members: readonly Member[],
  before: Member,
  after: Member,
): readonly Reason[] {
  const others = members.filter(({ id }) => id !== before.id);
  const has = ({ userType, seats }: Member, name: string) => userType === name || seats.includes(name);
  return [...choices.userTypes, ...choices.seats].flatMap(({ name, limit }): Reason[] => {
    if (limit === undefined || has(before, name) || !has(after, name)) return [];
    const used = others.filter((one) => has(one, name)).length;
    return used < limit ? [] : [{ property: name, reason: `all ${limit} that were bought are in use` }];
  });
}

const selectMembers = `SELECT id, name, user_type AS "userType", seats, roles
  FROM users AS record WHERE record.tenant = $1`;
