import { compilePolicy } from '../compile-policy.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { impossible } from '../diagnostics/impossible.ts';
import { isPattern } from '../model/pattern.ts';
import type { Policy } from '../model/policy.ts';
import { printFindings } from '../print/findings/findings.ts';
import { printSinceJson } from '../print/since/json.ts';
import { printSinceMarkdown } from '../print/since/markdown.ts';
import { printSinceHeadline, printSincePretty } from '../print/since/pretty.ts';
import { findCell, findRow, findTenant, findUser } from '../questions/find-by-name.ts';
import { findLaterName } from '../questions/renames/find-later-name.ts';
import type { CellQuery } from '../questions/since/policy-revision.ts';
import { type CellHistory, traceCell } from '../questions/since/trace-cell.ts';
import type { Commit } from '../text/commit.ts';
import { askGit, type PolicyRepository } from './ask-git.ts';
import { type Answer, defineCommand, type Io, MisuseError } from './command.ts';
import { findAt, findFormerFolders } from './diff/find-moved-policies.ts';
import { adviseFetching } from './find-policies.ts';
import { needRoleOrUser } from './need-role-or-user.ts';
import { openRevisionReader } from './read-revisions.ts';

/** The most entries that people are shown by default; programs get all. */
const mostShown = 20;

/**
 * The command `plafond since`: prints which commits gave a permission to a role or a user or took it, with the line that
 * did. It follows the first parents of the branch, so that a merge is one step, and names with a merge the commit inside it
 * that made the change. It follows roles to the names they had before (`renamedFrom`), but not the folder: the one of before is
 * named, and its history can be asked for although it is gone.
 */
export const sinceCommand = defineCommand({
  positionals: {
    permission: {
      type: 'string',
      describe: 'as `Company:export` or `Company.arr:update`, by the names it has or had',
      required: true,
    },
  },
  options: {
    tenant: { type: 'string', describe: 'the tenant, by the name it has or had', required: true },
    role: { type: 'string', describe: 'the role, by the name it has or had' },
    user: { type: 'string', describe: 'the user, by all of their roles, in place of a role' },
    limit: { type: 'number', describe: `the most entries to look for; ${mostShown} for people` },
    all: { type: 'boolean', describe: 'look at all of the history' },
  },
  formats: ['pretty', 'json', 'markdown'],
  examples: [
    [
      'plafond since Company:export --tenant acme --role csm',
      'who let this role export companies, and when?',
    ],
    [
      'plafond since Company:view --tenant acme --user csm-1@acme.example',
      'since when can this user see companies?',
    ],
    ['plafond since Company:export --tenant acme --role csm --limit 1', 'only the last change'],
  ],
  policiesElsewhere: true,
  run({ permission, tenant, role, user, limit, all, policies, format, quiet }, io) {
    const query = { permission, tenant, ...needRoleOrUser('since', { role, user }) };
    if (limit !== undefined && (all || !Number.isInteger(limit) || limit < 1))
      throw new MisuseError(
        all ? '`--limit` and `--all` cannot be used together' : '`--limit` must be a whole number above 0',
      );
    if (isPattern(permission)) throw new MisuseError(`\`${permission}\` is a pattern; name one permission`);
    const most = limit ?? (all || format === 'json' ? undefined : mostShown);
    const isOnDisk = io.kind(policies) !== 'nothing';
    const fetching = isOnDisk ? '' : adviseFetching(policies, io);
    if (fetching !== '') throw new MisuseError(`no folder \`${policies}\`${fetching}`);
    return askGit(policies, io, async (git) => {
      const following = await io.follow?.('revisions', !quiet);
      try {
        const trace = async (asked: CellQuery) => {
          const cell = { git, folder: policies, isOnDisk, query: asked, files: io.files, following };
          const reader = openRevisionReader(cell);
          const history = await traceCell(reader, asked, most);
          const { first, ...newest } = reader.seen();
          const formerFolders = history.reach === 'first' ? findFoldersBefore(git, policies, first) : [];
          return { history: { ...history, ...(formerFolders.length > 0 && { formerFolders }) }, ...newest };
        };
        const { history, newest, policy } = await trace(query);
        if (!newest) throw new MisuseError(`no folder \`${policies}\`, neither on disk nor in the history`);
        if (!policy) return answerMistakes(newest.diagnostics, format, io);
        const later = isKnown(history) ? undefined : nameToday(policy, query);
        const found = later === undefined ? history : (await trace({ ...query, permission: later })).history;
        if (!isKnown(found)) refuseUnknown(policy, query);
        const out = printHistory(found, format, quiet, io);
        const isWhole = !newest.diagnostics.some(({ severity }) => severity === 'error');
        if (isWhole) return { out, exit: 0 };
        return { ...answerMistakes(newest.diagnostics, 'pretty', io), out };
      } finally {
        following?.end();
      }
    });
  },
});

/** Finds the folders in which the policies were before the commit that first has them where they are. */
function findFoldersBefore(
  git: PolicyRepository,
  policies: string,
  first: Commit | undefined,
): readonly string[] {
  const [parent] = first?.parents ?? [];
  if (!first || parent === undefined) return [];
  const now = git.filesAt(first.hash);
  return findFormerFolders({ folder: policies, now }, git, parent, (names) => findAt(git, first.hash, names));
}

/** Tells whether tenant, role and permission were there together at any time. */
const isKnown = ({ transitions, now }: CellHistory): boolean =>
  transitions.length > 0 || (now !== undefined && now.missing === undefined);

/** Returns a permission that is asked for by a former name of its model or property by the names of today; undefined if it is not. */
function nameToday(policy: Policy, { tenant, permission }: CellQuery): string | undefined {
  const { catalog } = policy.tenants.find(({ name }) => name === tenant) ?? policy;
  return findLaterName(catalog, permission);
}

/** Throws `QuestionError` for a tenant, role, user or permission that never was there, with the nearest name of today. */
function refuseUnknown(policy: Policy, { tenant, role, user, permission }: CellQuery): never {
  findCell(findTenant(policy, tenant), permission);
  if (role === undefined) findUser(findTenant(policy, tenant), user);
  else findRow(compilePolicy(policy).matrix, findTenant(policy, tenant), role);
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
