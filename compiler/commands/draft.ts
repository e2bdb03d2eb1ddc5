import path from 'node:path';
import { compile } from '../compile.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Policy } from '../model/policy.ts';
import { schemaLine } from '../print/role/yaml.ts';
import type { Files } from '../text/files.ts';
import { type Io, Misuse } from './command.ts';

/** A role file that is not written yet. */
export interface Draft {
  readonly path: string;
  readonly text: string;
}

/** Where a role of a tenant, or one that every tenant has, is written, with the comment that names its schema. */
export function draftOf(policies: string, tenant: string | undefined, name: string, yaml: string): Draft {
  const folder = tenant === undefined ? 'roles' : `tenants/${tenant}/roles`;
  return {
    path: path.posix.join(policies, folder, `${name}.yaml`),
    text: schemaLine('role', folder.split('/').length + 1) + yaml,
  };
}

/** The policies as they would be with a draft, and what `check` would say of the draft. */
export interface Drafted {
  readonly policy: Policy;
  readonly diagnostics: readonly Diagnostic[];
}

/** Checks a draft among the policies. Throws `Misuse` with the first error, or where the file is there already. */
export function checked(draft: Draft, policies: string, io: Io): Drafted {
  if (io.kind(draft.path) !== 'nothing')
    throw new Misuse(`\`${draft.path}\` exists already; nothing is overwritten`);
  const { policy, diagnostics } = compile(withDraft(io.files(policies), draft), policies);
  const own = diagnostics.filter(({ at }) => at.source.path === draft.path);
  if (policy) return { policy, diagnostics: own.filter(({ severity }) => severity === 'warning') };
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const [first] = [...own, ...errors].filter(({ severity }) => severity === 'error');
  throw new Misuse(`${first?.message}${first?.help === undefined ? '' : `; ${first.help}`}`);
}

function withDraft(files: Files, { path: at, text }: Draft): Files {
  return {
    list: (wanted) => (wanted(at) ? [...new Set([...files.list(wanted), at])].sort() : files.list(wanted)),
    read: (asked, limit) => (asked === at ? new TextEncoder().encode(text) : files.read(asked, limit)),
  };
}
