import { compilePolicy } from './compile-policy.ts';
import { collect, type Diagnostic } from './diagnostics/diagnostic.ts';
import type { Compiled } from './model/artifact.ts';
import type { Parsed } from './model/document.ts';
import type { Policy } from './model/policy.ts';
import { fileLimit, isPolicyFile } from './model/policy-files.ts';
import { nameStoredRows } from './model/stored-rows.ts';
import { type LoadMemory, load } from './stages/1-load.ts';
import { validate } from './stages/2-validate.ts';
import { type LinkMemory, link } from './stages/3-link/link.ts';
import type { Files } from './text/files.ts';

/** The answer of `compile`: everything that is wrong, in no order, and what was compiled if none of it is an error. */
export interface CompileOutcome {
  readonly diagnostics: readonly Diagnostic[];
  readonly compiled?: Compiled;
  /** The number of policy files. */
  readonly files: number;
}

/** The answer of `readPolicy`: everything that is wrong, in no order, and the policy if none of it is an error. */
export interface ReadOutcome {
  readonly diagnostics: readonly Diagnostic[];
  readonly policy?: Policy;
  /** The number of policy files. */
  readonly files: number;
}

/**
 * Compiles policy files: all stages but the last, which writes. `read` is `readPolicy`, or one that remembers what it
 * has read.
 */
export function compile(files: Files, folder: string, read = readPolicy): CompileOutcome {
  const { policy, ...outcome } = read(files, folder);
  return policy ? { ...outcome, compiled: compilePolicy(policy) } : outcome;
}

/**
 * Reads policy files into a policy: load, validate, link. Within a stage every mistake is reported; between stages
 * errors stop, so that no mistake is the shadow of another. After link nothing can be wrong.
 */
export function readPolicy(files: Files, folder: string): ReadOutcome {
  return readAfter({}, files, folder);
}

/** The documents of files that were read before, by the bytes of the file, and of these the valid ones. New ones are added. */
export interface KnownDocuments {
  readonly loaded: LoadMemory;
  readonly valid: WeakSet<Parsed>;
}

/** Returns the documents of a policy file, if they are known. */
export function findDocuments(
  { loaded }: Pick<KnownDocuments, 'loaded'>,
  files: Files,
  path: string,
): readonly Parsed[] {
  const bytes = files.read(path, fileLimit);
  return 'unreadable' in bytes ? [] : (loaded.get(bytes)?.get(path) ?? []);
}

/** Reads policy files into a policy that is not to be linted; those whose documents are known are not read again. */
export function readPolicyBeside(known: KnownDocuments, files: Files, folder: string): ReadOutcome {
  return readAfter({ ...known, linked: {}, isLinted: false }, files, folder);
}

/** Loads policy files as documents, if there is no mistake in them, and adds them to those that are known. */
export function loadBeside({ loaded }: KnownDocuments, files: Files, folder: string): boolean {
  const { report, failed } = collect();
  load(files, folder, report, { before: loaded });
  return !failed();
}

/** Returns a `readPolicy` that remembers what it has read: of the next revision it reads only what changed. */
export function createPolicyReader(): typeof readPolicy {
  const memory: Memory = { loaded: new WeakMap(), valid: new WeakSet(), linked: {} };
  return (files, folder) => readAfter(memory, files, folder);
}

/** The results of each stage that a later revision can take over, and what the policy is read for. */
interface Memory {
  readonly loaded?: LoadMemory;
  readonly valid?: WeakSet<Parsed>;
  readonly linked?: LinkMemory;
  readonly isLinted?: boolean;
}

function readAfter({ loaded, valid, linked, isLinted }: Memory, files: Files, folder: string): ReadOutcome {
  const { report, diagnostics, failed } = collect();
  const documents = load(files, folder, report, { before: loaded });
  const count = files.list(isPolicyFile).length;
  const stopped = (): ReadOutcome => ({
    diagnostics: nameStoredRows(diagnostics, files.stored),
    files: count,
  });
  if (failed()) return stopped();
  validate(documents, report, valid);
  if (failed()) return stopped();
  const policy = link(documents, report, { before: linked, isLinted });
  if (failed()) return stopped();
  return { ...stopped(), policy };
}

/**
 * Reads the names there are, past every mistake, and counts the errors: for editors alone, since what is broken is left
 * out without a word.
 */
export function readAllNames(
  files: Files,
  folder: string,
): { readonly policy: Policy; readonly errors: number } {
  const { report, diagnostics } = collect();
  const valid = new WeakSet<Parsed>();
  const loaded = load(files, folder, report);
  validate(loaded, report, valid);
  const policy = link(
    loaded.filter((parsed) => valid.has(parsed)),
    report,
  );
  return { policy, errors: diagnostics.filter(({ severity }) => severity === 'error').length };
}
