import type { CellHistory, TracedTransition } from '../../questions/since/trace-cell.ts';
import type { Commit } from '../../text/commit.ts';
import { count } from '../../text/count.ts';
import { escapeMarkdown, writeCodeSpan, writeInert } from '../../text/markdown.ts';
import { printPlace } from '../print-place.ts';
import {
  describeApprovals,
  describeAuthor,
  describeCause,
  describeHistoryReach,
  describeMistake,
  describeSkipped,
  describeState,
  describeSubject,
  describeTransition,
  shortenHash,
} from './describe-history.ts';

/** Prints the history of a cell as Markdown. Texts of authors are code spans, so that they mention nobody and forge nothing. */
export function printSinceMarkdown(history: CellHistory): string {
  const { query, transitions, unknown } = history;
  const reach = describeHistoryReach(history);
  const paragraphs = [
    `# ${writeCodeSpan(query.permission)} of ${writeCodeSpan(query.role ?? query.user)} at ${writeCodeSpan(query.tenant)}`,
    `Now **${writeInert(describeState(history))}**.`,
    transitions.length === 0 ? 'Nothing has changed it.' : transitions.map(transitionItem).join('\n'),
    ...(unknown.length > 0
      ? [
          `${count(unknown.length, 'revision')} skipped, since ${unknown.length > 1 ? 'they do' : 'it does'} not compile:`,
          unknown
            .map(
              (one) =>
                `- ${one.commit ? commitWords(one.commit) : 'not committed'}: ${writeCodeSpan(describeMistake(one))}`,
            )
            .join('\n'),
        ]
      : []),
    ...(reach === undefined ? [] : [`${reach.charAt(0).toUpperCase()}${reach.slice(1)}.`]),
  ];
  return `${paragraphs.join('\n\n')}\n`;
}

function transitionItem(transition: TracedTransition): string {
  const { commit, because, inside, kind } = transition;
  const between = describeSkipped(transition);
  return [
    `- **${kind}**${describeTransition(transition).slice(kind.length)}: ${commit ? commitWords(commit) : 'not committed'}`,
    ...(inside ? [`  - merged: ${commitWords(inside)}`] : []),
    `  - ${writeInert(describeCause(transition))}: ${writeCodeSpan(printPlace(because.at))}`,
    ...(between === undefined ? [] : [`  - ${writeInert(between)}`]),
  ].join('\n');
}

function commitWords(commit: Commit): string {
  const said = describeApprovals(commit);
  const approvals = said === '' ? '' : `, ${writeCodeSpan(said)}`;
  return `${escapeMarkdown(commit.time)} by ${writeCodeSpan(describeAuthor(commit))} in ${writeCodeSpan(shortenHash(commit))}, ${writeCodeSpan(describeSubject(commit))}${approvals}`;
}
