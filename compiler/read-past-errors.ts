import { type ReadOutcome, readPolicy } from './compile.ts';
import type { Code } from './diagnostics/codes.ts';
import { collect, type Diagnostic } from './diagnostics/diagnostic.ts';
import type { Parsed } from './model/document.ts';
import { type DocumentHead, readDocumentHead, readHeads } from './model/document-head.ts';
import type { DocumentKind } from './model/document-kinds.ts';
import { findRowAt } from './model/stored-rows.ts';
import { load } from './stages/1-load.ts';
import { validate } from './stages/2-validate.ts';
import { link } from './stages/3-link/link.ts';
import type { Files } from './text/files.ts';

/**
 * Reads policies with the roles of a database beside them. Rows that have errors are left out one by one, and told in
 * `brokenRows`: such a role gives nothing, and nothing else depends on it.
 */
export function readPastBrokenRows<Outcome extends ReadOutcome>(
  read: (files: Files) => Outcome,
  files: Files,
): Outcome & { readonly brokenRows: readonly Diagnostic[] } {
  const brokenRows: Diagnostic[] = [];
  let { stored } = files;
  for (;;) {
    const outcome = read({ ...files, stored });
    const broken = outcome.diagnostics.filter(isError);
    const rows = new Set(stored?.without);
    // Of two rows with one name it may be either that is wrong.
    for (const { code, at, related } of broken)
      for (const one of [at, ...(code === 'declared-twice' ? related.map((other) => other.at) : [])]) {
        const row = one.source.path === stored?.path ? findRowAt(one.source, one.start) : undefined;
        if (row !== undefined) rows.add(row);
      }
    if (!stored || rows.size === (stored.without?.size ?? 0)) return { ...outcome, brokenRows };
    brokenRows.push(...broken.filter(({ at }) => at.source.path === stored?.path));
    stored = { ...stored, without: rows };
  }
}

/** The answer of `readPastErrors`: like that of `readPolicy`, but with a policy also where some documents are broken. */
export interface PartialOutcome extends ReadOutcome {
  /** The documents that the policy is without; empty if nothing is wrong. */
  readonly leftOut: readonly DocumentHead[];
}

/**
 * Reads policy files as `readPolicy` does. Where there are errors, it leaves out every file that holds one, with all that
 * depends on it, as long as only roles, users, invariants, waivers, tests and whole tenants are left out: nothing else
 * in the policies depends on those. Any other broken document may touch everything, so there is no policy then. `read` is
 * `readPolicy`, or one that remembers what it has read.
 */
export function readPastErrors(files: Files, folder: string, read = readPolicy): PartialOutcome {
  const outcome = read(files, folder);
  if (outcome.policy) return { ...outcome, leftOut: [] };
  return { ...outcome, leftOut: [], ...readWholeDocuments(files, folder) };
}

function readWholeDocuments(
  files: Files,
  folder: string,
): Pick<PartialOutcome, 'policy' | 'leftOut'> | undefined {
  const loading = collect();
  const loaded = load(files, folder, loading.report);
  const unread = readUnloaded(loading.diagnostics);
  if (!unread) return undefined;
  const brokenPaths = new Set(listBrokenPaths(loading.diagnostics));
  const isBroken = ({ document }: Parsed) => brokenPaths.has(document.source.path);
  let leftOut: readonly DocumentHead[] = [...unread, ...loaded.filter(isBroken).map(readDocumentHead)];
  let documents = loaded.filter((parsed) => !isBroken(parsed));
  const valid = new WeakSet<Parsed>();
  for (;;) {
    const remaining = leaveOut(documents, leftOut);
    if (!remaining) return undefined;
    const { report, diagnostics, failed } = collect();
    validate(remaining.documents, report, valid);
    const policy = failed() ? undefined : link(remaining.documents, report);
    if (policy && !failed()) return { policy, leftOut: remaining.leftOut };
    const more = new Set(listBrokenPaths(diagnostics));
    documents = remaining.documents.filter(({ document }) => !more.has(document.source.path));
    if (documents.length === remaining.documents.length) return undefined;
    const broken = remaining.documents.filter(({ document }) => more.has(document.source.path));
    leftOut = [...remaining.leftOut, ...broken.map(readDocumentHead)];
  }
}

/**
 * Returns the heads of the documents in files that could not be read, as their lines say them; undefined if some file
 * does not say clearly what it holds. A table of users holds the users of a tenant that it does not say.
 */
function readUnloaded(diagnostics: readonly Diagnostic[]): readonly DocumentHead[] | undefined {
  const sources = new Map(
    diagnostics.filter(isError).map(({ at }) => [at.source.path, at.source.text] as const),
  );
  const heads: DocumentHead[] = [];
  for (const [path, text] of sources) {
    const found = /\.csv$/i.test(path) ? [{ kind: 'Users' as const }] : readHeads(text);
    if (!found) return undefined;
    heads.push(...found);
  }
  return heads;
}

const isError = ({ severity }: Diagnostic): boolean => severity === 'error';

/** Lists the files that errors are about. Of names that clash it may be either that is wrong. */
const listBrokenPaths = (diagnostics: readonly Diagnostic[]): readonly string[] =>
  diagnostics
    .filter(isError)
    .flatMap(({ code, at, related }) => [
      at.source.path,
      ...(relatedIsContext.has(code) ? [] : related.map((other) => other.at.source.path)),
    ]);

/** The errors whose related places only explain them: what stands there is as it should be. */
const relatedIsContext: ReadonlySet<Code> = new Set<Code>([
  'above-cap',
  'role-not-assignable',
  'role-not-includable',
  'unknown-role',
]);

/** The kinds that no other document depends on but by a name, which is an error once the name is gone. */
const leafKinds: ReadonlySet<string> = new Set([
  'Role',
  'Users',
  'Invariant',
  'Waiver',
  'Test',
  'Mapping',
  'Runbook',
]);

/** The kinds that belong to a tenant; where one of them is broken, all of its tenant is left out. */
const isTenants = ({ kind, tenant }: DocumentHead): boolean =>
  kind === 'Tenant' || ((kind === 'Properties' || kind === 'Portfolio') && tenant !== undefined);

/**
 * Takes away from documents what depends by its name on those that are left out: roles of the same name, the other users of
 * a tenant, all of a tenant. Undefined if a document is left out that everything may depend on.
 */
function leaveOut(
  documents: readonly Parsed[],
  leftOut: readonly DocumentHead[],
): { readonly documents: readonly Parsed[]; readonly leftOut: readonly DocumentHead[] } | undefined {
  const isUnderstood = (head: DocumentHead) =>
    (leafKinds.has(head.kind) || isTenants(head)) &&
    (head.name !== undefined || !(head.kind === 'Role' || head.kind === 'Tenant'));
  if (!leftOut.every(isUnderstood)) return undefined;
  const roles = new Set(leftOut.flatMap(({ kind, name }) => (kind === 'Role' ? name : [])));
  const tenants = new Set(leftOut.filter(isTenants).map(tenantOf));
  const declared = new Set([
    ...tenants,
    ...documents.map(readDocumentHead).filter(isTenantItself).map(tenantOf),
  ]);
  const users = leftOut.filter(({ kind }) => kind === 'Users').map(({ tenant }) => tenant);
  // Users of a tenant that is not there may be meant for any.
  const isOfAny = users.some((tenant) => tenant === undefined || !declared.has(tenant));
  const isLeft = (head: DocumentHead) =>
    (head.kind === 'Role' && roles.has(head.name)) ||
    (head.kind === 'Users' && (isOfAny || users.includes(head.tenant))) ||
    (ofTenants.has(head.kind) && tenants.has(tenantOf(head)));
  const heads = documents.map((parsed) => [parsed, readDocumentHead(parsed)] as const);
  return {
    documents: heads.filter(([, head]) => !isLeft(head)).map(([parsed]) => parsed),
    leftOut: [...leftOut, ...heads.map(([, head]) => head).filter(isLeft)],
  };
}

const isTenantItself = ({ kind }: DocumentHead): boolean => kind === 'Tenant';

const tenantOf = ({ kind, name, tenant }: DocumentHead): string | undefined =>
  kind === 'Tenant' ? name : tenant;

/** The kinds that go with their tenant. */
const ofTenants: ReadonlySet<DocumentKind> = new Set<DocumentKind>([
  'Tenant',
  'Properties',
  'Portfolio',
  'Role',
  'Users',
]);

/** The parts of the policies that a question is about, as far as broken documents may bear on it. */
export interface QuestionScope {
  /** The tenant; absent if the question is about all tenants. */
  readonly tenant?: string | undefined;
  /** The role; absent if it is about a user or about all roles. */
  readonly role?: string | undefined;
  /** The user. */
  readonly user?: string | undefined;
  /** True if every role of the tenant, or its absence, bears on the answer. */
  readonly needsAllRoles: boolean;
  /** True if every user bears on it. */
  readonly needsAllUsers: boolean;
}

/** Tells whether a question may be answered otherwise once the documents are mended that a policy is without. */
export function isTouched({ policy, leftOut }: PartialOutcome, scope: QuestionScope): boolean {
  const { tenant: asked, role, user } = scope;
  const found = policy?.tenants.find(({ name }) => name === asked);
  // The answer about a user without roles names a role that would fit, of all there are.
  const isRoleless =
    user !== undefined && !found?.users?.some(({ id, roles }) => id === user && roles.length > 0);
  const isOther = (tenant: string | undefined) =>
    tenant !== undefined && asked !== undefined && tenant !== asked && isKnown(tenant);
  const isKnown = (name: string) =>
    policy?.tenants.some((tenant) => tenant.name === name) ||
    leftOut.some((head) => head.kind === 'Tenant' && head.name === name);
  return leftOut.some((head) => {
    // Of all tenants, one may be meant that has another name.
    if (asked === undefined && head.tenant !== undefined && !isKnown(head.tenant)) return true;
    if (isTenants(head)) return asked === undefined || tenantOf(head) === asked;
    if (head.kind === 'Role')
      return head.name === role || ((scope.needsAllRoles || isRoleless) && !isOther(head.tenant));
    if (head.kind === 'Users') return (scope.needsAllUsers || user !== undefined) && !isOther(head.tenant);
    return false;
  });
}
