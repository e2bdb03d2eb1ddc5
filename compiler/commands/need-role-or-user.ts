import { MissingValueError, MisuseError } from './command.ts';

/** The role or the user that a question is about: one of the two. */
export type RoleOrUser =
  | { readonly role: string; readonly user?: undefined }
  | { readonly role?: undefined; readonly user: string };

/** The options of a line that name a role or a user. */
interface RoleAndUserOptions {
  readonly role: string | undefined;
  readonly user: string | undefined;
}

/** Returns the role or the user that a line names. Throws `MisuseError` if it names none or both. */
export function needRoleOrUser(command: string, { role, user }: RoleAndUserOptions): RoleOrUser {
  refuseRoleAndUser({ role, user });
  if (role !== undefined) return { role };
  if (user !== undefined) return { user };
  throw new MissingValueError(
    `\`plafond ${command}\` needs either \`--user\` or \`--role\``,
    'role',
    command,
  );
}

/** Throws `MisuseError` if a line names both a role and a user. */
export function refuseRoleAndUser({ role, user }: RoleAndUserOptions): void {
  if (role !== undefined && user !== undefined)
    throw new MisuseError('`--role` and `--user` cannot be used together; give one of them');
}
