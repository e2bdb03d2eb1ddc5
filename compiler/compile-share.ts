import { compilePolicy } from './compile-policy.ts';
import { codes } from './diagnostics/codes.ts';
import { collect, type Report } from './diagnostics/diagnostic.ts';
import type { Compiled, KeptBundle, KeptDocument } from './model/artifact.ts';
import type { Parsed } from './model/document.ts';
import type { DocumentKind } from './model/document-kinds.ts';
import { findOnlyTenant, findOwner } from './model/find-owner.ts';
import { isPolicyFile } from './model/policy-files.ts';
import { type LoadMemory, load } from './stages/1-load.ts';
import { validate } from './stages/2-validate.ts';
import { link } from './stages/3-link/link.ts';
import { prepareTenantDocuments } from './targets/bundle/list-role-documents.ts';
import { bundleTenants } from './targets/bundle.ts';
import type { Files } from './text/files.ts';
import type { Source } from './text/source.ts';

/** A part of a fleet, with all that other threads need of it. */
export interface CompiledShare {
  readonly compiled: Compiled;
  readonly bundle: KeptBundle;
  /** The documents of each file that is of one tenant alone, with what `roles.json` has of them. */
  readonly files: readonly SharedFile[];
}

/** A file of one tenant alone. */
export interface SharedFile {
  readonly path: string;
  readonly documents: readonly (readonly [Parsed, KeptDocument | undefined])[];
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
  const compiled = compilePolicy(policy);
  const write = prepareTenantDocuments(policy);
  return {
    compiled,
    bundle: bundleTenants(compiled),
    files: [...owners].map(([path, tenant]) => {
      const ofFile = loaded.get(path) ?? [];
      const written = write(ofFile, tenant);
      return { path, documents: ofFile.map((parsed, at) => [parsed, written[at]] as const) };
    }),
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
