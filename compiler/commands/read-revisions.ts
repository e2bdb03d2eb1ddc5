import { createPolicyReader, type ReadOutcome } from '../compile.ts';
import { compilePolicy } from '../compile-policy.ts';
import type { Policy } from '../model/policy.ts';
import { fileLimit, isPolicyFile, isSourceFile } from '../model/policy-files.ts';
import { judgeBearing } from '../questions/question-scope.ts';
import {
  type FormerNames,
  followFormerNames,
  listFormerPortfolios,
  nameFormerly,
  writeLastNames,
} from '../questions/renames/follow-former-names.ts';
import {
  findNameThen,
  followNames,
  nameAsAsked,
  noNames,
  type RoleNames,
} from '../questions/since/follow-renames.ts';
import {
  beforeFirstCommit,
  type CellQuery,
  type PolicyRevision,
  restrictToQuery,
} from '../questions/since/policy-revision.ts';
import type { RevisionReader } from '../questions/since/trace-cell.ts';
import { readPastErrors } from '../read-past-errors.ts';
import type { Commit } from '../text/commit.ts';
import { type Files, replaceTexts } from '../text/files.ts';
import { hasSameFiles, shareContent } from '../text/share-content.ts';
import type { PolicyRepository } from './ask-git.ts';
import type { Following, Io } from './command.ts';

/** The history of the policies in git, of which one cell is asked for. */
interface CellInGit {
  readonly git: PolicyRepository;
  readonly folder: string;
  /** False if the folder is not on disk, as one that was moved away. */
  readonly isOnDisk: boolean;
  readonly query: CellQuery;
  readonly files: Io['files'];
  /** The progress of the run; each revision that is read is a step of it. */
  readonly following: Following | undefined;
}

/** Reads revisions from git, and remembers what it saw. */
export interface GitRevisionReader extends RevisionReader {
  /** Returns the ends of what was read. */
  readonly seen: () => SeenRevisions;
}

/** The newest revision that was read, the newest policy that compiled, and the first commit of the history once it is reached. */
interface SeenRevisions {
  newest?: PolicyRevision;
  policy?: Policy;
  first?: Commit;
}

/** A reader at work: one compiler for all revisions, and what it saw. */
interface Reading extends CellInGit {
  readonly compile: ReturnType<typeof createPolicyReader>;
  readonly seen: SeenRevisions;
  /** The names by commit, for the sides that a merge brought. */
  readonly namesAt: Map<string, LineNames>;
}

/** The names of roles, and of models, properties and portfolios, at a point of a line. */
interface LineNames {
  readonly roles: RoleNames;
  readonly others: FormerNames;
}

const lastNames: LineNames = { roles: noNames, others: { changes: [] } };

/** A line of history that is being read, newest first, with the names where it is now. */
interface Line {
  readonly reading: Reading;
  names: LineNames;
}

/** Opens the history of the policies in git. Revisions are compiled one after the other, only as many as are read. */
export function openRevisionReader(cell: CellInGit): GitRevisionReader {
  const reading: Reading = { ...cell, compile: createPolicyReader(), seen: {}, namesAt: new Map() };
  return {
    revisions: readMainLine({ reading, names: lastNames }),
    sidesOf: ({ hash, parents }, without) =>
      parents
        .slice(1)
        .map((tip) => readSideLine({ reading, names: reading.namesAt.get(hash) ?? lastNames }, tip, without)),
    seen: () => ({ ...reading.seen }),
  };
}

/** Reads the work tree and the first parents. Ends with `beforeFirstCommit`, or in a shallow clone with its last commit. */
async function* readMainLine(line: Line): AsyncIterable<PolicyRevision> {
  const { reading } = line;
  const { git, folder } = reading;
  const disk = reading.files(folder);
  const head = git.findCommit('HEAD');
  const committed = git.filesAt(head);
  const isGone = !reading.isOnDisk && committed.list(isPolicyFile).length === 0;
  if (!isGone && !hasSameFiles(disk, committed, isSourceFile, fileLimit))
    yield readWorkTree(line, shareContent(disk, committed));
  let oldest: Commit | undefined;
  for (const { commit, files } of git.readHistory(head)) {
    yield readRevision(line, files, commit);
    oldest = commit;
  }
  if (oldest) reading.seen.first = oldest;
  if (!oldest || oldest.parents.length > 0 || git.isRoot(oldest.hash)) yield beforeFirstCommit;
}

/** Reads what a merge brought in: the commits from its tip on that are not in the line it was merged into. */
async function* readSideLine(
  line: Line,
  tip: string,
  without: readonly string[],
): AsyncIterable<PolicyRevision> {
  const { git } = line.reading;
  let oldest: Commit | undefined;
  for (const { commit, files } of git.readHistory(tip, without)) {
    yield readRevision(line, files, commit);
    oldest = commit;
  }
  if (!oldest) return;
  const [parent] = oldest.parents;
  const files = parent === undefined ? undefined : git.filesAt(parent);
  if (files && files.list(isPolicyFile).length > 0) yield readRevision(line, files);
  else if (files || git.isRoot(oldest.hash)) yield beforeFirstCommit;
}

async function readRevision(line: Line, files: Files, commit?: Commit): Promise<PolicyRevision> {
  const { reading } = line;
  await reading.following?.step();
  return recordRevision(line, reading.compile(files, reading.folder), files, commit);
}

/**
 * Reads the work tree. If it has errors that the cell does not depend on, reads it without what is broken; a commit
 * with errors is never read so.
 */
async function readWorkTree(line: Line, files: Files): Promise<PolicyRevision> {
  const { reading } = line;
  await reading.following?.step();
  const outcome = reading.compile(files, reading.folder);
  const policy = outcome.policy ?? readWholePart(files, reading.folder, reading.query);
  return recordRevision(line, { ...outcome, ...(policy && { policy }) }, files);
}

/** Returns a revision of what was read, and remembers it if it is the first. */
function recordRevision(line: Line, outcome: ReadOutcome, files: Files, commit?: Commit): PolicyRevision {
  const { seen, query, namesAt } = line.reading;
  const { policy: written } = outcome;
  if (written)
    line.names = {
      roles: followNames(written, line.names.roles, query),
      others: followFormerNames(written, line.names.others),
    };
  const policy = written && readLastNames(line, written, files);
  const { roles, others } = line.names;
  if (commit) namesAt.set(commit.hash, line.names);
  const nameThen = findNameThen(roles, query.role);
  const permissionThen = nameFormerly(query.permission, others);
  const portfoliosThen = listFormerPortfolios(others, query.tenant);
  const revision: PolicyRevision = {
    ...(commit && { commit }),
    diagnostics: outcome.diagnostics,
    ...(policy && {
      matrix: compilePolicy(restrictToQuery(nameAsAsked(policy, roles, query.tenant), query)).matrix,
    }),
    ...(nameThen !== undefined && { nameThen }),
    ...(permissionThen !== query.permission && { permissionThen }),
    ...(portfoliosThen.size > 0 && { portfoliosThen }),
  };
  seen.newest ??= revision;
  if (policy) seen.policy ??= policy;
  return revision;
}

/**
 * Reads a policy in which models, properties and portfolios have their last names. If it does not compile with them,
 * since they meant other things then, it is read as it is, and names are followed no further back.
 */
function readLastNames(line: Line, policy: Policy, files: Files): Policy {
  const edited = writeLastNames(policy, line.names.others);
  if (edited.length === 0) return policy;
  const texts = new Map(edited.map(({ path, text }) => [path, text]));
  const { reading } = line;
  const renamed = reading.compile(replaceTexts(files, texts), reading.folder).policy;
  if (!renamed) line.names = { ...line.names, others: { later: policy, changes: [] } };
  return renamed ?? policy;
}

/** Reads a revision with errors without what is broken; undefined if the cell may depend on that. */
function readWholePart(files: Files, folder: string, { tenant, role, user }: CellQuery): Policy | undefined {
  const partial = readPastErrors(files, folder);
  const { policy } = partial;
  if (!policy) return undefined;
  const scope = { tenant, role, user, listsRoles: false, countsUsers: false };
  return judgeBearing({ ...partial, policy }, scope) === 'none' ? policy : undefined;
}
