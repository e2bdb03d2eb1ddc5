import { spanOf } from '../../model/document.ts';
import type { Verdict } from '../../model/matrix.ts';
import type { Unknown } from '../../questions/since/transitions.ts';
import type { History, Told } from '../../questions/since.ts';
import type { Colours } from '../../text/colours.ts';
import { visible } from '../../text/visible.ts';
import { frame } from '../findings/frame.ts';
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

/** The history of a cell as people read it: the answer of today with its trail, then what led to it. */
export function sincePretty(history: History, colours: Colours): string {
  const { now, transitions, unknown } = history;
  const { bold, dim } = colours;
  const trail = now?.row && now.cell && now.matrix.trailOf(now.row, now.cell);
  const reach = reachWords(history);
  return [
    `${headline(history, colours)}\n\n`,
    ...(trail ? [...trail.verdicts.map((verdict) => verdictLine(verdict, colours)), '\n'] : []),
    transitions.length === 0 ? 'nothing has changed it\n' : '',
    transitions.map((one) => transitionLines(one, colours)).join('\n'),
    ...(unknown.length > 0
      ? [
          `\n${bold(`${count(unknown.length, 'revision')} skipped, since ${unknown.length > 1 ? 'they do' : 'it does'} not compile`)}\n`,
          ...unknown.slice(0, shownUnknown).map((one) => unknownLine(one, colours)),
          unknown.length > shownUnknown ? dim(`  and ${unknown.length - shownUnknown} more\n`) : '',
        ]
      : []),
    reach === undefined ? '' : `\n${dim(reach)}\n`,
  ].join('');
}

/** More revisions than this that do not compile are in JSON only. */
const shownUnknown = 10;

/** The answer in one line. */
export function headline(history: History, { bold, green, red }: Colours): string {
  const { asked, now, since } = history;
  const colour = now?.isEffective ? green : red;
  const when =
    since === undefined
      ? ''
      : since.commit
        ? `, since ${since.commit.time} by ${visible(authorOf(since.commit))} in ${shortHash(since.commit)}`
        : ', since a change that is not committed';
  const holder = `role \`${visible(asked.role)}\` in tenant \`${visible(asked.tenant)}\``;
  return bold(`${visible(asked.permission)} of ${holder} is ${colour(stateWords(history))}${when}`);
}

const verdictLine = (
  { holds, layer, because, at }: Verdict,
  { bold, green, red, dim, cyan }: Colours,
): string =>
  `${holds ? green('✓') : red('✗')} ${bold(layer)}${dim(':')} ${visible(because)} ${dim('-->')} ${cyan(visible(placeText(at)))}\n`;

function transitionLines(transition: Told, colours: Colours): string {
  const { kind, commit, because, inside } = transition;
  const { bold, dim, green, red, yellow } = colours;
  const colour = { gained: green, widened: green, lost: red, narrowed: red }[kind as string] ?? yellow;
  const between = betweenWords(transition);
  const words = kindWords(transition).slice(kind.length);
  return [
    `${bold(colour(kind))}${words}  ${commit ? `${commit.time}  ${shortHash(commit)}  ${visible(authorOf(commit))}` : 'not committed'}\n`,
    commit ? `  ${visible(subjectOf(commit))}\n` : '',
    inside
      ? `  ${dim('merged:')} ${inside.time}  ${shortHash(inside)}  ${visible(authorOf(inside))}: ${visible(subjectOf(inside))}\n`
      : '',
    `  ${becauseWords(transition)}\n`,
    between === undefined ? '' : `  ${between}\n`,
    frame(spanOf(because.at), { colours, caret: colour }),
  ].join('');
}

const unknownLine = (unknown: Unknown, { dim }: Colours): string =>
  `  ${unknown.commit ? `${unknown.commit.time}  ${shortHash(unknown.commit)}` : 'not committed'}  ${dim(visible(mistakeWords(unknown)))}\n`;
