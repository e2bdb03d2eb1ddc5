import { collect, type Diagnostic } from './diagnostics/diagnostic.ts';
import type { Artifact, Target } from './model/artifact.ts';
import type { Parsed } from './model/document.ts';
import type { Matrix } from './model/matrix.ts';
import type { Policy, Tenant } from './model/policy.ts';
import { restrictToTenant } from './model/restrict-to-tenant.ts';
import { isPolicyFile, type Loaded, load } from './stages/1-load.ts';
import { validate } from './stages/2-validate.ts';
import { type Linked, link } from './stages/3-link/link.ts';
import { resolve } from './stages/4-resolve/resolve.ts';
import { lower } from './stages/5-lower.ts';
import { type EmitOptions, emit } from './stages/6-emit.ts';
import { bundle } from './targets/bundle.ts';
import { csv } from './targets/csv.ts';
import { matrices } from './targets/matrices.ts';
import { packaged } from './targets/package.ts';
import { rules } from './targets/rules.ts';
import { schema } from './targets/schema.ts';
import { types } from './targets/types.ts';
import type { Files } from './text/files.ts';

/** What compiling gives: everything that is wrong, in no order, and the policy if no error is. */
export interface Outcome {
  readonly diagnostics: readonly Diagnostic[];
  readonly policy?: Policy;
  /** How many files were read. */
  readonly files: number;
}

/**
 * Reads policy files into a policy. Within a stage every mistake is reported; between stages errors stop,
 * so that no mistake is the shadow of another. After link nothing can be wrong: resolve, lower and emit
 * take a policy and cannot fail.
 */
export function compile(files: Files, folder: string): Outcome {
  return compileWith({}, files, folder);
}

/** A `compile` that keeps what it has worked out: of one revision after the other it reads only what changed. */
export function compiler(): typeof compile {
  const kept: Kept = { loaded: new WeakMap(), valid: new WeakSet(), linked: {} };
  return (files, folder) => compileWith(kept, files, folder);
}

/** What may be taken over from a revision that was compiled before. */
interface Kept {
  readonly loaded?: Loaded;
  readonly valid?: WeakSet<Parsed>;
  readonly linked?: Linked;
}

function compileWith({ loaded, valid, linked }: Kept, files: Files, folder: string): Outcome {
  const { report, diagnostics, failed } = collect();
  const documents = load(files, folder, report, { before: loaded });
  const count = files.list(isPolicyFile).length;
  const stopped = (): Outcome => ({ diagnostics, files: count });
  if (failed()) return stopped();
  validate(documents, report, valid);
  if (failed()) return stopped();
  const policy = link(documents, report, linked);
  if (failed()) return stopped();
  return { ...stopped(), policy };
}

/** Decides every cell of a policy: what all questions are answered from. */
export const matrixOf = (policy: Policy): Matrix => resolve(policy);

/** Everything that is written, in the order in which it is written; the manifest comes last. */
const targets: readonly Target[] = [bundle, types, packaged, schema, matrices, csv, rules];

/** How a policy is written. */
export interface ArtifactOptions extends EmitOptions {
  /** Without rules there is no `rules/`; services need only the bundle. */
  readonly withoutRules?: boolean;
  /** Only what this tenant is given. Schemas are left out: they are for those who write the policies of all. */
  readonly tenant?: Tenant | undefined;
}

/** The files of `generated/`, made one at a time as they are asked for. */
export function artifacts(
  whole: Policy,
  { withoutRules, tenant, ...options }: ArtifactOptions,
): Iterable<Artifact> {
  const policy = tenant ? restrictToTenant(whole, tenant) : whole;
  const unwanted = [...(withoutRules ? [rules] : []), ...(tenant ? [schema] : [])];
  const wanted = targets.filter((target) => !unwanted.includes(target));
  return emit(
    {
      matrix: matrixOf(policy),
      rulesOf: (row) => lower(policy.catalog, row.effective, row.role.portfolio.reach),
    },
    wanted,
    { ...options, cutTo: tenant?.name },
  );
}
