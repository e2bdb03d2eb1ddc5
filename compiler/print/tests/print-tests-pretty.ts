import { spanOf, valueIn } from '../../model/document.ts';
import type { JudgedExpectation, JudgedTest } from '../../questions/tests/judge-test.ts';
import type { Coverage, FileCoverage } from '../../questions/tests/measure-coverage.ts';
import type { Colours } from '../../text/colours.ts';
import { count, countWithVerb } from '../../text/count.ts';
import { makeVisible } from '../../text/make-visible.ts';
import { writeFlowYaml } from '../../text/write-flow-yaml.ts';
import { printVerdict } from '../explain/pretty.ts';
import { printFrame } from '../findings/frame.ts';
import { listDecidingLines } from './list-deciding-lines.ts';
import { answerWords, listFailed } from './list-test-failures.ts';

/** The tests that were run with what came of them and, if it was asked for, of which lines they speak. */
export interface TestReport {
  readonly tests: readonly JudgedTest[];
  readonly coverage?: Coverage;
}

/** Prints what came of tests for people: those that passed, those that did not with the reasons, and how many. */
export function printTestsPretty(
  { tests, coverage }: TestReport,
  isQuiet: boolean,
  colours: Colours,
): string {
  const failed = tests.filter(({ isPassed }) => !isPassed);
  const shown = isQuiet ? failed : tests;
  const lines = shown.map((judged) => printTest(judged, colours)).join('');
  const whole = `${lines}${coverage ? printCoverage(coverage, colours) : ''}`;
  if (isQuiet) return whole;
  if (tests.length === 0)
    return `${whole}no tests: write one as a document of kind \`Test\`, as docs/language.md tells\n`;
  const passed = count(tests.length - failed.length, 'test');
  return `${whole}\n${colours.bold(`${passed} passed, ${failed.length} failed`)}\n`;
}

function printTest(judged: JudgedTest, colours: Colours): string {
  const { bold, green, red } = colours;
  const name = makeVisible(judged.test.name);
  if (judged.isPassed) return `${green('✓')} ${name}\n`;
  const failures = listFailed(judged).map((one) => printFailure(one, colours));
  return `${red('✗')} ${bold(name)}\n${failures.join('')}\n`;
}

function printFailure(failed: JudgedExpectation, colours: Colours): string {
  const { expectation, actual, because } = failed;
  const { at, cell, record, expected } = expectation;
  const { bold, dim, red } = colours;
  const on = record ? ` on \`${record.name}\`` : '';
  const written = record && writeRecord(record);
  return [
    `\n${bold(`\`${cell.permission}\`${on}: expected ${answerWords[expected]}, and it is ${answerWords[actual]}`)}\n`,
    printFrame(spanOf(at), { colours, caret: red }),
    ...(written === undefined ? [] : [`${dim('record:')} ${makeVisible(written)}\n`]),
    `${dim('because:')} ${makeVisible(because)}\n`,
    ...listDecidingLines(failed).map((line) => printVerdict(line, colours)),
  ].join('');
}

/** Writes a record as the test has it, on one line and cut if it is long. */
function writeRecord({ at }: NonNullable<JudgedExpectation['expectation']['record']>): string {
  const text = writeFlowYaml(valueIn({ ...at, part: 'value' }));
  return text.length > 160 ? `${text.slice(0, 159)}…` : text;
}

function printCoverage({ lines, covered, files }: Coverage, { bold, cyan, dim }: Colours): string {
  const share = lines === 0 ? 100 : Math.floor((100 * covered) / lines);
  const head = `tests cover ${covered} of ${countWithVerb(lines, 'line', 'that grants, caps or reaches', 'that grant, cap or reach')} (${share}%)`;
  const width = Math.max(0, ...files.map(({ path }) => path.length));
  const rows = files.map((file) => {
    const numbers = `${file.covered} of ${file.lines}`;
    const rest = file.uncovered.length === 0 ? '' : `   ${dim('not')} ${listLines(file)}`;
    return `  ${cyan(makeVisible(file.path.padEnd(width)))}  ${numbers}${rest}\n`;
  });
  return `\n${bold(head)}\n${rows.join('')}`;
}

/** Lists lines, neighbours as one range: “3, 7-9”. */
function listLines({ uncovered }: FileCoverage): string {
  const ranges: [first: number, last: number][] = [];
  for (const line of uncovered) {
    const last = ranges.at(-1);
    if (last && last[1] === line - 1) last[1] = line;
    else ranges.push([line, line]);
  }
  return ranges.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(', ');
}
