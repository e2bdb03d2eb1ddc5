import type { Matrix } from '../model/matrix.ts';
import { type Policy, type Role, rolesOf, spellCap } from '../model/policy.ts';
import { printPlace } from '../print/print-place.ts';
import { editPermission, writeAt } from '../questions/edit-role/edit-permission.ts';
import { findRoleToEdit, moveRoleFile } from '../questions/edit-role/find-role-to-edit.ts';
import { listRoleUses } from '../questions/edit-role/list-role-uses.ts';
import { renameRole } from '../questions/edit-role/rename-role.ts';
import { explainRole } from '../questions/explain.ts';
import {
  findCell,
  findRow,
  findSeats,
  findTenant,
  findUser,
  findUserType,
} from '../questions/find-by-name.ts';
import { listAssignments } from '../questions/list-assignments.ts';
import { editUsers, type UserChange } from '../questions/plan/edit-users.ts';
import { QuestionError } from '../questions/question-error.ts';
import { supposeTypeAndSeats } from '../questions/suppose-type-and-seats.ts';
import type { CopyEdit, EditAnswer, EditedText, EditQuestion, NewRoleEdit, UserEdit } from './answers.ts';
import { listPortfoliosFor, placeRole, type RoleWish, writeCopy, writeNewRole } from './draft-roles.ts';

/** A function that compiles edited files and returns the role that one of them declares. */
export type FindEdited = (files: readonly EditedText[], path: string) => Role | undefined;

/** Makes an edit of policies: returns the texts that files have after it, and of a copy what it holds less. */
export function makeEdit(
  matrix: Matrix,
  folder: string,
  question: EditQuestion,
  findEdited: FindEdited,
): EditAnswer {
  const { policy } = matrix;
  switch (question.edit) {
    case 'permission': {
      const role = findRoleToEdit(policy, question.role, question.tenant);
      const owner = role.tenant === undefined ? undefined : findTenant(policy, role.tenant);
      const cell = findCell(owner ?? policy, question.permission);
      const catalog = owner?.catalog ?? policy.catalog;
      return answer([editPermission(role, catalog, cell, question.on)]);
    }
    case 'unlock':
      return makeUnlock(matrix, question);
    case 'new-role':
      return makeNewRole(policy, folder, question);
    case 'copy-role':
      return makeCopy(policy, folder, question, findEdited);
    case 'rename-role':
      return makeRename(policy, question);
    case 'user':
      return makeUserEdit(policy, question);
  }
}

const answer = (files: readonly EditedText[]): EditAnswer => ({
  version: 1,
  files: files.map(({ path, text }) => ({ path, text })),
});

/** Makes one of the edits that `explain` proposes, which is a value to write; a copy or a gift is made otherwise. */
function makeUnlock(
  matrix: Matrix,
  { tenant: name, role, permission, step }: Extract<EditQuestion, { readonly edit: 'unlock' }>,
): EditAnswer {
  const tenant = findTenant(matrix.policy, name);
  const { unlock } = explainRole(matrix, findRow(matrix, tenant, role), findCell(tenant, permission));
  const found = unlock[step];
  if (!found) throw new QuestionError(`\`explain\` proposes no edit ${step} for \`${permission}\``);
  const { change } = found;
  if (change.kind !== 'write')
    throw new QuestionError(`it takes more than one edit of a file: ${found.edit}`);
  return answer([writeAt(change.at, change.value, `\`${change.at.path.join('.')}\``)]);
}

function makeNewRole(policy: Policy, folder: string, question: NewRoleEdit): EditAnswer {
  const userType = findUserType(policy, question.userType);
  const wish = readWish(policy, question, { userType, seats: findSeats(policy, question.seats) });
  if (question.portfolio.length === 0 && listPortfoliosFor(policy, wish.tenant).length > 0)
    throw new QuestionError('a new role says which records it reaches');
  return answer([place(policy, folder, wish, writeNewRole(policy, wish, question.portfolio))]);
}

function makeCopy(policy: Policy, folder: string, question: CopyEdit, findEdited: FindEdited): EditAnswer {
  const role = findRoleToEdit(policy, question.role, question.fromTenant);
  if (!('cap' in role)) throw new QuestionError(`role \`${role.name}\` is abstract: include it instead`);
  const userType = question.userType === undefined ? role.userType : findUserType(policy, question.userType);
  const seats =
    question.seats === undefined
      ? role.seats.filter((seat) => seat.combinesWith.has(userType.name))
      : findSeats(policy, question.seats);
  const wish = readWish(policy, { ...question, tenant: question.tenant ?? role.tenant }, { userType, seats });
  const { yaml, more, listDropped } = writeCopy(policy, role, wish, question.widen === true);
  const file = place(policy, folder, wish, yaml);
  const copy = findEdited([file], file.path);
  return {
    ...answer([file]),
    ...(copy && { dropped: listDropped(copy).map(({ permission }) => permission) }),
    more: more.map(({ permission }) => permission),
  };
}

function readWish(
  policy: Policy,
  {
    name,
    title,
    tenant,
  }: { readonly name: string; readonly title?: string; readonly tenant?: string | undefined },
  cap: Pick<RoleWish, 'userType' | 'seats'>,
): RoleWish {
  const owner = tenant === undefined ? undefined : findTenant(policy, tenant);
  const isTaken = rolesOf(policy).some(
    (role) => role.name === name && (!owner || role.tenant === owner.name),
  );
  if (isTaken) throw new QuestionError(`there is a role \`${name}\` already`);
  return { ...cap, name, title, tenant: owner };
}

function place(
  policy: Policy,
  folder: string,
  wish: RoleWish,
  yaml: string,
): EditedText & { readonly text: string } {
  const { path, text } = placeRole(policy, wish, yaml);
  return { path: folder === '.' || folder === '' ? path : `${folder}/${path}`, text };
}

function makeRename(
  policy: Policy,
  { role: name, tenant, name: to }: Extract<EditQuestion, { readonly edit: 'rename-role' }>,
): EditAnswer {
  const role = findRoleToEdit(policy, name, tenant);
  if (name === to) throw new QuestionError(`the role is called \`${to}\` already`);
  const uses = listRoleUses(policy, role);
  const shared = uses.find(({ isShared }) => isShared);
  if (shared)
    throw new QuestionError(
      `\`${name}\` in ${printPlace(shared.at)} means the roles of several tenants; say there which roles are meant, then rename`,
    );
  const own = role.at.document.source.path;
  const moved = moveRoleFile(role, to);
  const edited = renameRole(uses, name, to, 'userType' in role);
  return answer([
    ...edited.map((file) => (file.path === own && moved !== undefined ? { ...file, path: moved } : file)),
    ...(moved === undefined ? [] : [{ path: own, text: null }]),
  ]);
}

/** Gives a user another type, other seats or other roles, where the list of users says what they have. */
function makeUserEdit(policy: Policy, question: UserEdit): EditAnswer {
  const tenant = findTenant(policy, question.tenant);
  const user = findUser(tenant, question.user);
  const typed = supposeTypeAndSeats(policy, tenant, user, {
    userType: question.userType,
    seats: question.seats,
  });
  const wanted = [...new Set(question.roles ?? user.roles.map(({ name }) => name))];
  const assignments = new Map(
    listAssignments(policy, tenant, typed).map((one) => [one.role.name, one] as const),
  );
  for (const name of wanted) {
    const found = assignments.get(name);
    if (!found) throw new QuestionError(`tenant \`${tenant.name}\` has no role \`${name}\``);
    if (!found.assignable)
      throw new QuestionError(`user \`${user.id}\` cannot have role \`${name}\`: ${found.reason}`);
  }
  const changes: UserChange[] = [
    ...(spellCap(typed) === spellCap(user)
      ? []
      : [
          {
            kind: 'type' as const,
            userType: typed.userType.name,
            seats: typed.seats.map(({ name }) => name),
          },
        ]),
    ...(isSameSet(
      wanted,
      user.roles.map(({ name }) => name),
    )
      ? []
      : [{ kind: 'roles' as const, roles: wanted }]),
  ];
  if (changes.length === 0)
    throw new QuestionError(`user \`${user.id}\` has that type, those seats and those roles`);
  return answer(editUsers(changes.map((change) => [user, change] as const)));
}

const isSameSet = (some: readonly string[], others: readonly string[]): boolean =>
  some.length === others.length && some.every((one) => others.includes(one));
