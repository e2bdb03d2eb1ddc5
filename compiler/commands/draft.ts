import path from 'node:path';
import { compile } from '../compile.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { findObjections } from '../lint/invariants/find-objections.ts';
import { type Policy, type Role, rolesOf } from '../model/policy.ts';
import { printObjections } from '../print/role/objections.ts';
import { printSchemaLine } from '../print/role/yaml.ts';
import { fileNameOf } from '../text/file-name.ts';
import type { Files } from '../text/files.ts';
import { type Io, Misuse } from './command.ts';

/** A role file that is not written yet. */
export interface Draft {
  readonly path: string;
  readonly text: string;
}

/** Where a role of a tenant, or one that every tenant has, is written, with the comment that names its schema. */
export function draftOf(policies: string, tenant: string | undefined, name: string, yaml: string): Draft {
  const folder = tenant === undefined ? 'roles' : `tenants/${fileNameOf(tenant)}/roles`;
  return {
    path: path.posix.join(policies, folder, `${fileNameOf(name)}.yaml`),
    text: printSchemaLine('role', folder.split('/').length + 1) + yaml,
  };
}

/** The role of a draft, and what `check` would say of it. */
export interface Drafted {
  readonly role: Role;
  /** What invariants have against it, in words; empty where they have nothing. */
  readonly objections: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** Checks a draft among the policies. Throws `Misuse` with the first error, or where the file is there already. */
export function checked(draft: Draft, policies: string, io: Io): Drafted {
  if (io.kind(draft.path) !== 'nothing')
    throw new Misuse(`\`${draft.path}\` exists already; nothing is overwritten`);
  const { compiled, diagnostics } = compile(withDraft(io.files(policies), draft), policies);
  const own = diagnostics.filter(({ at }) => at.source.path === draft.path);
  const role = compiled && roleIn(compiled.matrix.policy, draft);
  if (role)
    return {
      role,
      objections: printObjections(findObjections(compiled.matrix, role, io.today)),
      diagnostics: own.filter(({ severity }) => severity === 'warning'),
    };
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const [first] = [...own, ...errors].filter(({ severity }) => severity === 'error');
  throw new Misuse(`${first?.message}${first?.help === undefined ? '' : `; ${first.help}`}`);
}

const roleIn = (policy: Policy, draft: Draft): Role | undefined =>
  rolesOf(policy).find(({ at }) => at.document.source.path === draft.path);

function withDraft(files: Files, { path: at, text }: Draft): Files {
  return {
    list: (wanted) => (wanted(at) ? [...new Set([...files.list(wanted), at])].sort() : files.list(wanted)),
    read: (asked, limit) => (asked === at ? new TextEncoder().encode(text) : files.read(asked, limit)),
  };
}
