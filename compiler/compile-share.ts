import { compilePolicy } from './compile-policy.ts';
import { codes } from './diagnostics/codes.ts';
import { collect, type Report } from './diagnostics/diagnostic.ts';
import type { Compiled, KeptBundle } from './model/artifact.ts';
import type { Parsed } from './model/document.ts';
import type { DocumentKind } from './model/document-kinds.ts';
import { findOnlyTenant, findOwner } from './model/find-owner.ts';
import { isPolicyFile } from './model/policy-files.ts';
import { type LoadMemory, load } from './stages/1-load.ts';
import { validate } from './stages/2-validate.ts';
import { link } from './stages/3-link/link.ts';
import { type OwnDigests, writeRoleDocuments } from './targets/bundle/list-role-documents.ts';
import { bundleTenants, digestOwnDocuments } from './targets/bundle.ts';
import type { Files } from './text/files.ts';
import type { Source } from './text/source.ts';

/** A part of a fleet, with all that other threads need of it. */
export interface CompiledShare {
  readonly compiled: Compiled;
  readonly bundle: KeptBundle;
  readonly ownDigests: OwnDigests;
  /** The documents of each file that is of one tenant alone. */
  readonly files: readonly SharedFile[];
}

/** A file of one tenant alone. */
export interface SharedFile {
  readonly path: string;
  readonly tenant: string;
  readonly documents: readonly Parsed[];
}

/** The kinds of documents from which nothing follows that is written for one tenant: they are checked beside all others. */
const checkedElsewhere: ReadonlySet<DocumentKind> = new Set([
  'Users',
  'Invariant',
  'Waiver',
  'Test',
  'Mapping',
  'Runbook',
]);

/**
 * Compiles some tenants of a fleet: `files` are theirs and those of no tenant alone, and `owners` says whose each of the former
 * is. Undefined if one of theirs has a mistake, or is not of that tenant alone: then the fleet is compiled as a whole, which says
 * what is wrong. Mistakes elsewhere are not looked for.
 */
export function compileShare(
  files: Files,
  folder: string,
  owners: ReadonlyMap<string, string>,
): CompiledShare | undefined {
  const loaded = loadByPath(files, folder);
  if (!loaded) return undefined;
  const tenants = new Set(owners.values());
  for (const [path, owner] of owners) if (findOwner(loaded.get(path) ?? []) !== owner) return undefined;
  const wanted = [...loaded.values()].flat().filter((parsed) => {
    const tenant = findOnlyTenant(parsed);
    return !checkedElsewhere.has(parsed.kind) && (tenant === undefined || tenants.has(tenant));
  });
  const { report, failed } = collect();
  validate([...loaded.values()].flat(), report);
  if (failed()) return undefined;
  const own = new Set<Source>(
    [...owners.keys()].flatMap((path) => (loaded.get(path) ?? []).map(({ document }) => document.source)),
  );
  let isWrong = false;
  const watch: Report = (code, at, _facts, _help, more) => {
    if ((more?.severity ?? codes[code].severity) === 'error' && own.has(at.source)) isWrong = true;
  };
  const policy = link(wanted, watch, { isLinted: false });
  if (isWrong) return undefined;
  const values = new Map(wanted.map(({ document, value }) => [document, value]));
  const roleDocuments = writeRoleDocuments(policy, undefined, (document) => values.get(document));
  const compiled = { ...compilePolicy(policy), roleDocuments };
  return {
    compiled,
    bundle: bundleTenants(compiled),
    ownDigests: digestOwnDocuments(compiled),
    files: [...owners].map(([path, tenant]) => ({ path, tenant, documents: loaded.get(path) ?? [] })),
  };
}

/** Loads policy files; undefined if one of them has a mistake of its own. Tables are not there, and not missed. */
function loadByPath(files: Files, folder: string): ReadonlyMap<string, readonly Parsed[]> | undefined {
  const before: LoadMemory = new WeakMap();
  load(files, folder, () => {}, { before });
  const found = new Map<string, readonly Parsed[]>();
  for (const path of files.list(isPolicyFile)) {
    const bytes = files.read(path, Number.POSITIVE_INFINITY);
    const documents = 'unreadable' in bytes ? undefined : before.get(bytes)?.get(path);
    if (!documents) return undefined;
    found.set(path, documents);
  }
  return found;
}
