import { type Diagnostic, sortDiagnostics } from '../../diagnostics/diagnostic.ts';
import type { BrokenRevision } from '../../questions/since/find-transitions.ts';
import type { CellQuery } from '../../questions/since/policy-revision.ts';
import { type CellState, listPortfolios, listPortfoliosThen } from '../../questions/since/read-cell.ts';
import type { CellHistory, TracedTransition } from '../../questions/since/trace-cell.ts';
import type { Commit } from '../../text/commit.ts';
import { count } from '../../text/count.ts';
import { listNames } from '../../text/list.ts';
import { quoteArgument } from '../../text/quote-argument.ts';

/** Returns the first digits of a commit, enough to tell it from all others. */
export const shortenHash = ({ hash }: Commit): string => hash.slice(0, 12);

/** Returns the name of the author of a commit. */
export const describeAuthor = ({ author }: Commit): string => author || '(no name)';

/** Returns the first line of the message of a commit. */
export const describeSubject = ({ subject }: Commit): string => subject || '(no subject)';

/** Names whom a query is about: `role `csm``. */
export const describeHolder = ({ role, user }: CellQuery): string =>
  role === undefined ? `user \`${user}\`` : `role \`${role}\``;

/** Describes the pull request that a commit brought and who said yes to it; empty if neither is known. */
export function describeApprovals({ pullRequest, approvals = [], noteFault }: Commit): string {
  const said = approvals.map(({ name, by }) => `${name} (${by})`);
  return [
    ...(pullRequest === undefined ? [] : [`#${pullRequest}`]),
    ...(said.length > 0 ? [`approved by ${listNames(said)}`] : []),
    ...(noteFault === undefined ? [] : [`its note on approvals was ignored: ${noteFault}`]),
  ].join(', ');
}

/** Describes the answer of today: `allowed`, `denied`, or what is missing. */
export function describeState({ now, query }: CellHistory): string {
  switch (now?.missing) {
    case 'tenant':
      return `denied: tenant \`${query.tenant}\` is not there`;
    case 'role':
    case 'user':
      return `denied: tenant \`${query.tenant}\` does not have ${describeHolder(query)}`;
    case 'permission':
      return 'denied: the catalog does not have it';
    case undefined:
      if (now?.user?.active === false) return 'denied: the user is not active';
      return now?.isEffective ? 'allowed' : 'denied';
  }
}

/** Describes a transition, and what came or went with it: `gained, as the role was added`. */
export function describeTransition({ kind, with: came }: TracedTransition): string {
  if (came === undefined) return kind;
  const added = `as the ${came} was added`;
  switch (kind) {
    case 'appeared':
      return `${kind}, denied, ${added}`;
    case 'lost':
    case 'disappeared':
      return `${kind}, as the ${came} was removed`;
    default:
      return `${kind}, ${added}`;
  }
}

/** Describes the cause of a transition: the layer that changed, and whether the role itself did. */
export function describeCause({
  because,
  woken,
  asleep,
  commit,
  after,
  with: came,
}: TracedTransition): string {
  const { layer, through } = because;
  const what = {
    role: 'by the document of the role',
    userType: 'by the user type or a seat',
    tenant: 'by the tenant',
    requires: `by what it requires${through.length > 0 ? `: ${listNames(through)}` : ''}`,
    catalog: 'by the catalog',
    portfolio: 'by a portfolio',
    users: 'by the document of the users',
  }[layer];
  const line = because.commit?.hash === commit?.hash ? '' : ', with a line that is gone since';
  const who = after.user ? 'a role of theirs' : 'the role';
  const grants = woken ? `; ${who} granted it all along` : asleep ? `; ${who} goes on granting it` : '';
  return `${what}${line}${came === undefined ? grants : ''}${describeFormerNames(after)}`;
}

/** Describes what had another name in a revision than the one by which it is asked for; empty if nothing had. */
function describeFormerNames(state: CellState): string {
  const { nameThen, permissionThen } = state.revision;
  const portfolios = listPortfoliosThen(state)?.map((then, at) => [listPortfolios(state)[at], then]) ?? [];
  return [
    ...(nameThen === undefined || !state.row ? [] : [`the role was called \`${nameThen}\``]),
    ...(permissionThen === undefined ? [] : [`the permission was \`${permissionThen}\``]),
    ...portfolios.flatMap(([now, then]) =>
      now === then ? [] : [`portfolio \`${now}\` was called \`${then}\``],
    ),
  ]
    .map((text) => `; ${text}`)
    .join('');
}

/** Names the revisions that may be the cause instead, since they do not compile; undefined if there are none. */
export function describeSkipped({ between }: TracedTransition): string | undefined {
  if (between.length === 0) return undefined;
  const which = between.length > 1 ? `the ${between.length} revisions` : 'the revision';
  const some = between.slice(0, 3).flatMap(({ commit }) => (commit ? [shortenHash(commit)] : []));
  const more = between.length > 3 ? ' …' : '';
  return `or by ${which} before it, which ${between.length > 1 ? 'do' : 'does'} not compile: ${some.join(', ')}${more}`;
}

/** Returns the first error of a revision that was skipped, and the number of its errors. */
export function findFirstMistake({ diagnostics }: BrokenRevision): {
  readonly first?: Diagnostic;
  readonly errors: number;
} {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const path = errors.map(({ at }) => at.source.path).sort()[0];
  // Only the errors of one file are sorted, since sorting looks for their places in the text.
  const [first] = sortDiagnostics(errors.filter(({ at }) => at.source.path === path));
  return { ...(first && { first }), errors: errors.length };
}

/** Describes the first error of a revision that was skipped, and the number of the others. */
export function describeMistake(unknown: BrokenRevision): string {
  const { first, errors } = findFirstMistake(unknown);
  const more = errors > 1 ? `, and ${count(errors - 1, 'error')} more` : '';
  return first ? `${first.at.source.path}: ${first.message}${more}` : 'no reason';
}

/** Says that the policies were in another folder before, and how to ask for what was there. */
const describeFormerFolders = (folders: readonly string[]): string =>
  `before that the policies were in ${listNames(folders)}, whose history \`--policies ${quoteArgument(folders[0] ?? '')}\` asks for`;

/** Describes how far back the answer goes; undefined if it goes to the first commit. */
export function describeHistoryReach({ reach, formerFolders }: CellHistory): string | undefined {
  switch (reach) {
    case 'first':
      return formerFolders === undefined ? undefined : describeFormerFolders(formerFolders);
    case 'limit':
      return 'older history was not looked at; `--all` looks at all of it';
    case 'shallow':
      return 'this clone is shallow and what was before is not known; `git fetch --unshallow` gets the rest';
  }
}
