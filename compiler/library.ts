import { compilePolicy } from './compile-policy.ts';
import type { Code } from './diagnostics/codes.ts';
import { allCodes, describeCode } from './diagnostics/describe-code.ts';
import { emitArtifacts } from './emit-artifacts.ts';
import type {
  AssignAnswer,
  AssignQuestion,
  CheckAnswer,
  CodeAnswer,
  DiffAnswer,
  ExplainAnswer,
  ExplainQuestion,
  MatrixAnswer,
  MatrixQuestion,
  PackageFile,
  Policies,
  PolicyFiles,
  PolicyFinding,
  WhoAnswer,
  WhoQuestion,
} from './library/answers.ts';
import { compareGuards } from './lint/invariants/compare-guards.ts';
import { lint } from './lint/rules.ts';
import type { Matrix } from './model/matrix.ts';
import { isPattern } from './model/pattern.ts';
import type { Policy } from './model/policy.ts';
import { printAssignJson } from './print/assign/json.ts';
import { printDiffJson } from './print/diff/json.ts';
import { makeReport } from './print/diff/make-report.ts';
import { printCodeJson } from './print/explain/code.ts';
import { printExplainJson } from './print/explain/json.ts';
import { printFindingsJson } from './print/findings/json.ts';
import { printMatrixJson, printUserMatrixJson } from './print/matrix/json.ts';
import { printWhoJson } from './print/who/json.ts';
import { findFaults } from './questions/diff/find-faults.ts';
import { diff as compareMatrices } from './questions/diff.ts';
import { explainRole, explainUser } from './questions/explain.ts';
import { findCell, findRow, findTenant, findUser, prepareCells } from './questions/find-by-name.ts';
import { findHolders, findJointHolders, listRows } from './questions/find-holders.ts';
import { listAssignments } from './questions/list-assignments.ts';
import { QuestionError } from './questions/question-error.ts';
import { selectRows, selectUserRows } from './questions/select-rows.ts';
import { supposeTypeAndSeats } from './questions/suppose-type-and-seats.ts';
import { isTouched, type PartialOutcome, type QuestionScope, readPastErrors } from './read-past-errors.ts';
import { filesInMemory } from './text/files.ts';

export type * from './library/answers.ts';
export { QuestionError };

/** The error of a question that broken policies do not answer; `findings` says what is wrong with them. */
export class BrokenPoliciesError extends Error {
  readonly findings: readonly PolicyFinding[];

  constructor(findings: readonly PolicyFinding[]) {
    const [first] = findings.filter(({ severity }) => severity === 'error');
    super(`the policies have errors: ${first?.message} (${first?.path}:${first?.line}:${first?.column})`);
    this.name = 'BrokenPoliciesError';
    this.findings = findings;
  }
}

interface Kept {
  readonly outcome: PartialOutcome;
  readonly folder: string;
  matrix?: Matrix;
}

/** The policies behind the values that `compile` returns, which nobody else gets to see. */
const kept = new WeakMap<Policies, Kept>();

/**
 * Compiles policy files. Their paths are those that findings name; `folder` is the policies folder, if the paths begin with
 * it.
 */
function compilePolicies(files: PolicyFiles, { folder = '.' }: { readonly folder?: string } = {}): Policies {
  const outcome = readPastErrors(filesInMemory(files), folder);
  const { findings, errors, warnings } = parse<CheckAnswer>(printFindingsJson(outcome.diagnostics));
  const policies: Policies = { findings, errors, warnings };
  kept.set(policies, { outcome, folder });
  return policies;
}

/**
 * Returns everything that is wrong, what the audit finds among it, as `plafond check` prints it. `today` is a day such as
 * `2027-03-31`, by which waivers end.
 */
function checkPolicies(policies: Policies, { today }: { readonly today: string }): CheckAnswer {
  const { outcome } = keptOf(policies);
  const audit = policies.errors > 0 ? [] : lint(matrixOf(policies), today);
  return parse(printFindingsJson([...outcome.diagnostics, ...audit]));
}

/** Returns the files that `plafond compile` writes. Throws `BrokenPoliciesError` if the policies have errors. */
function* writePackage(
  policies: Policies,
  { withoutRules = false }: { readonly withoutRules?: boolean } = {},
): Iterable<PackageFile> {
  const policy = wholePolicyOf(policies);
  yield* emitArtifacts(compilePolicy(policy), {
    version: libraryVersion,
    folder: keptOf(policies).folder,
    withoutRules,
  });
}

/** Explains why a role or a user may do something, or why not and which edits would allow it. */
function explainPermission(policies: Policies, question: ExplainQuestion): ExplainAnswer {
  const { permission, tenant: name, role, user } = question;
  if ((role === undefined) === (user === undefined))
    throw new QuestionError('explain is asked about a role or about a user');
  const scope = { tenant: name, role, user, needsAllRoles: false, needsAllUsers: false };
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
  const matrix = matrixFor(policies, { tenant: name, needsAllRoles: true, needsAllUsers: true });
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
  const needsAllRoles = role === undefined && user === undefined;
  const matrix = matrixFor(policies, { tenant: name, role, user, needsAllRoles, needsAllUsers: false });
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
    needsAllRoles: true,
    needsAllUsers: false,
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
  const difference = compareMatrices(before, after);
  const report = makeReport(
    difference,
    { faults: findFaults(difference), handmade: [], guards: compareGuards(difference) },
    names,
  );
  return parse([...printDiffJson(difference, report)].join(''));
}

export {
  checkPolicies as check,
  comparePolicies as diff,
  compilePolicies as compile,
  explainFindingCode as explainCode,
  explainPermission as explain,
  findWho as who,
  listAssignable as assign,
  listMatrix as matrix,
  writePackage as write,
};

/** The version of plafond, which the build fills in. */
declare const PLAFOND_VERSION: string | undefined;
const libraryVersion: string = typeof PLAFOND_VERSION === 'string' ? PLAFOND_VERSION : '0.0.0';

/** The answers are those that the commands print. */
const parse = <Answer>(json: string): Answer => JSON.parse(json) as Answer;

function keptOf(policies: Policies): Kept {
  const found = kept.get(policies);
  if (!found) throw new QuestionError('policies are what `compile` returns');
  return found;
}

function matrixOf(policies: Policies): Matrix {
  const found = keptOf(policies);
  const { policy } = found.outcome;
  if (!policy) throw new BrokenPoliciesError(policies.findings);
  found.matrix ??= compilePolicy(policy).matrix;
  return found.matrix;
}

/** Returns the matrix for a question. Throws `BrokenPoliciesError` if what is broken may bear on it. */
function matrixFor(policies: Policies, scope: QuestionScope): Matrix {
  if (isTouched(keptOf(policies).outcome, scope)) throw new BrokenPoliciesError(policies.findings);
  return matrixOf(policies);
}

function wholePolicyOf(policies: Policies): Policy {
  const { policy } = keptOf(policies).outcome;
  if (!policy || policies.errors > 0) throw new BrokenPoliciesError(policies.findings);
  return policy;
}
