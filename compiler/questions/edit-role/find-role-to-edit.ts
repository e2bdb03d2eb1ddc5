import type { AbstractRole, Policy, Role } from '../../model/policy.ts';
import { encodeFileName } from '../../text/file-name.ts';
import { findAbstractRole, findRoles, findTenant, listTenants } from '../find-by-name.ts';
import { QuestionError } from '../question-error.ts';

/** Returns the role that is meant: the one of a tenant, or else the only role of the name. Throws `QuestionError` if there is none. */
export function findRoleToEdit(
  policy: Policy,
  name: string,
  tenant: string | undefined,
): Role | AbstractRole {
  const owner = tenant === undefined ? undefined : findTenant(policy, tenant).name;
  const abstract = policy.abstractRoles.filter((role) => role.name === name);
  const found: readonly (Role | AbstractRole)[] =
    abstract.length > 0 && findAbstractRole(policy, name, owner) ? abstract : findRoles(policy, name);
  const own = owner === undefined ? found : found.filter((role) => role.tenant === owner);
  const [only, more] = own;
  if (only && !more) return only;
  if (!only) throw new QuestionError(`tenant \`${owner}\` has no role \`${name}\` of its own`);
  const tenants = own.flatMap((role) => role.tenant ?? []);
  throw new QuestionError(
    `several tenants have a role \`${name}\`; say whose with \`--tenant\`: ${listTenants(tenants)}`,
  );
}

/** Returns the path that a role's file has under another name; undefined if the file is not named after the role. */
export function moveRoleFile({ name, at }: Role | AbstractRole, to: string): string | undefined {
  const [, folder = '', base, end = ''] = /^(.*\/)?([^/]*?)(\.[^./]*)?$/.exec(at.document.source.path) ?? [];
  return base === encodeFileName(name) ? `${folder}${encodeFileName(to)}${end}` : undefined;
}
