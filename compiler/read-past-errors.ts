import { type ReadOutcome, readPolicy } from './compile.ts';
import type { Code } from './diagnostics/codes.ts';
import { collect, type Diagnostic } from './diagnostics/diagnostic.ts';
import { type Parsed, placeIn, spanOf } from './model/document.ts';
import { type DocumentHead, readDocumentHead, readHeads } from './model/document-head.ts';
import { type DocumentKind, documentKinds } from './model/document-kinds.ts';
import { isTable } from './model/policy-files.ts';
import { findRowAt } from './model/stored-rows.ts';
import { type PartialPolicy, tenantOf, userKey } from './questions/question-scope.ts';
import { load } from './stages/1-load.ts';
import { guessKind } from './stages/2-validate/guess-kind.ts';
import { validate } from './stages/2-validate.ts';
import { link } from './stages/3-link/link.ts';
import { type Fields, isFields } from './text/fields.ts';
import type { Files } from './text/files.ts';
import { groupBy } from './text/group-by.ts';
import type { Source, Span } from './text/source.ts';
import { parseYaml } from './text/yaml.ts';

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
export interface PartialOutcome extends ReadOutcome, Omit<PartialPolicy, 'policy'> {}

/**
 * Reads policy files as `readPolicy` does. Where there are errors, it leaves out each document that holds one (of users, each
 * user), with all that names it. There is no policy then if a broken document may bear on everything: one of the catalog or
 * the settings, the properties of a tenant nobody knows, or one whose kind cannot be told. `read` is `readPolicy`, or one that
 * remembers what it has read.
 */
export function readPastErrors(files: Files, folder: string, read = readPolicy): PartialOutcome {
  const outcome = read(files, folder);
  const whole = { ...outcome, leftOut: [], bereft: new Set<string>() };
  return outcome.policy ? whole : { ...whole, ...readWholeDocuments(files, folder) };
}

/** The documents that are still thought to be whole, and what is left out. */
interface Remains extends Omit<PartialPolicy, 'policy'> {
  readonly documents: readonly Parsed[];
}

function readWholeDocuments(files: Files, folder: string): PartialPolicy | undefined {
  const loading = collect();
  const loaded = load(files, folder, loading.report);
  const valid = new WeakSet<Parsed>();
  let remains = setAsideUnread(loaded, loading.diagnostics, files);
  while (remains) {
    const whole = leaveOut(remains);
    if (!whole) return undefined;
    const { report, diagnostics, failed } = collect();
    validate(whole.documents, report, valid);
    const policy = failed() ? undefined : link(whole.documents, report);
    if (policy && !failed()) return { policy, leftOut: whole.leftOut, bereft: whole.bereft };
    remains = setAsideBroken(whole, listBrokenPlaces(diagnostics), policy !== undefined);
  }
  return undefined;
}

/**
 * Sets aside what could not be loaded: of a file that is no YAML all documents, as its lines tell them, else those whose kind
 * is not told rightly. Undefined if it is not clear what they are.
 */
function setAsideUnread(
  loaded: readonly Parsed[],
  diagnostics: readonly Diagnostic[],
  { stored }: Files,
): Remains | undefined {
  const leftOut: DocumentHead[] = [];
  let documents = loaded;
  const byPath = groupBy(diagnostics.filter(isError), ({ at }) => at.source.path);
  for (const [path, errors] of byPath) {
    const [{ at }] = errors;
    const areOfKinds = errors.every(({ code }) => codesOfKinds.has(code));
    if (!areOfKinds) documents = documents.filter(({ document }) => document.source.path !== path);
    const readFileHeads = () => {
      if (path === stored?.path) return [{ kind: 'Role' as const }];
      if (isTable(path)) return listTableUsers(loaded, path);
      return areOfKinds ? readUnknownHeads(at.source) : readHeads(at.source.text, guessKind);
    };
    const heads = readFileHeads();
    if (!heads) return undefined;
    leftOut.push(...heads);
  }
  return { documents, leftOut, bereft: new Set() };
}

/** The errors of a document whose kind is not told rightly. Its file is YAML, and the other documents there are read. */
const codesOfKinds: ReadonlySet<Code> = new Set<Code>([
  'unknown-kind',
  'missing-kind',
  'out-of-range',
  'not-a-document',
]);

/** Returns the users of the tenants whose documents name a table; of any tenant if none does. */
function listTableUsers(loaded: readonly Parsed[], path: string): readonly DocumentHead[] {
  const file = path.slice(path.lastIndexOf('/') + 1);
  const users = loaded.filter(({ kind, value }) => {
    const { from } = value as { readonly from?: unknown };
    return kind === 'Users' && typeof from === 'string' && from.endsWith(file);
  });
  return users.length > 0 ? users.map(readDocumentHead) : [{ kind: 'Users' }];
}

/** Returns the heads of the documents in a text of YAML that name no known kind; undefined if it cannot be told for one. */
function readUnknownHeads(source: Source): readonly DocumentHead[] | undefined {
  const heads: DocumentHead[] = [];
  for (const { value } of parseYaml(source)) {
    if (!isFields(value)) return undefined;
    if (documentKinds.some((kind) => kind === value.kind)) continue;
    const kind = guessKind(value.kind, Object.keys(value));
    if (!kind) return undefined;
    heads.push(readDocumentHead({ kind, value }));
  }
  return heads;
}

const isError = ({ severity }: Diagnostic): boolean => severity === 'error';

/** Lists the places that errors are about. Of names that clash it may be either that is wrong. */
const listBrokenPlaces = (diagnostics: readonly Diagnostic[]): readonly Span[] =>
  diagnostics
    .filter(isError)
    .flatMap(({ code, at, related }) => [
      at,
      ...(relatedIsContext.has(code) ? [] : related.map((other) => other.at)),
    ]);

/** The errors whose related places only explain them: what stands there is as it should be. */
const relatedIsContext: ReadonlySet<Code> = new Set<Code>([
  'above-cap',
  'role-not-assignable',
  'role-not-includable',
  'seat-does-not-combine',
  'unknown-role',
]);

/**
 * Sets aside the documents in which places are and, of users that are `valid` documents, only those users. Undefined if a place
 * is in none.
 */
function setAsideBroken(whole: Remains, places: readonly Span[], isValid: boolean): Remains | undefined {
  const broken = new Map<Parsed, Set<number> | 'all'>();
  for (const place of places) {
    const parsed = findDocumentAt(whole.documents, place);
    if (!parsed) return undefined;
    const user = isValid ? findUserAt(parsed, place) : undefined;
    const users = broken.get(parsed) ?? new Set();
    if (user === undefined || users === 'all') broken.set(parsed, 'all');
    else broken.set(parsed, users.add(user));
  }
  if (broken.size === 0) return undefined;
  const leftOut = [...broken].flatMap(([parsed, users]): readonly DocumentHead[] => {
    const head = readDocumentHead(parsed);
    return users === 'all'
      ? [head]
      : [...users].map((at) => ({ ...head, name: usersOf(parsed)[at]?.id ?? '' }));
  });
  const documents = whole.documents.flatMap((parsed): readonly Parsed[] => {
    const users = broken.get(parsed);
    if (users === 'all') return [];
    return [users ? { ...parsed, without: new Set([...(parsed.without ?? []), ...users]) } : parsed];
  });
  return { ...whole, documents, leftOut: [...whole.leftOut, ...leftOut] };
}

/** Finds the document in which a place is: of those of its file, the last that begins before it. */
function findDocumentAt(documents: readonly Parsed[], { source, start }: Span): Parsed | undefined {
  const own = documents.filter(({ document }) => document.source.path === source.path);
  return own.findLast(({ document }) => spanOf(placeIn(document, [])).start <= start) ?? own[0];
}

/** Finds the position of the user, in a document of users, in whose entry a place is. */
function findUserAt(parsed: Parsed, { start }: Span): number | undefined {
  const { kind, document, value } = parsed;
  if (kind !== 'Users') return undefined;
  const startOf = (path: readonly (string | number)[]) => spanOf(placeIn(document, path, 'key')).start;
  if (document.tableOf === undefined) {
    const fields = Object.keys(value as Fields).filter((field) => startOf([field]) <= start);
    const field = fields.sort((a, b) => startOf([a]) - startOf([b])).at(-1);
    if (field !== 'users') return undefined;
  }
  const at = usersOf(parsed).findLastIndex((user, index) => {
    const first = document.tableOf === undefined ? Object.keys(user).slice(0, 1) : [];
    return startOf(['users', index, ...first]) <= start;
  });
  return at < 0 ? undefined : at;
}

/** A user as a document of users that is valid has it. */
interface WrittenUser {
  readonly id: string;
  readonly roles?: readonly string[];
}

const usersOf = ({ value }: Parsed): readonly WrittenUser[] =>
  (value as { readonly users?: readonly WrittenUser[] }).users ?? [];

/** The kinds of which a document bears on nothing but what names it; that is an error once it is gone, and goes too. */
const kindsByName: ReadonlySet<DocumentKind> = new Set<DocumentKind>([
  'Role',
  'Users',
  'Tenant',
  'Portfolio',
  'UserType',
  'Seat',
  'Invariant',
  'Waiver',
  'Test',
  'Mapping',
  'Runbook',
]);

/** The kinds of which all documents of a name are left out with one: nobody knows which of them is meant. */
const namedKinds: ReadonlySet<DocumentKind> = new Set<DocumentKind>([
  'Role',
  'Portfolio',
  'UserType',
  'Seat',
]);

/** The kinds that go with their tenant. */
const ofTenants: ReadonlySet<DocumentKind> = new Set<DocumentKind>([
  'Tenant',
  'Properties',
  'Portfolio',
  'Role',
  'Users',
]);

/**
 * Takes away from documents what depends by its name on those that are left out: all of the same kind and name, all of a
 * tenant that is broken itself or in its properties, and from users the roles that are gone. Undefined if a document is left
 * out that everything may depend on.
 */
function leaveOut({ documents, leftOut, bereft }: Remains): Remains | undefined {
  const heads = documents.map((parsed) => [parsed, readDocumentHead(parsed)] as const);
  const declared = new Set([...leftOut, ...heads.map(([, head]) => head)].filter(isTenant).map(tenantOf));
  const isUnderstood = (head: DocumentHead) =>
    kindsByName.has(head.kind) || (head.kind === 'Properties' && declared.has(tenantOf(head) ?? ''));
  if (!leftOut.every(isUnderstood)) return undefined;
  const tenants = new Set(
    leftOut
      .filter((head) => isTenant(head) || head.kind === 'Properties')
      .flatMap((head) => tenantOf(head) ?? []),
  );
  const keyOf = ({ kind, name }: DocumentHead) => `${kind} ${name}`;
  const names = new Set(
    leftOut.filter(({ kind, name }) => namedKinds.has(kind) && name !== undefined).map(keyOf),
  );
  const isLeft = (head: DocumentHead) =>
    (namedKinds.has(head.kind) && names.has(keyOf(head))) ||
    (ofTenants.has(head.kind) && tenants.has(tenantOf(head) ?? ''));
  const more = heads.filter(([, head]) => isLeft(head)).map(([, head]) => head);
  const all = [...leftOut, ...more];
  const gone = all.filter(({ kind }) => kind === 'Role');
  const without = new Set(bereft);
  const takeRoles = (parsed: Parsed, head: DocumentHead) =>
    head.kind === 'Users' ? takeRolesFromUsers(parsed, head.tenant, gone, without) : parsed;
  return {
    documents: heads.filter(([, head]) => !isLeft(head)).map(([parsed, head]) => takeRoles(parsed, head)),
    leftOut: all,
    bereft: without,
  };
}

const isTenant = ({ kind }: DocumentHead): boolean => kind === 'Tenant';

/** Takes from users the roles that are left out, and adds who held one to `bereft`. */
function takeRolesFromUsers(
  parsed: Parsed,
  tenant: string | undefined,
  gone: readonly DocumentHead[],
  bereft: Set<string>,
): Parsed {
  const names = new Set(
    gone
      .filter((role) => role.tenant === undefined || role.tenant === tenant)
      .flatMap(({ name }) => name ?? []),
  );
  const { users } = parsed.value as { readonly users?: unknown };
  if (names.size === 0 || !Array.isArray(users)) return parsed;
  let isChanged = false;
  const kept = users.map((user: unknown): unknown => {
    if (!isFields(user) || !Array.isArray(user.roles) || typeof user.id !== 'string') return user;
    const roles = user.roles.filter((name) => !names.has(name));
    if (roles.length === user.roles.length) return user;
    bereft.add(userKey(tenant, user.id));
    isChanged = true;
    return { ...user, roles };
  });
  return isChanged ? { ...parsed, value: { ...(parsed.value as Fields), users: kept } } : parsed;
}
