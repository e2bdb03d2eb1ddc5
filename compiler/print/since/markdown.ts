import type { History, Told } from '../../questions/since.ts';
import type { Commit } from '../../text/commit.ts';
import { code } from '../../text/markdown.ts';
import { count } from '../findings/tally.ts';
import { placeText } from '../place.ts';
import {
  authorOf,
  becauseWords,
  betweenWords,
  kindWords,
  mistakeWords,
  reachWords,
  shortHash,
  stateWords,
  subjectOf,
} from './words.ts';

/** The history of a cell as Markdown. What people wrote is in code spans: it mentions nobody and forges nothing. */
export function sinceMarkdown(history: History): string {
  const { asked, transitions, unknown } = history;
  const reach = reachWords(history);
  const paragraphs = [
    `# ${code(asked.permission)} of ${code(asked.role)} at ${code(asked.tenant)}`,
    `Now **${stateWords(history)}**.`,
    transitions.length === 0 ? 'Nothing has changed it.' : transitions.map(transitionItem).join('\n'),
    ...(unknown.length > 0
      ? [
          `${count(unknown.length, 'revision')} skipped, since ${unknown.length > 1 ? 'they do' : 'it does'} not compile:`,
          unknown
            .map(
              (one) =>
                `- ${one.commit ? commitWords(one.commit) : 'not committed'}: ${code(mistakeWords(one))}`,
            )
            .join('\n'),
        ]
      : []),
    ...(reach === undefined ? [] : [`${reach.charAt(0).toUpperCase()}${reach.slice(1)}.`]),
  ];
  return `${paragraphs.join('\n\n')}\n`;
}

function transitionItem(transition: Told): string {
  const { commit, because, inside, kind } = transition;
  const between = betweenWords(transition);
  return [
    `- **${kind}**${kindWords(transition).slice(kind.length)}: ${commit ? commitWords(commit) : 'not committed'}`,
    ...(inside ? [`  - merged: ${commitWords(inside)}`] : []),
    `  - ${becauseWords(transition)}: ${code(placeText(because.at))}`,
    ...(between === undefined ? [] : [`  - ${between}`]),
  ].join('\n');
}

const commitWords = (commit: Commit): string =>
  `${commit.time} by ${code(authorOf(commit))} in ${code(shortHash(commit))}, ${code(subjectOf(commit))}`;
