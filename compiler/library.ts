import { createPolicyReader, readPolicy } from './compile.ts';
import { compilePolicy } from './compile-policy.ts';
import type { Code } from './diagnostics/codes.ts';
import { allCodes, describeCode } from './diagnostics/describe-code.ts';
import { emitArtifacts } from './emit-artifacts.ts';
import type {
  AssignAnswer,
  AssignQuestion,
  CheckAnswer,
  CodeAnswer,
  CompileOptions,
  DiffAnswer,
  EditAnswer,
  EditQuestion,
  ExplainAnswer,
  ExplainQuestion,
  MatrixAnswer,
  MatrixQuestion,
  PackageFile,
  Policies,
  PolicyFiles,
  ReachAnswer,
  ReachQuestion,
  WhoAnswer,
  WhoQuestion,
} from './library/answers.ts';
import { BrokenPoliciesError } from './library/broken-policies-error.ts';
import { makeEdit } from './library/edit-policies.ts';
import {
  compiledOf,
  keepPolicies,
  keptOf,
  matrixFor,
  matrixOf,
  wholePolicyOf,
} from './library/kept-policies.ts';
import { reachRecords } from './library/reach-records.ts';
import { compareGuards } from './lint/invariants/compare-guards.ts';
import { lint } from './lint/rules.ts';
import type { Matrix } from './model/matrix.ts';
import { isPattern } from './model/pattern.ts';
import { rolesOf } from './model/policy.ts';
import { nameStoredRows } from './model/stored-rows.ts';
import { printAssignJson } from './print/assign/json.ts';
import { printDiffJson } from './print/diff/json.ts';
import { makeReport } from './print/diff/make-report.ts';
import { printCodeJson } from './print/explain/code.ts';
import { printExplainJson } from './print/explain/json.ts';
import { printFindingsJson } from './print/findings/json.ts';
import { printMatrixJson, printUserMatrixJson } from './print/matrix/json.ts';
import { printReachJson } from './print/reach/json.ts';
import { printWhoJson } from './print/who/json.ts';
import { findBrokenRows } from './questions/diff/find-broken-rows.ts';
import { findFaults } from './questions/diff/find-faults.ts';
import { judgeGuards } from './questions/diff/judge-guards.ts';
import { diff as compareMatrices } from './questions/diff.ts';
import { explainRole, explainUser } from './questions/explain.ts';
import { findCell, findRow, findTenant, findUser, prepareCells } from './questions/find-by-name.ts';
import { findHolders, findJointHolders, listRows } from './questions/find-holders.ts';
import { listAssignments } from './questions/list-assignments.ts';
import { QuestionError } from './questions/question-error.ts';
import { moveRoles } from './questions/renames/find-role-renames.ts';
import { followRenames, type RenameSteps } from './questions/renames/follow-renames.ts';
import { suggestRenames } from './questions/renames/suggest-renames.ts';
import { selectRows, selectUserRows } from './questions/select-rows.ts';
import { supposeTypeAndSeats } from './questions/suppose-type-and-seats.ts';
import { readPastBrokenRows, readPastErrors } from './read-past-errors.ts';
import { type Files, filesInMemory, replaceTexts } from './text/files.ts';

export type * from './library/answers.ts';
export { BrokenPoliciesError, QuestionError };

/** Compiles policy files, with the roles of a database if there are any. Their paths are those that findings name. */
function compilePolicies(
  texts: PolicyFiles,
  { folder = '.', stored, before }: CompileOptions = {},
): Policies {
  const files: Files = {
    ...filesInMemory(texts),
    ...(stored !== undefined && { stored: { path: storedPath, bytes: writeRows(stored) } }),
  };
  const read = before === undefined ? createPolicyReader() : keptOf(before).read;
  const outcome = readPastBrokenRows((some) => readPastErrors(some, folder, read), files);
  const all = [...outcome.diagnostics, ...outcome.brokenRows];
  const { findings, errors, warnings } = parse<CheckAnswer>(printFindingsJson(all));
  const policies: Policies = { findings, errors, warnings };
  keepPolicies(policies, { outcome, files, folder, read });
  return policies;
}

/** The path by which findings name the roles of a database. */
const storedPath = 'stored roles';

/**
 * Writes the rows of a database as the bytes of JSON lines, so that the line of a finding is the number of the row. Where there
 * are none it is an empty list, since an empty text is a mistake.
 */
function writeRows(rows: readonly unknown[] | string | Uint8Array): Uint8Array {
  if (rows instanceof Uint8Array) return rows;
  if (typeof rows === 'string') return new TextEncoder().encode(rows);
  if (!Array.isArray(rows)) throw new QuestionError('`stored` is a list of rows, or the text of them');
  return new TextEncoder().encode(rows.length === 0 ? '[]' : rows.map(writeRow).join('\n'));
}

function writeRow(row: unknown, at: number): string {
  let text: string | undefined;
  try {
    text = JSON.stringify(row);
  } catch {
    // `text` stays undefined, and is reported below.
  }
  if (text === undefined)
    throw new QuestionError(`row ${at + 1} of the stored roles is nothing that JSON can hold`);
  return text;
}

/**
 * Returns everything that is wrong, what the audit finds among it, as `plafond check` prints it. `today` is a day such as
 * `2027-03-31`, by which waivers end.
 */
function checkPolicies(policies: Policies, { today }: { readonly today: string }): CheckAnswer {
  const { outcome, files } = keptOf(policies);
  const audit = policies.errors > 0 ? [] : nameStoredRows(lint(matrixOf(policies), today), files.stored);
  return parse(printFindingsJson([...outcome.diagnostics, ...outcome.brokenRows, ...audit]));
}

/**
 * Returns the files that `plafond compile` writes, in which no role of a database is. Throws `BrokenPoliciesError` if the
 * policies have errors.
 */
function* writePackage(
  policies: Policies,
  { withoutRules = false }: { readonly withoutRules?: boolean } = {},
): Iterable<PackageFile> {
  const { files, folder } = keptOf(policies);
  const { stored, ...own } = files;
  const policy = stored ? readPolicy(own, folder).policy : wholePolicyOf(policies);
  if (!policy) throw new BrokenPoliciesError(policies.findings);
  const options = { version: libraryVersion, folder, withoutRules };
  for (const { path, content } of emitArtifacts(compilePolicy(policy), options)) yield { path, content };
}

/** Explains why a role or a user may do something, or why not and which edits would allow it. */
function explainPermission(policies: Policies, question: ExplainQuestion): ExplainAnswer {
  const { permission, tenant: name, role, user } = question;
  if ((role === undefined) === (user === undefined))
    throw new QuestionError('explain is asked about a role or about a user');
  const scope = { tenant: name, role, user, listsRoles: false, countsUsers: false };
  const matrix = matrixFor(policies, scope);
  const tenant = findTenant(matrix.policy, name);
  const cell = findCell(tenant, permission);
  const explanation =
    role === undefined
      ? explainUser(matrix, tenant, findUser(tenant, user ?? ''), cell)
      : explainRole(matrix, findRow(matrix, tenant, role), cell);
  return parse(printExplainJson(explanation));
}

/** Explains what a finding means, by its code. */
function explainFindingCode(code: string): CodeAnswer {
  const known = allCodes.find((one): one is Code => one === code);
  if (known === undefined) throw new QuestionError(`no finding has the code \`${code}\``);
  return parse(printCodeJson(describeCode(known)));
}

/** Finds the roles that hold all of some permissions, or of each pattern at least one. */
function findWho(policies: Policies, { permissions, tenant: name, users = false }: WhoQuestion): WhoAnswer {
  const matrix = matrixFor(policies, { tenant: name, listsRoles: true, countsUsers: true });
  if (permissions.length === 0) throw new QuestionError('who is asked about at least one permission');
  const tenant = name === undefined ? undefined : findTenant(matrix.policy, name);
  const patterns = [...new Set(permissions)];
  const cellsIn = patterns.map((pattern) => prepareCells(matrix.policy, pattern));
  const holders = [...findHolders(listRows(matrix, tenant), cellsIn)];
  const together = findJointHolders(matrix, tenant, cellsIn);
  const isMany = patterns.length > 1 || patterns.some(isPattern);
  return parse(printWhoJson(patterns, holders, together, { isMany, isNaming: users }));
}

/** Returns what roles may do, or what a user may. */
function listMatrix(policies: Policies, question: MatrixQuestion = {}): MatrixAnswer {
  const { tenant: name, role, user } = question;
  if (role !== undefined && user !== undefined) throw new QuestionError('a matrix is of a role or of a user');
  const listsRoles = role === undefined && user === undefined;
  const matrix = matrixFor(policies, { tenant: name, role, user, listsRoles, countsUsers: false });
  const tenant = name === undefined ? undefined : findTenant(matrix.policy, name);
  const pieces =
    user === undefined
      ? printMatrixJson(selectRows(matrix, tenant, role).rows)
      : printUserMatrixJson(selectUserRows(matrix, tenant, user));
  return parse([...pieces].join(''));
}

/** Returns every role of a tenant, if a user can be given it, and why not otherwise. */
function listAssignable(policies: Policies, question: AssignQuestion): AssignAnswer {
  const { tenant: name, user: id, userType, seats } = question;
  const { policy } = matrixFor(policies, {
    tenant: name,
    user: id,
    listsRoles: true,
    countsUsers: false,
  });
  const tenant = findTenant(policy, name);
  const user = supposeTypeAndSeats(policy, tenant, findUser(tenant, id), { userType, seats });
  const isSupposed = userType !== undefined || seats !== undefined;
  return parse(printAssignJson(tenant, user, listAssignments(policy, tenant, user), isSupposed));
}

/**
 * Compares two policies: what changes in effect, for whom and because of which line. Throws `BrokenPoliciesError` if either
 * has errors.
 */
function comparePolicies(
  base: Policies,
  head: Policies,
  names: { readonly base: string; readonly head: string } = { base: 'base', head: 'head' },
): DiffAnswer {
  const [before, after] = [base, head].map((policies) => {
    wholePolicyOf(policies);
    return matrixOf(policies);
  }) as [Matrix, Matrix];
  const followed = runFollowing(followRenames(before, after.policy), base);
  const difference = compareMatrices(followed.matrix, after);
  const suggested = runFollowing(suggestRenames(followed, after), base);
  const renamed = { followed: followed.names, suggested };
  const rows = { base: keptOf(base).outcome.brokenRows, head: keptOf(head).outcome.brokenRows };
  const faults = [...findFaults(difference), ...findBrokenRows(rows)];
  const report = makeReport(
    difference,
    { faults, handmade: [], guards: judgeGuards(difference, compareGuards(difference)), renamed },
    names,
  );
  return parse([...printDiffJson(difference, report)].join(''));
}

/** Follows renames, and compiles the policies under other names each time that the steps ask for it. */
function runFollowing<T>(following: RenameSteps<T>, policies: Policies): T {
  const { files, folder } = keptOf(policies);
  let step = following.next();
  while (!step.done) {
    const { edited, moves } = step.value;
    const texts = new Map(edited.map(({ path, text }) => [path, text]));
    const read = (some: Files) => readPolicy(some, folder);
    const outcome = readPastBrokenRows(read, { ...replaceTexts(files, texts), stored: files.stored });
    step = following.next(outcome.policy && compilePolicy(moveRoles(outcome.policy, moves)).matrix);
  }
  return step.value;
}

/** Finds which of some records a user or a role reaches and by which condition: the decisions of the run time, as `plafond reach` prints them. */
function reachByRecord(policies: Policies, question: ReachQuestion): ReachAnswer {
  const { tenant, role, user } = question;
  if ((role === undefined) === (user === undefined))
    throw new QuestionError('reach is asked about a role or about a user');
  matrixFor(policies, { tenant, role, user, listsRoles: false, countsUsers: false });
  return parse(printReachJson(reachRecords(compiledOf(policies), question)));
}

/**
 * Makes an edit of the files, and returns the texts that they have after it: the smallest edit there is, with comments and order
 * kept. Throws `QuestionError` if no edit does it.
 */
function editPolicies(policies: Policies, question: EditQuestion): EditAnswer {
  wholePolicyOf(policies);
  const { folder, files } = keptOf(policies);
  return makeEdit(matrixOf(policies), folder, question, (edited, path) => {
    const texts = new Map(
      edited.flatMap((file) => (file.text === null ? [] : [[file.path, file.text] as const])),
    );
    const { policy } = keptOf(policies).read(replaceTexts(files, texts), folder);
    return policy && rolesOf(policy).find(({ at }) => at.document.source.path === path);
  });
}

export {
  checkPolicies as check,
  comparePolicies as diff,
  compilePolicies as compile,
  editPolicies as edit,
  explainFindingCode as explainCode,
  explainPermission as explain,
  findWho as who,
  listAssignable as assign,
  listMatrix as matrix,
  reachByRecord as reach,
  writePackage as write,
};

/** The version of plafond, which the build fills in. */
declare const PLAFOND_VERSION: string | undefined;
const libraryVersion: string = typeof PLAFOND_VERSION === 'string' ? PLAFOND_VERSION : '0.0.0';

/** Parses the JSON that a command prints as the answer of the library, which has the same form. */
const parse = <Answer>(json: string): Answer => JSON.parse(json) as Answer;
