import type { Severity } from '../../diagnostics/codes.ts';
import { nameSeverity } from '../../diagnostics/describe-code.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Colours } from '../../text/colours.ts';
import { count } from '../../text/count.ts';
import { makeVisible } from '../../text/make-visible.ts';
import { printFrame, printPlaceLine } from './frame.ts';
import { startTally, type Tally } from './tally.ts';

/** The options of pretty output. */
export interface PrettyOptions {
  readonly colours: Colours;
  /** The number of files that were read; without it there is no summary line. */
  readonly files?: number;
}

/**
 * Prints sorted diagnostics for people, in pieces: the message, the line it is about, related places, advice and, the first time
 * a code appears, why plafond reports it. A note has only its message, its place and advice. A summary line ends the output.
 */
export function* listPrettyPieces(
  diagnostics: Iterable<Diagnostic>,
  { colours, files }: PrettyOptions,
): Iterable<string> {
  const explained = new Set<string>();
  const tally = startTally();
  for (const diagnostic of diagnostics) {
    const { code } = diagnostic;
    const block = printFinding(diagnostic, !explained.has(code), colours);
    yield explained.size > 0 ? `\n${block}` : block;
    explained.add(code);
    tally.add(diagnostic);
  }
  if (files !== undefined) yield `${explained.size > 0 ? '\n' : ''}${printSummary(tally.counted, files)}`;
}

function printFinding(diagnostic: Diagnostic, isFirst: boolean, colours: Colours): string {
  const { code, severity, message, at, related, help, why } = diagnostic;
  const { bold, dim, blue } = colours;
  const colour = colourOf(severity, colours);
  const headline = `${bold(colour(`${nameSeverity(severity)}[${code}]`))}: ${bold(makeVisible(message))}\n`;
  const advice = help === undefined ? '' : `  ${bold('help:')} ${makeVisible(help)}\n`;
  if (severity === 'info') return `${headline}${printPlaceLine(at, colours)}${advice}`;
  const notes = related.map(
    (one) => `  ${bold('note:')} ${makeVisible(one.note)}\n${printFrame(one.at, { colours, caret: blue })}`,
  );
  return [
    headline,
    printFrame(at, { colours, caret: colour }),
    ...notes,
    advice,
    isFirst ? `${dim(`  why: ${makeVisible(why)}`)}\n` : '',
  ].join('');
}

/** Prints the last line: the number of errors, warnings and notes, and of files. */
function printSummary({ error, warning, info }: Tally, files: number): string {
  const found = [
    count(error, 'error'),
    count(warning, 'warning'),
    ...(info > 0 ? [count(info, 'note')] : []),
  ];
  if (error + warning > 0) return `${found.join(', ')} in ${count(files, 'file')}\n`;
  return `${[count(files, 'file'), ...found].join(', ')}\n`;
}

/** Returns the colour in which a severity is printed. */
export function colourOf(severity: Severity, { red, yellow, cyan }: Colours): (text: string) => string {
  return { error: red, warning: yellow, info: cyan }[severity];
}
