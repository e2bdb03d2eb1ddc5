import { spanOf } from '../../model/document.ts';
import type { LayerVerdict } from '../../model/matrix.ts';
import type { BrokenRevision } from '../../questions/since/find-transitions.ts';
import { findTrail } from '../../questions/since/read-cell.ts';
import type { CellHistory, TracedTransition } from '../../questions/since/trace-cell.ts';
import type { Colours } from '../../text/colours.ts';
import type { Commit } from '../../text/commit.ts';
import { count } from '../../text/count.ts';
import { takeFirst } from '../../text/list.ts';
import { makeVisible } from '../../text/make-visible.ts';
import { printFrame } from '../findings/frame.ts';
import { printPlace } from '../print-place.ts';
import {
  describeApprovals,
  describeAuthor,
  describeCause,
  describeHistoryReach,
  describeHolder,
  describeMistake,
  describeSkipped,
  describeState,
  describeSubject,
  describeTransition,
  shortenHash,
} from './describe-history.ts';

/** Prints the history of a cell for people: the answer of today with its trail, then the changes that led to it. */
export function printSincePretty(history: CellHistory, colours: Colours): string {
  const { now, transitions, unknown } = history;
  const { bold, dim } = colours;
  const trail = now && findTrail(now);
  const reach = describeHistoryReach(history);
  const skipped = takeFirst(unknown, shownUnknown);
  return [
    `${printSinceHeadline(history, colours)}\n\n`,
    ...(trail ? [...trail.verdicts.map((verdict) => verdictLine(verdict, colours)), '\n'] : []),
    transitions.length === 0 ? 'nothing has changed it\n' : '',
    transitions.map((one) => transitionLines(one, colours)).join('\n'),
    ...(unknown.length > 0
      ? [
          `\n${bold(`${count(unknown.length, 'revision')} skipped, since ${unknown.length > 1 ? 'they do' : 'it does'} not compile`)}\n`,
          ...skipped.shown.map((one) => unknownLine(one, colours)),
          skipped.more > 0 ? dim(`  and ${skipped.more} more\n`) : '',
        ]
      : []),
    reach === undefined ? '' : `\n${dim(reach)}\n`,
  ].join('');
}

/** The most revisions that do not compile of which each has a line; the others are in JSON only. */
const shownUnknown = 10;

/** Prints the answer in one line. */
export function printSinceHeadline(history: CellHistory, { bold, green, red }: Colours): string {
  const { query, now, since } = history;
  const colour = now?.isEffective ? green : red;
  const when =
    since === undefined
      ? ''
      : since.commit
        ? `, since ${since.commit.time} by ${makeVisible(describeAuthor(since.commit))} in ${shortenHash(since.commit)}`
        : ', since a change that is not committed';
  const holder = makeVisible(`${describeHolder(query)} in tenant \`${query.tenant}\``);
  return bold(`${makeVisible(query.permission)} of ${holder} is ${colour(describeState(history))}${when}`);
}

const verdictLine = (
  { holds, layer, because, at }: LayerVerdict,
  { bold, green, red, dim, cyan }: Colours,
): string =>
  `${holds ? green('✓') : red('✗')} ${bold(layer)}${dim(':')} ${makeVisible(because)} ${dim('-->')} ${cyan(makeVisible(printPlace(at)))}\n`;

function transitionLines(transition: TracedTransition, colours: Colours): string {
  const { kind, commit, because, inside } = transition;
  const { bold, dim, green, red, yellow } = colours;
  const colour = { gained: green, widened: green, lost: red, narrowed: red }[kind as string] ?? yellow;
  const between = describeSkipped(transition);
  const words = describeTransition(transition).slice(kind.length);
  return [
    `${bold(colour(kind))}${words}  ${commit ? `${commit.time}  ${shortenHash(commit)}  ${makeVisible(describeAuthor(commit))}` : 'not committed'}\n`,
    commit ? `  ${makeVisible(describeSubject(commit))}\n` : '',
    approvalLine(commit),
    inside
      ? `  ${dim('merged:')} ${inside.time}  ${shortenHash(inside)}  ${makeVisible(describeAuthor(inside))}: ${makeVisible(describeSubject(inside))}\n`
      : '',
    approvalLine(inside),
    `  ${describeCause(transition)}\n`,
    between === undefined ? '' : `  ${between}\n`,
    printFrame(spanOf(because.at), { colours, caret: colour }),
  ].join('');
}

/** Prints the pull request of a commit and who said yes to it; nothing if neither is known. */
function approvalLine(commit: Commit | undefined): string {
  const said = commit ? describeApprovals(commit) : '';
  return said === '' ? '' : `  ${makeVisible(said)}\n`;
}

const unknownLine = (unknown: BrokenRevision, { dim }: Colours): string =>
  `  ${unknown.commit ? `${unknown.commit.time}  ${shortenHash(unknown.commit)}` : 'not committed'}  ${dim(makeVisible(describeMistake(unknown)))}\n`;
