import { type Diagnostic, sorted } from '../../diagnostics/diagnostic.ts';
import type { Unknown } from '../../questions/since/transitions.ts';
import type { History, Told } from '../../questions/since.ts';
import type { Commit } from '../../text/commit.ts';
import { count } from '../../text/count.ts';
import { listNames } from '../../text/list.ts';

/** A commit by so many digits that nobody mistakes it for another. */
export const shortenHash = ({ hash }: Commit): string => hash.slice(0, 12);

/** Who made a commit, as it says itself. */
export const authorOf = ({ author }: Commit): string => author || '(no name)';

/** What a commit says of itself in one line. */
export const subjectOf = ({ subject }: Commit): string => subject || '(no subject)';

/** The answer of today: `allowed`, `denied`, or what is not there. */
export function describeState({ now, asked }: History): string {
  switch (now?.missing) {
    case 'tenant':
      return `denied: tenant \`${asked.tenant}\` is not there`;
    case 'role':
      return `denied: tenant \`${asked.tenant}\` does not have role \`${asked.role}\``;
    case 'permission':
      return 'denied: the catalog does not have it';
    case undefined:
      return now?.isEffective ? 'allowed' : 'denied';
  }
}

/** What moved, and with what it came or went: `gained, as the role was added`. */
export function describeTransition({ kind, with: came }: Told): string {
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

/** By what: the role's own document, or another one while that said the same before and after. */
export function describeCause({ because, woken, asleep, commit, with: came }: Told): string {
  const { layer, through } = because;
  const what = {
    role: 'by the document of the role',
    userType: 'by the user type or a seat',
    tenant: 'by the tenant',
    requires: `by what it requires${through.length > 0 ? `: ${listNames(through)}` : ''}`,
    catalog: 'by the catalog',
    portfolio: 'by a portfolio',
  }[layer];
  const line = because.commit?.hash === commit?.hash ? '' : ', with a line that is gone since';
  const grants = woken ? '; the role granted it all along' : asleep ? '; the role goes on granting it' : '';
  return `${what}${line}${came === undefined ? grants : ''}`;
}

/** Which revisions may have done it instead; nothing where all before it compile. */
export function describeSkipped({ between }: Told): string | undefined {
  if (between.length === 0) return undefined;
  const which = between.length > 1 ? `the ${between.length} revisions` : 'the revision';
  const some = between.slice(0, 3).flatMap(({ commit }) => (commit ? [shortenHash(commit)] : []));
  const more = between.length > 3 ? ' …' : '';
  return `or by ${which} before it, which ${between.length > 1 ? 'do' : 'does'} not compile: ${some.join(', ')}${more}`;
}

/** Why a revision was skipped: its first error, and how many there are. */
export function findFirstMistake({ diagnostics }: Unknown): {
  readonly first?: Diagnostic;
  readonly errors: number;
} {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const path = errors.map(({ at }) => at.source.path).sort()[0];
  // To sort is to find places in texts: only those of one file.
  const [first] = sorted(errors.filter(({ at }) => at.source.path === path));
  return { ...(first && { first }), errors: errors.length };
}

/** The same in words. */
export function describeMistake(unknown: Unknown): string {
  const { first, errors } = findFirstMistake(unknown);
  const more = errors > 1 ? `, and ${count(errors - 1, 'error')} more` : '';
  return first ? `${first.at.source.path}: ${first.message}${more}` : 'no reason';
}

/** How far back the answer goes; nothing where that is to the first commit. */
export function describeHistoryReach({ reach }: History): string | undefined {
  switch (reach) {
    case 'first':
      return undefined;
    case 'limit':
      return 'older history was not looked at; `--all` looks at all of it';
    case 'shallow':
      return 'this clone is shallow and what was before is not known; `git fetch --unshallow` gets the rest';
  }
}
