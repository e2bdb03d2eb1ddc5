import { createPolicyReader, type ReadOutcome } from '../compile.ts';
import { compilePolicy } from '../compile-policy.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { impossible } from '../diagnostics/impossible.ts';
import { isPattern } from '../model/pattern.ts';
import type { Policy } from '../model/policy.ts';
import { printFindings } from '../print/findings/findings.ts';
import { printSinceJson } from '../print/since/json.ts';
import { printSinceMarkdown } from '../print/since/markdown.ts';
import { printSinceHeadline, printSincePretty } from '../print/since/pretty.ts';
import { findCell, findRow, findTenant } from '../questions/find-by-name.ts';
import {
  beforeFirstCommit,
  type CellQuery,
  type PolicyRevision,
  type PolicyRevisions,
  restrictToRow,
} from '../questions/since/policy-revision.ts';
import { type CellHistory, type RevisionReader, traceCell } from '../questions/since/trace-cell.ts';
import { isTouched, readPastErrors } from '../read-past-errors.ts';
import { fileLimit, isPolicyFile, isSourceFile } from '../stages/1-load.ts';
import type { Commit } from '../text/commit.ts';
import type { Files } from '../text/files.ts';
import { hasSameFiles, shareContent } from '../text/share-content.ts';
import { askGit, type PolicyRepository } from './ask-git.ts';
import { type Answer, defineCommand, type Following, type Io, MisuseError } from './command.ts';

/** The most entries that people are shown by default; programs get all. */
const mostShown = 20;

/**
 * The command `plafond since`: prints which commits gave a permission to a role or took it, with the line that did. It
 * follows the first parents of the branch, so that a merge is one step, and names with a merge the commit inside it that
 * made the change. It follows no renames, neither of the folder nor of roles: ask for an older name by that name.
 */
export const sinceCommand = defineCommand({
  positionals: {
    permission: { type: 'string', describe: 'as `Company:export` or `Company.arr:update`', required: true },
  },
  options: {
    tenant: { type: 'string', describe: 'the tenant, by the name it has or had', required: true },
    role: { type: 'string', describe: 'the role, by the name it has or had', required: true },
    limit: { type: 'number', describe: `the most entries to look for; ${mostShown} for people` },
    all: { type: 'boolean', describe: 'look at all of the history' },
  },
  formats: ['pretty', 'json', 'markdown'],
  examples: [
    [
      'plafond since Company:export --tenant acme --role csm',
      'who let this role export companies, and when?',
    ],
    ['plafond since Company:export --tenant acme --role csm --limit 1', 'only the last change'],
  ],
  run({ permission, tenant, role, limit, all, policies, format, quiet }, io) {
    if (limit !== undefined && (all || !Number.isInteger(limit) || limit < 1))
      throw new MisuseError(
        all ? '`--limit` and `--all` exclude one another' : '`--limit` must be a whole number above 0',
      );
    if (isPattern(permission)) throw new MisuseError(`\`${permission}\` is a pattern; name one permission`);
    const most = limit ?? (all || format === 'json' ? undefined : mostShown);
    return askGit(policies, io, async (git) => {
      const following = await io.follow?.('revisions', !quiet);
      try {
        const asked = { permission, tenant, role };
        const reader = openRevisionReader(git, policies, asked, io, following);
        const history = await traceCell(reader, asked, most);
        const { newest, policy } = reader.seen();
        if (!policy) return answerMistakes(newest?.diagnostics ?? [], format, io);
        if (!isKnown(history)) refuseUnknown(policy, asked);
        const out = printHistory(history, format, quiet, io);
        const isWhole = !newest?.diagnostics.some(({ severity }) => severity === 'error');
        if (isWhole) return { out, exit: 0 };
        return { ...answerMistakes(newest?.diagnostics ?? [], 'pretty', io), out };
      } finally {
        following?.end();
      }
    });
  },
});

interface GitRevisionReader extends RevisionReader {
  /** Returns the newest revision that was read, and the newest policy that compiled. */
  readonly seen: () => { readonly newest?: PolicyRevision; readonly policy?: Policy };
}

/** Opens the history of the policies in git. Revisions are compiled one after the other, only as many as are read. */
function openRevisionReader(
  git: PolicyRepository,
  folder: string,
  asked: CellQuery,
  io: Io,
  following?: Following,
): GitRevisionReader {
  const compile = createPolicyReader();
  let newest: PolicyRevision | undefined;
  let policy: Policy | undefined;

  async function momentOf(files: Files, commit?: Commit): Promise<PolicyRevision> {
    await following?.step();
    return keepMoment(compile(files, folder), commit);
  }

  /** Reads the work tree, past errors that the cell does not depend on: those of a commit stay as they are told. */
  async function readWorkTree(files: Files): Promise<PolicyRevision> {
    await following?.step();
    const outcome = compile(files, folder);
    const whole = outcome.policy ?? readWholePart(files, folder, asked);
    return keepMoment({ ...outcome, ...(whole && { policy: whole }) });
  }

  function keepMoment(outcome: ReadOutcome, commit?: Commit): PolicyRevision {
    policy ??= outcome.policy;
    const moment: PolicyRevision = {
      ...(commit && { commit }),
      diagnostics: outcome.diagnostics,
      ...(outcome.policy && { matrix: compilePolicy(restrictToRow(outcome.policy, asked)).matrix }),
    };
    newest ??= moment;
    return moment;
  }

  /** Ends with `beforeFirstCommit`, or in a shallow clone with the last commit that it holds. */
  async function* main(): AsyncIterable<PolicyRevision> {
    const disk = io.files(folder);
    const head = git.findCommit('HEAD');
    const committed = git.filesAt(head);
    if (!hasSameFiles(disk, committed, isSourceFile, fileLimit))
      yield readWorkTree(shareContent(disk, committed));
    let oldest: Commit | undefined;
    for (const { commit, files } of git.readHistory(head)) {
      yield momentOf(files, commit);
      oldest = commit;
    }
    if (!oldest || oldest.parents.length > 0 || git.isRoot(oldest.hash)) yield beforeFirstCommit;
  }

  async function* side(tip: string, without: readonly string[]): AsyncIterable<PolicyRevision> {
    let oldest: Commit | undefined;
    for (const { commit, files } of git.readHistory(tip, without)) {
      yield momentOf(files, commit);
      oldest = commit;
    }
    if (!oldest) return;
    const [parent] = oldest.parents;
    const files = parent === undefined ? undefined : git.filesAt(parent);
    if (files && files.list(isPolicyFile).length > 0) yield momentOf(files);
    else if (files || git.isRoot(oldest.hash)) yield beforeFirstCommit;
  }

  return {
    revisions: main(),
    sidesOf: ({ parents }, without): readonly PolicyRevisions[] =>
      parents.slice(1).map((tip) => side(tip, without)),
    seen: () => ({ ...(newest && { newest }), ...(policy && { policy }) }),
  };
}

/** Reads a revision with errors without what is broken; undefined if the cell may depend on that. */
function readWholePart(files: Files, folder: string, { tenant, role }: CellQuery): Policy | undefined {
  const partial = readPastErrors(files, folder);
  const isIn = !isTouched(partial, { tenant, role, needsAllRoles: false, needsAllUsers: false });
  return isIn ? partial.policy : undefined;
}

/** Tells whether tenant, role and permission were there together at any time. */
const isKnown = ({ transitions, now }: CellHistory): boolean =>
  transitions.length > 0 || (now !== undefined && now.missing === undefined);

/** Throws `MisuseError` for a tenant, role or permission that never was there, with the nearest name of today. */
function refuseUnknown(policy: Policy, { tenant, role, permission }: CellQuery): never {
  findCell(findTenant(policy, tenant), permission);
  findRow(compilePolicy(policy).matrix, findTenant(policy, tenant), role);
  return impossible('a cell that is there is not known');
}

/** Prints the diagnostics of the newest revision, for a history in which no revision compiles. */
function answerMistakes(diagnostics: readonly Diagnostic[], format: string, io: Io): Answer {
  const { version, colours } = io;
  if (format === 'json')
    return { out: printFindings(diagnostics, { format, colours: colours.out, version }), exit: 1 };
  return {
    out: '',
    err: printFindings(diagnostics, { format: 'pretty', colours: colours.err, version }),
    exit: 1,
  };
}

function printHistory(
  history: CellHistory,
  format: 'pretty' | 'json' | 'markdown',
  quiet: boolean,
  io: Io,
): string {
  switch (format) {
    case 'pretty':
      return quiet
        ? `${printSinceHeadline(history, io.colours.out)}\n`
        : printSincePretty(history, io.colours.out);
    case 'json':
      return printSinceJson(history);
    case 'markdown':
      return printSinceMarkdown(history);
  }
}
