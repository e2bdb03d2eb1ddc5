import path from 'node:path';
import { compile } from '../compile.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { RoleFile } from '../library/draft-roles.ts';
import { findObjections } from '../lint/invariants/find-objections.ts';
import { type AbstractRole, type Policy, type Role, rolesOf } from '../model/policy.ts';
import { printObjections } from '../print/role/print-objections.ts';
import { replaceTexts } from '../text/files.ts';
import { type Io, MisuseError } from './command.ts';

/** Returns the file for a role with its path from the folder where the command runs. */
export const draftRole = (policies: string, placed: RoleFile): RoleFile => ({
  ...placed,
  path: path.posix.join(policies, placed.path),
});

/** The role of a draft, with the findings about it. */
export interface CheckedDraft {
  readonly role: Role | AbstractRole;
  /** A text that lists the invariants that the role breaks; empty if it breaks none. */
  readonly objections: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** Checks a draft as a part of the policies. Throws `MisuseError` with the first error, or if its file exists already. */
export function checkDraft(draft: RoleFile, policies: string, io: Io): CheckedDraft {
  if (io.kind(draft.path) !== 'nothing')
    throw new MisuseError(`\`${draft.path}\` exists already; nothing is overwritten`);
  const { compiled, diagnostics } = compile(
    replaceTexts(io.files(policies), new Map([[draft.path, draft.text]])),
    policies,
  );
  const own = diagnostics.filter(({ at }) => at.source.path === draft.path);
  const role = compiled && findRoleOfDraft(compiled.matrix.policy, draft);
  if (role)
    return {
      role,
      // An abstract role can break no invariant itself; the roles that include it can.
      objections: 'cap' in role ? printObjections(findObjections(compiled.matrix, role, io.today)) : '',
      diagnostics: own.filter(({ severity }) => severity === 'warning'),
    };
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const [first] = [...own, ...errors].filter(({ severity }) => severity === 'error');
  throw new MisuseError(`${first?.message}${first?.help === undefined ? '' : `; ${first.help}`}`);
}

const findRoleOfDraft = (policy: Policy, draft: RoleFile): Role | AbstractRole | undefined =>
  [...rolesOf(policy), ...policy.abstractRoles].find(({ at }) => at.document.source.path === draft.path);
