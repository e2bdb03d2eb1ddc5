import type { TransitionCause } from '../../questions/since/find-cause.ts';
import type { BrokenRevision } from '../../questions/since/find-transitions.ts';
import { findTrail, listPortfolios, listPortfoliosThen } from '../../questions/since/read-cell.ts';
import type { CellHistory, TracedTransition } from '../../questions/since/trace-cell.ts';
import type { Commit } from '../../text/commit.ts';
import { type Json, writeIndentedJson } from '../../text/json.ts';
import { makeVisibleJson } from '../../text/make-visible.ts';
import { findPosition, type Span } from '../../text/source.ts';
import { printPlaceJson } from '../print-place.ts';
import { findFirstMistake } from './describe-history.ts';

/** Prints the history of a cell for `since --format json`: a contract. A commit of `null` is the work tree. */
export function printSinceJson(history: CellHistory): string {
  const { query, now, since, transitions, unknown, reach, formerFolders } = history;
  const trail = now && findTrail(now);
  const shape = {
    version: 1,
    permission: query.permission,
    tenant: query.tenant,
    role: query.role ?? null,
    ...(query.user !== undefined && { user: query.user }),
    effective: now?.isEffective ?? false,
    missing: now?.missing ?? null,
    decidedBy: trail?.decidingLayer ?? null,
    portfolio: now ? listPortfolios(now) : [],
    trail: (trail?.verdicts ?? []).map(({ layer, holds, at, because }) => ({
      layer,
      holds,
      at: { ...printPlaceJson(at) },
      because,
    })),
    since: since ? transitionJson(since) : null,
    history: transitions.map(transitionJson),
    skipped: unknown.map(unknownJson),
    complete: reach === 'first' && formerFolders === undefined,
    ...(formerFolders && { formerFolders }),
    shallow: reach === 'shallow',
  } satisfies Json;
  return `${makeVisibleJson(writeIndentedJson(shape, 2))}\n`;
}

function transitionJson(transition: TracedTransition) {
  const { kind, commit, woken, asleep, because, after, between, inside } = transition;
  const portfolioThen = listPortfoliosThen(after);
  return {
    ...commitJson(commit),
    kind,
    with: transition.with ?? null,
    ...(after.row && after.revision.nameThen !== undefined && { role: after.revision.nameThen }),
    ...(after.revision.permissionThen !== undefined && { permission: after.revision.permissionThen }),
    effective: after.isEffective,
    woken,
    asleep,
    because: becauseJson(because),
    portfolio: listPortfolios(after),
    ...(portfolioThen && { portfolioThen }),
    merged: inside ? commitJson(inside) : null,
    skipped: between.map((unknown) => unknown.commit?.hash ?? null),
  } satisfies Json;
}

const becauseJson = ({ layer, at, commit, through }: TransitionCause) => ({
  layer,
  at: { ...printPlaceJson(at) },
  commit: commit?.hash ?? null,
  through,
});

function unknownJson(unknown: BrokenRevision) {
  const { first, errors } = findFirstMistake(unknown);
  return {
    ...commitJson(unknown.commit),
    errors,
    first: first ? { code: first.code, message: first.message, at: spanJson(first.at) } : null,
  } satisfies Json;
}

function spanJson({ source, start }: Span) {
  return { path: source.path, ...findPosition(source, start) } satisfies Json;
}

const commitJson = (commit: Commit | undefined) => ({
  commit: commit?.hash ?? null,
  date: commit?.time ?? null,
  author: commit?.author ?? null,
  subject: commit?.subject ?? 'not committed',
  approvals: (commit?.approvals ?? []).map(({ name, by }) => ({ name, by })),
  pullRequest: commit?.pullRequest ?? null,
});
